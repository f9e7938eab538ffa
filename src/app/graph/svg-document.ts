import type { Placed } from '../../core/graph/layered.ts';

/** Properties that make the drawing what it looks like. */
const DRAWN = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'font-family',
  'font-size',
  'font-weight',
] as const;

/** The drawing as an SVG file that stands alone: whole, with its colors as attributes, without what reacts. */
export function svgDocument(drawing: SVGSVGElement, placed: Placed): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const [from, to] = [drawing.querySelectorAll('*'), copy.querySelectorAll('*')];
  to.forEach((element, i) => {
    const original = from[i];
    if (original === undefined) return;
    const style = getComputedStyle(original);
    for (const name of ['class', 'role', 'tabindex', 'data-node']) element.removeAttribute(name);
    for (const { name } of [...element.attributes])
      if (name.startsWith('aria-')) element.removeAttribute(name);
    for (const property of DRAWN) element.setAttribute(property, style.getPropertyValue(property));
  });
  for (const element of copy.querySelectorAll('[stroke-width="9px"]')) element.remove();
  for (const name of ['class', 'role', 'aria-label']) copy.removeAttribute(name);
  const margin = 14;
  const [width, height] = [placed.width + 2 * margin, placed.height + 2 * margin];
  copy.setAttribute('viewBox', `${-margin} ${-margin} ${width} ${height}`);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  return new XMLSerializer().serializeToString(copy);
}
