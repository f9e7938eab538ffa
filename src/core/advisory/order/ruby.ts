import { compareNumerals } from '../../base/numerals.ts';
import { compareLists, compareText, isNumeral, type Ordering } from './types.ts';

/** `Gem::Version`: words come before numbers, so that `1.0.b1` comes before `1.0`. */
export const ruby: Ordering = {
  id: 'rubygems',
  title: 'RubyGems versions',
  spec: 'https://docs.ruby-lang.org/en/master/Gem/Version.html',
  ecosystems: ['RubyGems'],
  valid: (version) =>
    /^[0-9]+(?:\.[0-9A-Za-z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/.test(version.trim()),
  compare: (a, b) =>
    compareLists(segments(a), segments(b), compareSegments, (left) => {
      const [first] = left.filter((one) => !/^0+$/.test(one));
      return first === undefined ? 0 : isNumeral(first) ? 1 : -1;
    }),
};

function compareSegments(a: string, b: string): number {
  const numerals = [isNumeral(a), isNumeral(b)];
  if (numerals[0] && numerals[1]) return compareNumerals(a, b);
  if (numerals[0] !== numerals[1]) return numerals[0] ? 1 : -1;
  return compareText(a, b);
}

/** Zeros at the end of the numbers, and at the end of what follows the first word, say nothing. */
function segments(version: string): string[] {
  const all =
    version
      .trim()
      .replaceAll('-', '.pre.')
      .match(/[0-9]+|[A-Za-z]+/g) ?? [];
  const word = all.findIndex((one) => !isNumeral(one));
  const numbers = word < 0 ? all : all.slice(0, word);
  return [...withoutZeros(numbers), ...withoutZeros(word < 0 ? [] : all.slice(word))];
}

function withoutZeros(list: readonly string[]): string[] {
  const last = list.findLastIndex((one) => !/^0+$/.test(one));
  return list.slice(0, last + 1);
}
