import { expect, test } from 'vitest';
import { EntryFlag } from '../../src/core/model/entry-table.ts';
import { climbs } from '../../src/core/unpack/zip-name.ts';
import { buildZip, extraField, u32, unicodePathExtra, type ZipMember } from '../fixtures/zip.ts';
import { codes, faultOf, listZip } from '../fixtures/zip-read.ts';

const UTF8 = 0x800;

async function nameOf(member: ZipMember): Promise<{ path: string; raw: boolean; codes: string[] }> {
  const { entries, faults } = await listZip(buildZip([member]));
  const [entry] = entries;
  return {
    path: entry?.path ?? '',
    raw: ((entry?.flags ?? 0) & EntryFlag.rawName) !== 0,
    codes: codes(faults),
  };
}

test('UTF-8 is read as UTF-8 with bit 11 and without', async () => {
  expect(await nameOf({ name: 'naïve.txt', flags: UTF8 })).toEqual({
    path: 'naïve.txt',
    raw: false,
    codes: [],
  });
  expect(await nameOf({ name: 'naïve.txt' })).toEqual({ path: 'naïve.txt', raw: false, codes: [] });
});

test('bytes that are not UTF-8 are code page 437, unless bit 11 promised UTF-8', async () => {
  const bytes = Uint8Array.of(0x6e, 0x61, 0x8b, 0xff);
  expect(await nameOf({ name: bytes })).toEqual({ path: 'naï\u00a0', raw: true, codes: [] });
  expect(await nameOf({ name: bytes, flags: UTF8 })).toEqual({
    path: 'na\\x8b\\xff',
    raw: true,
    codes: ['zip.name-not-utf8'],
  });
});

test('a Unicode path field gives the name that the name field cannot', async () => {
  const name = Uint8Array.of(0x8f, 0x87);
  expect(await nameOf({ name, extra: unicodePathExtra('Łódź', name) })).toEqual({
    path: 'Łódź',
    raw: false,
    codes: [],
  });
});

test('a Unicode path field that contradicts a readable name is a fault', async () => {
  const member = { name: 'shown.txt', extra: unicodePathExtra('evil.exe', 'shown.txt') };
  expect(await nameOf(member)).toEqual({
    path: 'shown.txt',
    raw: false,
    codes: ['zip.unicode-path-differs'],
  });
  const { faults } = await listZip(buildZip([member]));
  expect(faultOf(faults, 'zip.unicode-path-differs')).toMatchObject({
    severity: 'error',
    entry: 'shown.txt',
    message:
      '"shown.txt" has a Unicode path field that calls it "evil.exe"; tools differ in which they use. The name in the central directory is shown.',
  });
});

test('a stale Unicode path field is ignored', async () => {
  const stale = extraField(0x7075, 1, u32(12345), new TextEncoder().encode('old.txt'));
  expect(await nameOf({ name: 'renamed.txt', extra: stale })).toEqual({
    path: 'renamed.txt',
    raw: false,
    codes: [],
  });
});

test.each([
  ['../up', '../up', 'zip.name-traversal'],
  ['a/../../up', 'a/../../up', 'zip.name-traversal'],
  ['..\\up', '..\\up', 'zip.name-traversal'],
  ['/etc/passwd', 'etc/passwd', 'zip.name-absolute'],
  ['C:/Windows', 'C:/Windows', 'zip.name-absolute'],
  ['a\\b', 'a\\b', 'zip.name-backslash'],
  ['a.txt\0.exe', 'a.txt\0.exe', 'zip.name-nul'],
  ['', '', 'zip.name-empty'],
])('%j is listed as %j with %s', async (name, path, code) => {
  const found = await nameOf({ name });
  expect(found.path).toBe(path);
  expect(found.codes).toContain(code);
});

test('a path that goes down before it goes up stays inside', () => {
  expect(['a/../b', 'a/b/../..', './a', '...'].map(climbs)).toEqual([false, false, false, false]);
  expect(['..', 'a/../..', './../a'].map(climbs)).toEqual([true, true, true]);
});

test('names of the JavaScript language are names like any other', async () => {
  const names = ['__proto__', 'constructor', 'toString', '__proto__/polluted'];
  const { entries, faults } = await listZip(buildZip(names.map((name) => ({ name }))));
  expect(entries.map(({ path }) => path)).toEqual(names);
  expect(faults).toEqual([]);
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});
