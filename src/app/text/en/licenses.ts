import { formatCount, listed, plural } from '../format.ts';

/** License texts of a component against what it declares. */
export const licenses = {
  title: 'Licence texts',
  words: {
    agrees: 'text and declaration agree',
    disagrees: 'the text is another licence',
    unrecognized: 'cannot be compared',
    'text-only': 'a text, nothing declared',
    'declared-only': 'declared, no text',
    nothing: 'neither',
  },
  sentences: {
    agrees: 'What is declared stands in its files, word for word.',
    disagrees: 'None of the texts in its files is what it declares. Ask its makers which one holds.',
    unrecognized:
      'What it declares and what its files hold cannot be held against each other: one of them is not worded as SPDX lists it.',
    'text-only': 'It declares no licence; its files hold or name one.',
    'declared-only': 'It declares a licence, and none of its files holds the text.',
    nothing: 'It declares no licence.',
  },
  declared: (names: readonly string[]) => `Declared: ${names.join('; ')}.`,
  others: (names: readonly string[]) => `In its files and not declared: ${listed(names)}.`,
  text: (names: readonly string[]) => `Holds the text of ${listed(names)}.`,
  stated: (names: readonly string[]) => `Names ${listed(names)}.`,
  rest: (words: number) => `${plural(words, 'other word')}.`,
  more: (count: number) => `and ${formatCount(count)} more`,
  limits: 'Only texts that stand there word for word are named. This is no legal advice.',
} as const;
