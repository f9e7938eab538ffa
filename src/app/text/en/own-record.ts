import { formatCount, listed, plural } from '../format.ts';

/** A package held against its own record. */
export const ownRecord = {
  title: 'Its own record',
  held: (record: string) => `Held against ${record}.`,
  words: {
    proven: 'agrees with its own record',
    claimed: 'agrees with its own record',
    contradicted: 'not as recorded',
    missing: 'files are missing',
    'not-inspected': 'not compared',
  },
  partly: 'agrees with its own record as far as that goes',
  agrees: (count: number) => `${plural(count, 'file')} ${count === 1 ? 'is' : 'are'} as recorded.`,
  unread: (count: number) => `${plural(count, 'file')} could not be compared.`,
  weak: (algorithms: readonly string[]) =>
    `${listed(algorithms.map((one) => one.toUpperCase()))} ${algorithms.length === 1 ? 'is' : 'are'} weak: a file can be made to fit.`,
  limits: 'Whoever can change a file can change the record too.',
  groups: {
    changed: (count: number) => `Changed: ${formatCount(count)}`,
    extra: (count: number) => `Extra, in no record: ${formatCount(count)}`,
    missing: (count: number) => `Missing: ${formatCount(count)}`,
    unchecked: (count: number) => `Not checked, named without a digest: ${formatCount(count)}`,
    exempted: (count: number) => `Exempted: ${formatCount(count)} that may differ`,
  },
  more: (count: number) => `and ${formatCount(count)} more`,
} as const;
