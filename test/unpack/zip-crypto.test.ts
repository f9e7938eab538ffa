import { expect, test } from 'vitest';
import { BufferSource } from '../../src/core/base/byte-source.ts';
import type { Bytes } from '../../src/core/base/bytes.ts';
import type { Entry } from '../../src/core/model/entry-table.ts';
import { openEncrypted } from '../../src/core/unpack/zip-crypto.ts';
import { encryptedZip } from '../../src/core/unpack/zip-write.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { buildZip } from '../fixtures/zip.ts';
import { blobBytes, codes, listZip, readBack, readText, zipContext } from '../fixtures/zip-read.ts';

const DATE = new Date('2026-01-02T03:04:05Z');
const CIPHERS = ['aes-256', 'zipcrypto'] as const;
const CONTENT = new TextEncoder().encode('a hostile file, '.repeat(400));

async function onlyEntry(bytes: Bytes, password?: string): Promise<Entry> {
  const { entries } = await listZip(bytes, zipContext({}, password));
  const [entry] = entries;
  if (entry === undefined || entries.length !== 1) throw new Error('not one entry');
  return entry;
}

test.each(CIPHERS)('what was saved with %s is read back with its password', async (cipher) => {
  const bytes = await blobBytes(await encryptedZip('sample.bin', CONTENT, 'infected', DATE, cipher));
  const { faults } = await listZip(bytes, zipContext({}, 'infected'));
  expect(faults).toEqual([]);
  const entry = await onlyEntry(bytes, 'infected');
  expect(entry).toMatchObject({
    path: 'sample.bin',
    type: 'f',
    size: CONTENT.length,
    mtime: DATE.getTime() / 1000,
  });
  expect(await readBack(bytes, entry, 'infected')).toEqual({ bytes: CONTENT, faults: [], flags: 0 });
});

test.each(CIPHERS)('a wrong password of %s is a fault that names the member', async (cipher) => {
  // The traditional way accepts one wrong password in 256, by a random byte: of many, nearly all must be refused.
  let refused = 0;
  for (let i = 0; i < 8; i++) {
    const bytes = await blobBytes(
      await encryptedZip('sample.bin', CONTENT.subarray(0, 100), 'infected', DATE, cipher),
    );
    const { faults } = await readBack(bytes, await onlyEntry(bytes), `wrong ${i}`);
    expect(faults.length).toBeGreaterThan(0);
    if (faults[0]?.code === 'zip.password-wrong') {
      refused += 1;
      expect(faults[0]).toMatchObject({
        entry: 'sample.bin',
        message: 'The password does not open "sample.bin".',
      });
    } else
      expect(faults[0]?.message).toBe(
        'The content of "sample.bin" does not have the CRC-32 its header states. The password may be wrong.',
      );
  }
  expect(refused).toBeGreaterThan(5);
});

test('no password is a fault of its own', async () => {
  const bytes = await blobBytes(await encryptedZip('sample.bin', CONTENT, 'infected', DATE));
  expect(codes((await readBack(bytes, await onlyEntry(bytes), '')).faults)).toEqual(['zip.encrypted']);
});

test('changed AES data fail their authentication code, after what was read', async () => {
  const bytes = await blobBytes(await encryptedZip('sample.bin', new Uint8Array(1 << 20), 'infected', DATE));
  const last = bytes.length - 1000;
  bytes[last] = (bytes[last] ?? 0) ^ 1;
  const { bytes: kept, faults } = await readBack(bytes, await onlyEntry(bytes), 'infected');
  expect(codes(faults)).toEqual(['zip.authentication-failed']);
  expect(kept.length).toBeGreaterThan(1 << 18);
});

test('a step that does not fit the bytes is a fault', async () => {
  const bytes = buildZip([{ name: 'a', flags: 1, data: new Uint8Array(5), size: 0 }, { name: 'b' }]);
  const entry = (await listZip(bytes)).entries[0];
  if (entry === undefined) throw new Error('no entry');
  expect(codes((await readBack(bytes, entry, 'x')).faults)).toEqual(['zip.decrypt-failed']);
});

test('a stream that is left early leaves nothing behind', async () => {
  const bytes = await blobBytes(await encryptedZip('sample.bin', CONTENT, 'infected', DATE));
  const [step] = (await onlyEntry(bytes)).steps;
  if (step?.op !== 'unzip-encrypted') throw new Error('not encrypted');
  for await (const chunk of openEncrypted(new BufferSource(bytes), step, 'infected')) {
    expect(chunk.length).toBeGreaterThan(0);
    break;
  }
});

test('content can be saved from a stream, with a password that is not ASCII', async () => {
  const bytes = await blobBytes(
    await encryptedZip('s', new BufferSource(CONTENT).stream(), 'pässwörd', DATE),
  );
  expect(await readBack(bytes, await onlyEntry(bytes), 'pässwörd')).toMatchObject({
    bytes: CONTENT,
    faults: [],
  });
});

test('the same date gives the same headers, salt and data aside', async () => {
  const save = async (): Promise<Bytes> =>
    blobBytes(await encryptedZip('s', CONTENT.subarray(0, 9), 'p', DATE));
  const [one, two] = [await save(), await save()];
  expect(one.length).toBe(two.length);
  expect(one.subarray(0, 40)).toEqual(two.subarray(0, 40));
  expect(one.subarray(-60)).toEqual(two.subarray(-60));
});

test('a zip is not written with an empty password', async () => {
  await expect(encryptedZip('s', CONTENT, '', DATE)).rejects.toThrow('needs a password');
});

describeCorpus('encrypted zips by other tools', () => {
  const open = async (name: string, password: string): Promise<[string, number][]> => {
    const bytes = corpusBytes('hostile', 'libarchive', name);
    const { entries } = await listZip(bytes, zipContext({}, password));
    const out: [string, number][] = [];
    for (const entry of entries) {
      expect((await readBack(bytes, entry, password)).faults).toEqual([]);
      out.push([entry.path, (await readText(bytes, entry, password)).length]);
    }
    return out;
  };

  test('WinZip AES-256', async () => {
    expect(await open('test_read_format_zip_winzip_aes256.zip', 'password')).toEqual([['README', 6818]]);
  });

  test('traditional encryption', async () => {
    expect(await open('test_read_format_zip_traditional_encryption_data.zip', '12345678')).toEqual([
      ['bar.txt', 495],
      ['foo.txt', 495],
    ]);
  });
});
