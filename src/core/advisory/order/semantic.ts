import { compareNumerals } from '../../base/numerals.ts';
import { compareLists, compareText, isNumeral, longerIsLater } from './types.ts';

/** A version of the semantic family: numbers, what comes before a release, build metadata. */
export interface Semantic {
  readonly numbers: readonly string[];
  readonly pre: readonly string[];
  readonly build: readonly string[];
}

const FORM =
  /^[vV]?([0-9]+(?:\.[0-9]+)*)(?:-([0-9A-Za-z-]*(?:\.[0-9A-Za-z-]*)*))?(?:\+([0-9A-Za-z-]*(?:\.[0-9A-Za-z-]*)*))?$/;

/** `[v]1.2.3[-pre.1][+build]`, with any count of numbers of any length; `undefined` for anything else. */
export function semantic(version: string): Semantic | undefined {
  const [whole, numbers = '', pre, build] = FORM.exec(version.trim()) ?? [];
  if (whole === undefined) return undefined;
  return { numbers: numbers.split('.'), pre: pre?.split('.') ?? [], build: build?.split('.') ?? [] };
}

/** Number by number; what is not there is 0. */
export function compareNumbers(a: readonly string[], b: readonly string[]): number {
  return compareLists(a, b, compareNumerals, (left) => (left.every((one) => /^0*$/.test(one)) ? 0 : 1));
}

/** What has a pre-release part comes before what has none (Semantic Versioning 2.0.0, item 11). */
export function comparePre(
  a: readonly string[],
  b: readonly string[],
  text: (a: string, b: string) => number = compareText,
): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  return compareIdentifiers(a, b, text);
}

/** Numbers come before words; fewer identifiers before more. */
export function compareIdentifiers(
  a: readonly string[],
  b: readonly string[],
  text: (a: string, b: string) => number = compareText,
): number {
  const order = (left: string, right: string): number => {
    const numerals = [isNumeral(left), isNumeral(right)];
    if (numerals[0] && numerals[1]) return compareNumerals(left, right);
    if (numerals[0] !== numerals[1]) return numerals[0] ? -1 : 1;
    return text(left, right);
  };
  return compareLists(a, b, order, longerIsLater);
}
