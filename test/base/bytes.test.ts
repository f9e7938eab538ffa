import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  concatBytes,
  copyBytes,
  decodeLatin1,
  decodeUtf8,
  decodeUtf8Lossy,
  encodeUtf8,
  equalBytes,
  fromHex,
  hasMagic,
  includesAscii,
  toHex,
} from '../../src/core/base/bytes.ts';

describe('bytes', () => {
  it('turns into hexadecimal and back', () => {
    expect(toHex(Uint8Array.of(0, 0x0f, 0xa0, 0xff))).toBe('000fa0ff');
    expect(fromHex('000Fa0fF')).toEqual(Uint8Array.of(0, 0x0f, 0xa0, 0xff));
    expect(fromHex('')).toEqual(new Uint8Array(0));
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect([...(fromHex(toHex(bytes)) ?? [])]).toEqual([...bytes]);
      }),
    );
  });

  it.each(['abc', '0g', '0x00', ' 00', '00\n', '٠٠'])('takes %j for no hexadecimal', (text) => {
    expect(fromHex(text)).toBeUndefined();
  });

  it('joins, compares and copies', () => {
    const parts = [Uint8Array.of(1), new Uint8Array(0), Uint8Array.of(2, 3)];
    expect(concatBytes(parts)).toEqual(Uint8Array.of(1, 2, 3));
    expect(concatBytes([])).toEqual(new Uint8Array(0));
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
    expect(equalBytes(Uint8Array.of(1), Uint8Array.of(1, 2))).toBe(false);
    const whole = Uint8Array.of(1, 2, 3, 4);
    const copy = copyBytes(whole.subarray(1, 3));
    whole[1] = 9;
    expect(copy).toEqual(Uint8Array.of(2, 3));
    expect(copy.buffer.byteLength).toBe(2);
  });

  it('knows a magic number at its offset, and not where the bytes end before it', () => {
    const tar = new Uint8Array(512);
    tar.set(encodeUtf8('ustar'), 257);
    expect(hasMagic(tar, 'ustar', 257)).toBe(true);
    expect(hasMagic(tar, 'ustar')).toBe(false);
    expect(hasMagic(tar.subarray(0, 260), 'ustar', 257)).toBe(false);
    expect(hasMagic(Uint8Array.of(0x1f, 0x8b, 8), [0x1f, 0x8b])).toBe(true);
    expect(hasMagic(Uint8Array.of(0x1f), [0x1f, 0x8b])).toBe(false);
  });

  it('reads UTF-8 strictly, in part, or one byte a character', () => {
    const bad = Uint8Array.of(0x68, 0xff, 0x69);
    expect(decodeUtf8(encodeUtf8('h€i'))).toBe('h€i');
    expect(decodeUtf8(bad)).toBeUndefined();
    expect(decodeUtf8Lossy(bad)).toBe('h\ufffdi');
    expect(decodeLatin1(bad)).toBe('hÿi');
    // A surrogate written as three bytes, and an overlong slash.
    expect(decodeUtf8(Uint8Array.of(0xed, 0xa0, 0x80))).toBeUndefined();
    expect(decodeUtf8(Uint8Array.of(0xc0, 0xaf))).toBeUndefined();
  });

  it.each([0, 1, 4095, 4096, 4097, 100_000])('decodes %i bytes, ASCII to the last or not', (length) => {
    const text = 'a\0\u007f'.repeat(length).slice(0, length);
    expect(decodeUtf8(encodeUtf8(text))).toBe(text);
    expect(decodeUtf8(encodeUtf8(`${text.slice(2)}é`))).toBe(`${text.slice(2)}é`);
    const bad = encodeUtf8(`${text}a`);
    bad[length] = 0x80;
    expect(decodeUtf8(bad)).toBeUndefined();
  });

  it('finds an ASCII text wherever it stands, as a search in the string does', () => {
    expect(includesAscii(encodeUtf8('{"a":1,"signature"'), '"signature"')).toBe(true);
    expect(includesAscii(encodeUtf8('{"signatur","signature'), '"signature"')).toBe(false);
    expect(includesAscii(new Uint8Array(), 'a')).toBe(false);
    const text = fc.stringMatching(/^[ab"]{0,40}$/);
    fc.assert(
      fc.property(text, fc.stringMatching(/^[ab"]{1,6}$/), (hay, needle) => {
        expect(includesAscii(encodeUtf8(hay), needle)).toBe(hay.includes(needle));
      }),
    );
  });

  it('keeps a byte order mark, so that text has as many bytes as it came from', () => {
    const marked = Uint8Array.of(0xef, 0xbb, 0xbf, 0x41);
    expect(decodeUtf8(marked)).toBe('\ufeffA');
    expect(decodeUtf8Lossy(marked)).toBe('\ufeffA');
  });
});
