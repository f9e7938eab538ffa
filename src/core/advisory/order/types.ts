/** How the versions of some ecosystems follow one another. One file each, one line in `registry.ts`. */
export interface Ordering {
  readonly id: string;
  readonly title: string;
  /** Where the order is defined. */
  readonly spec: string;
  /** OSV names of the ecosystems that use it, without a release. */
  readonly ecosystems: readonly string[];
  /** Whether `version` has a place in this order. What has none matches no range and is never called clean. */
  valid(version: string): boolean;
  /** Negative, zero or positive. Meaningful for what is {@link valid}; never throws. */
  compare(a: string, b: string): number;
}

/** Orders lists item by item; where one ends, `rest` weighs what the other has left. */
export function compareLists<T>(
  a: readonly T[],
  b: readonly T[],
  order: (a: T, b: T) => number,
  rest: (left: readonly T[]) => number,
): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const [left, right] = [a[i], b[i]];
    if (left === undefined || right === undefined) break;
    const found = order(left, right);
    if (found !== 0) return found;
  }
  return a.length >= b.length ? rest(a.slice(b.length)) : -rest(b.slice(a.length));
}

/** The longer list is the later one. */
export function longerIsLater(left: readonly unknown[]): number {
  return left.length;
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function isNumeral(text: string): boolean {
  return /^[0-9]+$/.test(text);
}
