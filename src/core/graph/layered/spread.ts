/**
 * Positions in a row, as near as possible to those wanted (weighted least squares), with `gaps[i]` or more between
 * `i - 1` and `i`, inside `within` where the gaps fit into it. Solved exactly by pooling adjacent violators. O(n).
 */
export function spread(
  wanted: readonly { readonly at: number; readonly weight: number }[],
  gaps: readonly number[],
  within: { readonly from: number; readonly to: number } = ANYWHERE,
): number[] {
  // With the gaps taken off, "far enough apart" becomes "not falling".
  const pools: { sum: number; weight: number; count: number }[] = [];
  let offset = 0;
  const offsets = wanted.map((_, i) => {
    offset += i === 0 ? 0 : (gaps[i] ?? 0);
    return offset;
  });
  wanted.forEach(({ at, weight }, i) => {
    let pool = { sum: (at - (offsets[i] ?? 0)) * weight, weight, count: 1 };
    for (let before = pools.at(-1); before !== undefined; before = pools.at(-1)) {
      if (before.sum / before.weight <= pool.sum / pool.weight) break;
      pool = {
        sum: before.sum + pool.sum,
        weight: before.weight + pool.weight,
        count: before.count + pool.count,
      };
      pools.pop();
    }
    pools.push(pool);
  });
  return pools
    .flatMap((pool) => Array.from({ length: pool.count }, () => pool.sum / pool.weight))
    .map((at, i) => Math.max(within.from, Math.min(at, within.to - offset)) + (offsets[i] ?? 0));
}

const ANYWHERE = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
