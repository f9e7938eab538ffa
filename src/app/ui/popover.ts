/** Gap between a popover and what it belongs to, and to the edge of the page. */
const GAP = 4;

/** Puts an open popover under its anchor, or above it where there is no room, wholly inside the page. */
export function placeBeside(popover: HTMLElement, anchor: Element): void {
  const box = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popover;
  const below = box.bottom + GAP;
  const top = below + height <= innerHeight - GAP ? below : Math.max(GAP, box.top - GAP - height);
  const left = Math.max(GAP, Math.min(box.left, innerWidth - GAP - width));
  popover.style.setProperty('top', `${top}px`);
  popover.style.setProperty('left', `${left}px`);
}
