/**
 * How many items of a list are to be drawn: `first`, and `atOnce` more with every second frame. All of a large answer in one go
 * would keep the page from answering for longer than goes unnoticed. For a component's script.
 */
export function inParts(
  list: () => readonly unknown[],
  atOnce: number,
  first = atOnce,
): { readonly count: number } {
  let drawn = $state.raw<{ readonly of: readonly unknown[]; readonly count: number } | undefined>(undefined);
  const count = $derived(drawn?.of === list() ? drawn.count : first);
  $effect(() => {
    const [of, already] = [list(), count];
    if (already >= of.length) return;
    // What is there is to be seen before more is made.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        drawn = { of, count: already + atOnce };
      });
    });
    return () => cancelAnimationFrame(frame);
  });
  return {
    get count() {
      return count;
    },
  };
}
