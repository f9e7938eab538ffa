import { compareNumerals } from '../../base/numerals.ts';
import { isNumeral, type Ordering } from './types.ts';

/** PHP's `version_compare`, on which Composer builds. */
export const packagist: Ordering = {
  id: 'packagist',
  title: 'Composer versions',
  spec: 'https://www.php.net/manual/en/function.version-compare.php',
  ecosystems: ['Packagist'],
  valid: (version) => /^[vV]?[0-9]/.test(version.trim()),
  compare: (a, b) => compareParts(parts(a), parts(b)),
};

/** Words that PHP knows, by what they begin with; a number stands where `#` does. */
const WORDS: readonly (readonly [string, number])[] = [
  ['dev', 0],
  ['alpha', 1],
  ['a', 1],
  ['beta', 2],
  ['b', 2],
  ['RC', 3],
  ['rc', 3],
  ['#', 4],
  ['pl', 5],
  ['p', 5],
];

function parts(version: string): string[] {
  return version
    .trim()
    .replace(/^[vV](?=[0-9])/, '')
    .replace(/[-_+]/g, '.')
    .replace(/([^0-9.])([0-9])/g, '$1.$2')
    .replace(/([0-9])([^0-9.])/g, '$1.$2')
    .split('.')
    .filter((part) => part !== '');
}

function compareParts(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < a.length || i < b.length; i++) {
    const [left, right] = [a[i], b[i]];
    // What is left over counts for itself if it is a number, else as if it stood against one.
    if (left === undefined) return -leftOver(b.slice(i));
    if (right === undefined) return leftOver(a.slice(i));
    const order =
      isNumeral(left) && isNumeral(right) ? compareNumerals(left, right) : rank(left) - rank(right);
    if (order !== 0) return order;
  }
  return 0;
}

function leftOver(rest: readonly string[]): number {
  const [first = ''] = rest;
  return isNumeral(first) ? 1 : compareParts(rest, ['#']);
}

function rank(part: string): number {
  if (isNumeral(part)) return 4;
  return WORDS.find(([word]) => part.startsWith(word))?.[1] ?? -1;
}
