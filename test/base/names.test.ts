import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { displayName, hasInvisible, nameFromBytes, normalizePath } from '../../src/core/base/names.ts';

describe('names from bytes', () => {
  it('are text where they are UTF-8', () => {
    expect(nameFromBytes(encodeUtf8('größe/\\x.txt'))).toEqual({ text: 'größe/\\x.txt' });
  });

  it('show the bytes that are not UTF-8, and keep them', () => {
    const latin1 = Uint8Array.of(0x66, 0xfc, 0x72);
    expect(nameFromBytes(latin1)).toEqual({ text: 'f\\xfcr', raw: latin1 });
  });

  it('never read alike when they are not UTF-8 and differ', () => {
    expect(nameFromBytes(Uint8Array.of(0xff, 0xfc)).text).toBe('\\xff\\xfc');
    expect(nameFromBytes(Uint8Array.of(0xff, 0x5c, 0x78, 0x66, 0x63)).text).toBe('\\xff\\x5cxfc');
    const bytes = fc.array(fc.constantFrom(0x2f, 0x35, 0x5c, 0x63, 0x78, 0xff), { maxLength: 6 });
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        const [one, two] = [a, b].map((name) => nameFromBytes(Uint8Array.of(0xff, ...name)));
        expect(one?.text === two?.text).toBe(a.join() === b.join());
      }),
    );
  });

  it('keep their own copy of the bytes', () => {
    const buffer = Uint8Array.of(0xff, 0x41);
    const { raw } = nameFromBytes(buffer);
    buffer.fill(0);
    expect(raw).toEqual(Uint8Array.of(0xff, 0x41));
  });
});

describe('names as a person sees them', () => {
  it.each([
    ['a\tb\nc\rd\0e', 'a\\tb\\nc\\rd\\0e'],
    ['invoice\u202efdp.exe', 'invoice\\u202efdp.exe'],
    ['zero\u200bwidth', 'zero\\u200bwidth'],
    ['soft\u00adhyphen', 'soft\\u00adhyphen'],
    ['\ufeffmark', '\\ufeffmark'],
    ['tag\u{e0041}', 'tag\\u{e0041}'],
    ['lone\ud800', 'lone\\ud800'],
    ['\u2028line', '\\u2028line'],
    ['\u001b[31mred', '\\u001b[31mred'],
  ])('%j has what is not seen escaped', (name, shown) => {
    expect(hasInvisible(name)).toBe(true);
    expect(displayName(name)).toBe(shown);
    expect(hasInvisible(shown)).toBe(false);
  });

  it.each(['src/größe.txt', '日本語', 'a b', '🎉', 'ünïcode-é', 'back\\slash'])(
    '%j stays as it is',
    (name) => {
      expect(hasInvisible(name)).toBe(false);
      expect(displayName(name)).toBe(name);
    },
  );

  it('are judged the same each time they are asked about', () => {
    expect([1, 2, 3].map(() => hasInvisible('a\u200bb'))).toEqual([true, true, true]);
  });
});

describe('paths', () => {
  it.each([
    ['./usr/bin', 'usr/bin'],
    ['/etc/passwd', 'etc/passwd'],
    ['a//b/./c/', 'a/b/c'],
    ['././.', ''],
    ['', ''],
    ['/', ''],
    ['../up', '../up'],
    ['a/../b', 'a/../b'],
    ['./../x', '../x'],
    ['...', '...'],
    ['.hidden/.a', '.hidden/.a'],
    ['a/b.', 'a/b.'],
    ['plain', 'plain'],
  ])('%j is %j', (path, normal) => {
    expect(normalizePath(path)).toBe(normal);
    expect(normalizePath(normal)).toBe(normal);
  });
});
