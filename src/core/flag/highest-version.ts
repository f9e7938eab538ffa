/**
 * The highest of some versions of one package, for a sentence of advice: runs of digits compare as numbers, the rest as
 * text, and a pre-release stands before its release. `undefined` of none.
 */
export function highestVersion(versions: readonly string[]): string | undefined {
  let highest: string | undefined;
  for (const version of versions)
    if (highest === undefined || compareParts(version, highest) > 0) highest = version;
  return highest;
}

function compareParts(a: string, b: string): number {
  const [left, right] = [parts(a), parts(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [x, y] = [left[i], right[i]];
    if (x === undefined || y === undefined) {
      // What goes on with a number is higher, what goes on with a word (`-rc.1`) lower.
      const rest = x ?? y ?? '';
      const sign = x === undefined ? -1 : 1;
      return /^\d/.test(rest) ? sign : -sign;
    }
    if (x === y) continue;
    const [m, n] = [/^\d+$/.test(x), /^\d+$/.test(y)];
    if (m && n) return x.length - y.length || (x < y ? -1 : 1);
    if (m !== n) return m ? 1 : -1;
    return x < y ? -1 : 1;
  }
  return 0;
}

/** Digits without leading zeros, and words; separators tell nothing. */
function parts(version: string): readonly string[] {
  return (version.match(/\d+|[a-z]+/gi) ?? []).map((part) => part.replace(/^0+(?=\d)/, ''));
}
