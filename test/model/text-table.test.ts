import { expect, test } from 'vitest';
import { TextTableBuilder, textAt } from '../../src/core/model/text-table.ts';

function kept(texts: readonly string[]) {
  const builder = new TextTableBuilder();
  const numbers = texts.map((text) => builder.append(text));
  const columns = builder.columns();
  return { columns, read: numbers.map((number) => textAt(columns, number)) };
}

test('gives back every text, the few wide ones among many narrow ones too', () => {
  const texts = Array.from({ length: 50 }, (_, i) =>
    i === 7 ? 'Łukasz “x” 🙂' : i === 8 ? 'é' : `text ${i}`,
  );
  const { columns, read } = kept(texts);
  expect(read).toEqual(texts);
  expect([...columns.wide.values()]).toEqual(['Łukasz “x” 🙂']);
  // One character of two bytes would make all of them so.
  expect(/[^\0-\xff]/.test(columns.text)).toBe(false);
});

test('keeps all together where many are wide', () => {
  const texts = Array.from({ length: 50 }, (_, i) => `文 ${i}`);
  const { columns, read } = kept(texts);
  expect(read).toEqual(texts);
  expect(columns.wide.size).toBe(0);
});

test('an absent or empty text is number 0, and the same text that is added twice has one number', () => {
  const builder = new TextTableBuilder();
  expect([builder.add(undefined), builder.add(''), builder.append('')]).toEqual([0, 0, 0]);
  expect(builder.add('a')).toBe(builder.add('a'));
  expect(textAt(builder.columns(), 0)).toBe('');
});
