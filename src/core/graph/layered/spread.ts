/**
 * Moves positions in a row apart: as near as possible to those wanted (weighted least squares), with `gaps[i]` or more
 * between `i - 1` and `i`, inside `within` where the gaps fit into it. Solved exactly by pooling adjacent violators in
 * O(n). Changes `at` in place.
 */
export function spread(
  at: number[],
  weights: readonly number[],
  gaps: readonly number[],
  within: { readonly from: number; readonly to: number } = ANYWHERE,
): void {
  // With the gaps taken off, "far enough apart" becomes "not falling".
  const sums: number[] = [];
  const heavy: number[] = [];
  const ends: number[] = [];
  let offset = 0;
  for (let i = 0; i < at.length; i++) {
    if (i > 0) offset += gaps[i] ?? 0;
    let weight = weights[i] ?? 1;
    let sum = ((at[i] ?? 0) - offset) * weight;
    let last = sums.length - 1;
    for (; last >= 0; last--) {
      const [before, mass] = [sums[last] ?? 0, heavy[last] ?? 1];
      if (before * weight <= sum * mass) break;
      sum += before;
      weight += mass;
    }
    sums.length = heavy.length = ends.length = last + 1;
    sums.push(sum);
    heavy.push(weight);
    ends.push(i + 1);
  }
  const total = offset;
  offset = 0;
  for (let pool = 0, i = 0; pool < ends.length; pool++) {
    const place = Math.max(within.from, Math.min((sums[pool] ?? 0) / (heavy[pool] ?? 1), within.to - total));
    for (; i < (ends[pool] ?? 0); i++) {
      if (i > 0) offset += gaps[i] ?? 0;
      at[i] = place + offset;
    }
  }
}

const ANYWHERE = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
