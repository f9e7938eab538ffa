/**
 * How many items of a list are to be drawn: `atOnce`, and as many more with every turn. All of a large answer in one go
 * would keep the page from answering for longer than goes unnoticed. For a component's script.
 */
export function inParts(list: () => readonly unknown[], atOnce: number): { readonly count: number } {
  let drawn = $state.raw<{ readonly of: readonly unknown[]; readonly count: number } | undefined>(undefined);
  const count = $derived(drawn?.of === list() ? drawn.count : atOnce);
  $effect(() => {
    const [of, already] = [list(), count];
    if (already >= of.length) return;
    const timer = setTimeout(() => {
      drawn = { of, count: already + atOnce };
    });
    return () => clearTimeout(timer);
  });
  return {
    get count() {
      return count;
    },
  };
}
