import { expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { buildZip, descriptor, extraField, fieldsOf, type ZipMember, zip64Extra } from '../fixtures/zip.ts';
import { codes, faultOf, listZip, readText } from '../fixtures/zip-read.ts';

/** Faults of an archive of two members, the second as given. */
async function faultsOf(member: Partial<ZipMember>): Promise<string[]> {
  const { faults } = await listZip(
    buildZip([{ name: 'first' }, { name: 'member', content: 'content', ...member }]),
  );
  for (const found of faults) expect(found).toMatchObject({ offset: expect.any(Number) });
  return faults.map(({ code, severity }) => `${code} ${severity}`);
}

test('headers that agree give no fault', async () => {
  expect(await faultsOf({})).toEqual([]);
});

test.each<[string, Partial<ZipMember>, string]>([
  ['name', { local: { name: 'mumber' } }, 'zip.local-name-differs error'],
  ['method', { method: 8, local: { method: 0 } }, 'zip.local-method-differs error'],
  ['encryption bit', { local: { flags: 1 } }, 'zip.local-flags-differ error'],
  ['UTF-8 bit', { local: { flags: 0x800 } }, 'zip.local-flags-differ warning'],
  ['size', { local: { size: 6 } }, 'zip.local-size-differs error'],
  ['stored size', { local: { packedSize: 6 } }, 'zip.local-size-differs error'],
  ['size left out without bit 3', { local: { size: 0, packedSize: 0 } }, 'zip.local-size-differs error'],
  ['CRC-32', { local: { crc32: 1 } }, 'zip.local-crc-differs error'],
])('a local header with another %s is a fault', async (_, member, expected) => {
  expect(await faultsOf(member)).toEqual([expected]);
});

test('the sentence names both sides and says which one is shown', async () => {
  const { entries, faults } = await listZip(buildZip([{ name: 'README.md', local: { name: 'setup.py!' } }]));
  expect(entries[0]?.path).toBe('README.md');
  expect(faultOf(faults, 'zip.local-name-differs').message).toBe(
    'The central directory calls this member "README.md", its local header "setup.py!". Tools that believe the one or the other see different files; the central directory is shown.',
  );
});

test('different AES parameters of an encrypted member are a fault', async () => {
  const aes = (strength: number): Uint8Array => extraField(0x9901, 2, 0, 0x41, 0x45, strength, 0, 0);
  const encrypted = { flags: 1, method: 99, data: new Uint8Array(40), extra: aes(3) };
  expect(await faultsOf({ ...encrypted, local: { extra: aes(1) } })).toEqual([
    'zip.local-encryption-differs error',
    'zip.encrypted error',
  ]);
});

test('with bit 3 the local header may state sizes or leave them to the descriptor', async () => {
  const { crc32, packedSize, size } = fieldsOf({ name: '', content: 'content' });
  expect(await faultsOf({ descriptor: true })).toEqual([]);
  expect(await faultsOf({ descriptor: true, local: { crc32, packedSize, size } })).toEqual([]);
  expect(await faultsOf({ descriptor: true, local: { size: 1 } })).toEqual(['zip.local-size-differs error']);
});

test('a descriptor that says something else is a fault, and so is none', async () => {
  const fields = fieldsOf({ name: '', content: 'content' });
  expect(await faultsOf({ descriptor: descriptor({ ...fields, size: 1 }) })).toEqual([
    'zip.descriptor-differs error',
  ]);
  expect(await faultsOf({ descriptor: new Uint8Array(0) })).toEqual(['zip.descriptor-missing warning']);
  expect(await faultsOf({ descriptor: new Uint8Array(0), content: '' })).toEqual([
    'zip.descriptor-missing info',
  ]);
});

test('a zip64 field too short for what points to it leaves the member uninspected', async () => {
  const wide = { size: 0xffffffff, packedSize: 0xffffffff };
  const found = await faultsOf({ central: { ...wide, extra: zip64Extra(7) } });
  expect(found).toContain('zip.zip64-short error');
});

test('zip64 sizes larger than the file are refused before anything is read', async () => {
  const wide = { size: 0xffffffff, packedSize: 0xffffffff, extra: zip64Extra(2n ** 62n, 2n ** 62n) };
  const { entries, faults } = await listZip(buildZip([{ name: 'a', content: 'content', central: wide }]));
  expect(entries[0]?.steps).toEqual([]);
  expect(faultOf(faults, 'zip.out-of-range').message).toMatch(
    /^The data of "a" should end at byte 4,611,686,/,
  );
});

test('a header that is not where the directory puts it is a fault', async () => {
  expect(await faultsOf({ central: { offset: 3 } })).toContain('zip.local-missing error');
  expect(await faultsOf({ central: { offset: 1e6 } })).toContain('zip.out-of-range error');
});

test('an extra field that runs past its header is a fault, padding is none', async () => {
  const cut = extraField(0x5455, 1, encodeUtf8('time')).subarray(0, 6);
  expect(await faultsOf({ extra: cut })).toEqual(['zip.extra-damaged warning']);
  expect(await faultsOf({ extra: new Uint8Array(3) })).toEqual([]);
});

test('a stored member with two sizes is a fault', async () => {
  expect(await faultsOf({ size: 3 })).toEqual(['zip.stored-size-differs error']);
});

test('a member on another disk is listed and not inspected', async () => {
  expect(await faultsOf({ disk: 4 })).toEqual(['zip.multi-disk error']);
});

test('what the central directory says is what is read', async () => {
  const bytes = buildZip([{ name: 'a', content: 'content', local: { size: 3, crc32: 9, name: 'b' } }]);
  const { entries } = await listZip(bytes);
  expect(await readText(bytes, entries[0])).toBe('content');
});

test('of a fault in very many members some are told and the rest counted', async () => {
  const members = Array.from({ length: 500 }, (_, i) => ({ name: `${i}`, local: { crc32: 1 } }));
  const { faults } = await listZip(buildZip(members));
  expect(codes(faults)).toEqual(Array(11).fill('zip.local-crc-differs'));
  expect(faults.at(-1)).toMatchObject({
    entry: '499',
    message: expect.stringMatching(/^The same is true 490 more times/),
  });
});
