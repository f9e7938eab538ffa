import { expect, test } from 'vitest';
import { codes, numbers } from '../../src/core/sbom/number-column.ts';

test('holds any number of numbers, and gives them in a buffer of their own', () => {
  const column = numbers();
  for (let i = 0; i < 5000; i++) column.push(i * 1000);
  const out = column.column();
  expect(out).toHaveLength(5000);
  expect(out.buffer.byteLength).toBe(4 * 5000);
  expect(out[4999]).toBe(4_999_000);
  expect([column.length, column.at(4999), column.at(5000)]).toEqual([5000, 4_999_000, 0]);
});

test('gives them in another order', () => {
  const column = codes();
  for (const code of [7, 8, 9]) column.push(code);
  expect([...column.sorted(Uint32Array.of(2, 0, 1))]).toEqual([8, 9, 7]);
});

test('takes a whole list, each number moved on', () => {
  const column = numbers();
  for (let i = 0; i < 1000; i++) column.push(i);
  column.append(
    Uint32Array.from({ length: 3000 }, (_, i) => i),
    1000,
  );
  column.append([]);
  column.push(4000);
  expect(Array.from(column.column())).toEqual(Array.from({ length: 4001 }, (_, i) => i));
});
