import { expect, test } from 'vitest';
import { readJson } from '../../src/core/base/json.ts';
import { isJsonObject, own, ownObject, ownText, pointerSegment } from '../../src/core/base/json-shape.ts';
import { linesOf } from '../../src/core/base/lines.ts';

test('a string of five million escapes is read, not piled up', () => {
  const read = readJson(`"${'\\n'.repeat(5_000_000)}"`);
  expect(read.ok && String(read.value.value).length).toBe(5_000_000);
});

test('of a key given a thousand times, the first hundred repeats are told', () => {
  const read = readJson(`{${'"a":1,'.repeat(1000)}"b":2}`);
  expect(read.ok && read.value.duplicates.length).toBe(100);
});

test('the offset of a fault counts bytes, the mark included', () => {
  const read = readJson(new TextEncoder().encode('\ufeff{"ä" 1}'));
  expect(!read.ok && [read.error.message, read.error.offset]).toEqual([
    'This is not JSON: at character 5, a colon was expected.',
    9,
  ]);
});

test('properties are read from the object, never from its prototype', () => {
  const value: unknown = JSON.parse('{"__proto__": {"name": "evil"}, "version": 1, "list": []}');
  if (!isJsonObject(value)) throw new Error('not an object');
  expect([own(value, 'name'), own(value, 'constructor'), ownText(value, 'version')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(ownObject(value, 'toString')).toEqual({});
  expect([isJsonObject([]), isJsonObject(null), isJsonObject('x')]).toEqual([false, false, false]);
});

test('a pointer segment escapes what a pointer uses', () => {
  expect(pointerSegment('node_modules/@a/~b')).toBe('/node_modules~1@a~1~0b');
  expect(pointerSegment(0)).toBe('/0');
});

test('lines come one by one, whatever ends them', () => {
  expect([...linesOf('a\r\nb\n\nc')]).toEqual(['a', 'b', '', 'c']);
  expect([...linesOf('')]).toEqual(['']);
  expect([...linesOf('\r\n')]).toEqual(['', '']);
});
