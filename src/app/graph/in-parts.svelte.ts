/**
 * How many items of a list are to be drawn: `first`, and `atOnce` more whenever the page is idle. All of a large answer
 * in one go would keep the page from answering for longer than goes unnoticed. For a component's script.
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
    return whenIdle(() => {
      drawn = { of, count: already + atOnce };
    });
  });
  return {
    get count() {
      return count;
    },
  };
}

/** Does something once what is there has been painted and nothing else waits; gives what calls it off. */
function whenIdle(then: () => void): () => void {
  // Safari has no such call.
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(then, LATER);
    return () => clearTimeout(timer);
  }
  const waiting = requestIdleCallback(then, { timeout: 4 * LATER });
  return () => cancelIdleCallback(waiting);
}

/** Milliseconds. */
const LATER = 50;
