/**
 * Orders two runs of decimal digits as numbers of any length, without losing digits: negative, zero or positive. An
 * empty run is 0.
 */
export function compareNumerals(a: string, b: string): number {
  const left = a.replace(/^0+/, '');
  const right = b.replace(/^0+/, '');
  if (left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : left > right ? 1 : 0;
}
