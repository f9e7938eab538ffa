import { valid } from '@renovatebot/pep440';
import { compare } from '@renovatebot/pep440/lib/operator.js';
import { compareLists, compareText, isNumeral, type Ordering } from './types.ts';

/** Versions that the specification does not read come before all others, as in `packaging` before release 22. */
export const pep440: Ordering = {
  id: 'pep440',
  title: 'Python versions',
  spec: 'https://packaging.python.org/en/latest/specifications/version-specifiers/',
  ecosystems: ['PyPI'],
  valid: (version) => valid(version.trim()) !== null,
  compare: (a, b) => {
    const [left, right] = [a.trim(), b.trim()];
    const read = [valid(left) !== null, valid(right) !== null];
    if (read[0] && read[1]) return compare(left, right);
    if (read[0] !== read[1]) return read[0] ? 1 : -1;
    return compareLists(legacyParts(left), legacyParts(right), compareText, (rest) => rest.length);
  },
};

const WORDS: Readonly<Record<string, string>> = {
  pre: 'c',
  preview: 'c',
  '-': 'final-',
  rc: 'c',
  dev: '@',
};

/** Parts that compare as text: numbers padded, words marked, what comes before a release before its end. */
function legacyParts(version: string): string[] {
  const out: string[] = [];
  for (const found of version.toLowerCase().match(/[0-9]+|[a-z]+|\.|-/g) ?? []) {
    const part = Object.hasOwn(WORDS, found) ? (WORDS[found] ?? found) : found;
    if (part === '' || part === '.') continue;
    if (isNumeral(part)) {
      out.push(part.padStart(40, '0'));
      continue;
    }
    if (part < 'final') while (out.at(-1) === '*final-') out.pop();
    while (/^0+$/.test(out.at(-1) ?? '')) out.pop();
    out.push(`*${part}`);
  }
  out.push('*final');
  return out;
}
