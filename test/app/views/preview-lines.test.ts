import { describe, expect, it } from 'vitest';
import { hexLines, textLines } from '../../../src/app/views/files/preview-lines.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a dump', () => {
  it('has offset, bytes and letters', () => {
    expect(hexLines(bytes('PK\x03\x04 local file header'), 0)).toEqual([
      {
        offset: '00000000',
        hex: '50 4b 03 04 20 6c 6f 63  61 6c 20 66 69 6c 65 20',
        text: 'PK.. local file ',
      },
      {
        offset: '00000010',
        hex: '68 65 61 64 65 72                              '.padEnd(48),
        text: 'header',
      },
    ]);
  });

  it('counts from where its window begins', () => {
    expect(hexLines(new Uint8Array(1), 0x1_0000)[0]?.offset).toBe('00010000');
    expect(hexLines(new Uint8Array(1), 2 ** 36)[0]?.offset).toBe('1000000000');
  });
});

describe('a text', () => {
  it('is split at line ends of both kinds; the last one ends nothing', () => {
    expect(textLines(bytes('a\r\nb\n\nc\n'))).toEqual(['a', 'b', '', 'c']);
  });

  it('keeps tabs and shows what reorders or hides text', () => {
    expect(textLines(bytes('\tif (admin\u202e\u2066) {'))).toEqual(['\tif (admin\\u202e\\u2066) {']);
    expect(textLines(bytes('\ufeffx\0'))).toEqual(['\\ufeffx\\0']);
  });
});
