import { expect, test } from 'vitest';
import { type Deb822Error, firstLine, parseDeb822 } from '../../src/core/catalog/deb822.ts';

function read(text: string) {
  const errors: Deb822Error[] = [];
  const stanzas = [...parseDeb822(text, (error) => errors.push(error))];
  return { stanzas: stanzas.map(({ line, fields }) => [line, Object.fromEntries(fields)]), errors };
}

test('paragraphs, continuation lines and comments', () => {
  const { stanzas, errors } = read(
    '# about\nPackage: a\r\nDescription: short\n long one\n .\n\n\nPackage:b\nX-Empty:\n',
  );
  expect(stanzas).toEqual([
    [2, { package: 'a', description: 'short\nlong one\n.' }],
    [8, { package: 'b', 'x-empty': '' }],
  ]);
  expect(errors).toEqual([]);
  expect(firstLine('short\nlong one')).toBe('short');
});

test('what is no field is told by line, and the rest is kept', () => {
  const { stanzas, errors } = read(
    ' floating\nPackage: a\nnonsense\n still\n-x: y\nPackage: again\nVersion: 1',
  );
  expect(stanzas).toEqual([[2, { package: 'a', version: '1' }]]);
  expect(errors).toEqual([
    { line: 1, what: 'not a field' },
    { line: 3, what: 'not a field' },
    { line: 5, what: 'not a field' },
    { line: 6, what: 'a field given twice' },
  ]);
});

test('a field called __proto__ is a field', () => {
  const [stanza] = parseDeb822('__proto__: x\nconstructor: y\n');
  expect([...(stanza?.fields ?? [])]).toEqual([
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ]);
});

test('a paragraph of ten thousand fields keeps a thousand', () => {
  const text = Array.from({ length: 10_000 }, (_, at) => `f${at}: x\n`).join('');
  const { stanzas, errors } = read(text);
  expect(Object.keys(stanzas[0]?.[1] ?? {})).toHaveLength(1000);
  expect(errors[0]).toEqual({ line: 1001, what: 'one field too many' });
});
