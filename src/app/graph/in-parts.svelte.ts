import type { Placed } from '../../core/graph/layered.ts';

/** Lines drawn in one go: all of a large graph would keep the page from answering for longer than goes unnoticed. */
const AT_ONCE = 150;

/** How many lines of a drawing are to be drawn: some at once, and more with every turn. For a component's script. */
export function linesInParts(placed: () => Placed): { readonly count: number } {
  let drawn = $state.raw<{ readonly of: Placed; readonly count: number } | undefined>(undefined);
  const count = $derived(drawn?.of === placed() ? drawn.count : AT_ONCE);
  $effect(() => {
    const [of, already] = [placed(), count];
    if (already >= of.edges.length) return;
    const timer = setTimeout(() => {
      drawn = { of, count: already + AT_ONCE };
    });
    return () => clearTimeout(timer);
  });
  return {
    get count() {
      return count;
    },
  };
}
