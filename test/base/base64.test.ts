import { expect, test } from 'vitest';
import { fromBase64, toBase64 } from '../../src/core/base/base64.ts';

test('agrees with the platform on every length', () => {
  for (let length = 0; length < 70; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 37 + length) & 255);
    const text = Buffer.from(bytes).toString('base64');
    expect(toBase64(bytes)).toBe(text);
    expect(fromBase64(text)).toEqual(bytes);
    const url = Buffer.from(bytes).toString('base64url');
    expect(fromBase64(url, 'url', 'none')).toEqual(bytes);
  }
});

test.each([
  ['YQ', 'padding left out'],
  ['YQ=', 'padding incomplete'],
  ['YQ===', 'padding too long'],
  ['YR==', 'unused bits set'],
  ['YQ==\n', 'a line break'],
  ['Y Q=', 'a space'],
  ['YQ==YQ==', 'padding in the middle'],
  ['Y-_=', 'the other alphabet'],
  ['YQ!=', 'a character of neither alphabet'],
  ['\u0430Q==', 'a look-alike letter'],
])('refuses %j: %s', (text) => {
  expect(fromBase64(text)).toBeUndefined();
});
