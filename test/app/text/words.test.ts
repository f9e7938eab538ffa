import { expect, it } from 'vitest';
import { en } from '../../../src/app/text/en.ts';

function* wordsOf(value: unknown, path = 'en'): Generator<readonly [string, string]> {
  if (typeof value === 'string') yield [path, value];
  else if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) yield* wordsOf(part, `${path}.${key}`);
  }
}

it('no word on the screen shouts', () => {
  const loud = [...wordsOf(en)].filter(([, words]) => words.includes('!') || /\b[A-Z]{6,}\b/.test(words));
  expect(loud.filter(([path]) => !path.includes('absences'))).toEqual([]);
});

it('sentences are in sentence case: only their first word and names are capital', () => {
  const titled = [...wordsOf(en)].filter(([, words]) => /^([A-Z][a-z]+ ){2,}[A-Z][a-z]+$/.test(words));
  expect(titled).toEqual([]);
});
