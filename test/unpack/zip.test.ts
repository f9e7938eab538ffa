import { expect, test } from 'vitest';
import { BufferSource } from '../../src/core/base/byte-source.ts';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { EntryFlag } from '../../src/core/model/entry-table.ts';
import { zip } from '../../src/core/unpack/zip.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { bzip2Stream } from '../fixtures/bzip2.ts';
import { xzStream } from '../fixtures/xz.ts';
import { buildZip, descriptor, extraField, fieldsOf, u32, unixMode, zip64Extra } from '../fixtures/zip.ts';
import { codes, faultOf, listZip, readText, zipContext } from '../fixtures/zip-read.ts';
import { zstdStored } from '../fixtures/zstd-stored.ts';

test('lists stored and deflated members with the way to their content', async () => {
  const bytes = buildZip([
    { name: 'plain.txt', content: 'as it is' },
    { name: 'packed.txt', content: 'again '.repeat(100), method: 8 },
  ]);
  const { entries, faults, complete } = await listZip(bytes);
  expect(faults).toEqual([]);
  expect(complete).toBe(true);
  expect(entries.map(({ path, size, steps }) => [path, size, steps.map((step) => step.op)])).toEqual([
    ['plain.txt', 8, ['slice']],
    ['packed.txt', 600, ['slice', 'decode']],
  ]);
  expect(entries[0]?.steps).toEqual([{ op: 'slice', start: 39, end: 47, name: 'plain.txt' }]);
  expect(await readText(bytes, entries[1])).toBe('again '.repeat(100));
});

test('an empty archive has no members and no faults', async () => {
  expect(await listZip(buildZip([]))).toEqual({ entries: [], faults: [], complete: true });
});

test('types and modes come from the unix half of the attributes, else from DOS and the name', async () => {
  const { entries } = await listZip(
    buildZip([
      { name: 'bin/tool', externalAttributes: unixMode(0o104755) },
      { name: 'empty/', externalAttributes: 0x10 },
      { name: 'dos-directory', externalAttributes: 0x10 },
      { name: 'pipe', externalAttributes: unixMode(0o010600) },
      { name: 'unknown.txt' },
    ]),
  );
  expect(entries.map(({ path, type, mode }) => [path, type, mode.toString(8)])).toEqual([
    ['bin/tool', 'f', '4755'],
    ['empty', 'd', '0'],
    ['dos-directory', 'd', '0'],
    ['pipe', 'p', '600'],
    ['unknown.txt', 'f', '0'],
  ]);
  expect(entries[1]?.steps).toEqual([]);
});

test('data in a directory are reported and can be read', async () => {
  const bytes = buildZip([{ name: 'dir/', content: 'not empty' }]);
  const { entries, faults } = await listZip(bytes);
  expect(await readText(bytes, entries[0])).toBe('not empty');
  expect(faultOf(faults, 'zip.directory-with-data').message).toBe(
    '"dir" is a directory to tools, yet it holds 9 bytes.',
  );
});

test('a symbolic link is listed with its target, stored or deflated', async () => {
  const link = { externalAttributes: unixMode(0o120777) };
  const { entries, faults } = await listZip(
    buildZip([
      { name: 'lib/a.so', content: 'a.so.1', ...link },
      { name: 'lib/b.so', content: '../lib/b.so.1', method: 8, ...link },
      // Declares five bytes and holds many: what it is cannot be told, and is not waited for.
      { name: 'lib/c.so', content: 'x'.repeat(4000), method: 8, size: 5, ...link },
    ]),
  );
  expect(entries.map(({ type, link }) => [type, link])).toEqual([
    ['l', 'a.so.1'],
    ['l', '../lib/b.so.1'],
    ['l', undefined],
  ]);
  expect(codes(faults)).toEqual([]);
});

test('a symbolic link that leads out of the archive is reported', async () => {
  const link = { externalAttributes: unixMode(0o120777) };
  const { faults } = await listZip(
    buildZip([
      { name: 'a', content: '/etc/passwd', ...link },
      { name: 'deep/b', content: '../../c', ...link },
      { name: 'deep/d', content: '../e', ...link },
    ]),
  );
  expect(faults.map(({ code, entry }) => [code, entry])).toEqual([
    ['zip.link-escapes', 'a'],
    ['zip.link-escapes', 'deep/b'],
  ]);
});

test('a time comes from the extended timestamp, else from NTFS, else from DOS as UTC', async () => {
  const seconds = 1_700_000_001;
  const ntfs = BigInt(seconds + 11_644_473_600) * 10_000_000n;
  const u64 = (value: bigint): Uint8Array => new Uint8Array(BigUint64Array.of(value).buffer);
  const { entries } = await listZip(
    buildZip([
      { name: 'extended', extra: extraField(0x5455, 1, u32(seconds)) },
      { name: 'ntfs', extra: extraField(0x000a, u32(0), 1, 0, 24, 0, u64(ntfs), u64(0n), u64(0n)) },
      { name: 'dos', dosTime: (((46 << 9) | (2 << 5) | 3) << 16) | (4 << 11) | (5 << 5) | 3 },
      { name: 'no date', dosTime: 0 },
    ]),
  );
  expect(entries.map((entry) => entry.mtime)).toEqual([
    seconds,
    seconds,
    Date.UTC(2026, 1, 3, 4, 5, 6) / 1000,
    0,
  ]);
});

test('owners come from the Info-ZIP field', async () => {
  const extra = extraField(0x7875, 1, 4, u32(1000), 2, 100, 0);
  const { entries } = await listZip(buildZip([{ name: 'a', extra }]));
  expect([entries[0]?.uid, entries[0]?.gid]).toEqual([1000, 100]);
});

test('sizes and counts may be in zip64 records', async () => {
  const { packedSize, size } = fieldsOf({ name: 'a', content: 'wide' });
  const central = { packedSize: 0xffffffff, size: 0xffffffff, extra: zip64Extra(size, packedSize) };
  const bytes = buildZip([{ name: 'a', content: 'wide', central }], { zip64: true });
  const { entries, faults } = await listZip(bytes);
  expect(faults).toEqual([]);
  expect(await readText(bytes, entries[0])).toBe('wide');
});

test('sizes may follow the data, in any of the four forms of a descriptor', async () => {
  const of = (form: { signature?: boolean; wide?: boolean }): Uint8Array =>
    descriptor(fieldsOf({ name: '', content: 'later' }), form);
  const forms = [
    true as const,
    of({ signature: false }),
    of({ wide: true }),
    of({ signature: false, wide: true }),
  ];
  const bytes = buildZip(forms.map((form, i) => ({ name: `${i}`, content: 'later', descriptor: form })));
  const { entries, faults } = await listZip(bytes);
  expect(faults).toEqual([]);
  expect(await readText(bytes, entries[3])).toBe('later');
});

test('offsets may be counted from behind a prefix or from the start of the file', async () => {
  for (const relative of [true, false]) {
    const bytes = buildZip([{ name: 'a', content: 'inside' }], {
      prefix: encodeUtf8('#!/bin/sh\n'),
      relative,
    });
    const { entries, faults } = await listZip(bytes);
    expect(codes(faults)).toEqual(['zip.prefix']);
    expect(await readText(bytes, entries[0])).toBe('inside');
  }
});

test('what is in the header but not supported is listed, named and not inspected', async () => {
  const { entries, faults } = await listZip(
    buildZip([14, 9, 77].map((method) => ({ name: `${method}`, method, data: Uint8Array.of(1) }))),
  );
  expect(entries.every(({ flags, steps }) => flags === EntryFlag.notInspected && steps.length === 0)).toBe(
    true,
  );
  expect(faults.map(({ message }) => /method \d+( \([^)]*\))?/.exec(message)?.[0])).toEqual([
    'method 14 (LZMA)',
    'method 9 (deflate64)',
    'method 77',
  ]);
});

test('members compressed by bzip2, zstd and xz are read', async () => {
  const content = encodeUtf8('inside inside inside');
  const packed: [number, Uint8Array][] = [
    [12, bzip2Stream(content)],
    [93, zstdStored(content)],
    [95, xzStream(content)],
  ];
  const bytes = buildZip(packed.map(([method, data]) => ({ name: `${method}`, method, data, content })));
  const { entries, faults } = await listZip(bytes);
  expect(codes(faults)).toEqual([]);
  for (const entry of entries) expect(await readText(bytes, entry)).toBe('inside inside inside');
});

test('an encrypted member is listed and waits for a password', async () => {
  const bytes = buildZip([{ name: 'a', flags: 1, data: new Uint8Array(20), size: 8 }, { name: 'b' }]);
  const { entries, faults } = await listZip(bytes);
  expect(entries.map(({ flags }) => flags)).toEqual([EntryFlag.encrypted | EntryFlag.notInspected, 0]);
  expect(faultOf(faults, 'zip.encrypted').message).toBe(
    '"a" is encrypted and not inspected until a password is given; "infected" is a common one.',
  );
  const open = await listZip(bytes, zipContext({}, 'infected'));
  expect(open.faults).toEqual([]);
  expect(open.entries[0]?.flags).toBe(EntryFlag.encrypted);
});

test('strong encryption is named as what it is', async () => {
  const { faults } = await listZip(buildZip([{ name: 'a', flags: 0x41, data: new Uint8Array(20) }]));
  expect(codes(faults)).toEqual(['zip.encryption-unsupported']);
});

test('listing stops at the most entries an archive or a case may have', async () => {
  const members = Array.from({ length: 5 }, (_, i) => ({ name: `${i}` }));
  expect((await listZip(buildZip(members), zipContext({ entriesPerArchive: 5 }))).complete).toBe(true);
  const { entries, faults, complete } = await listZip(
    buildZip(members),
    zipContext({ entriesPerArchive: 4 }),
  );
  expect(entries).toHaveLength(4);
  expect(complete).toBe(false);
  expect(codes(faults)).toEqual(['limit.entries-per-archive']);
  const fromCase = await listZip(buildZip(members), zipContext({ entriesPerCase: 3 }));
  expect(fromCase.entries).toHaveLength(3);
  expect(codes(fromCase.faults)).toContain('limit.entries-per-case');
});

test('a name or a depth over the limit is shown cut and not inspected', async () => {
  const { entries, faults } = await listZip(
    buildZip([{ name: 'n'.repeat(20) }, { name: 'a/b/c/d' }, { name: 'a/b/c' }]),
    zipContext({ path: 10, pathSegments: 3 }),
  );
  expect(entries.map(({ path, flags }) => [path, flags])).toEqual([
    ['n'.repeat(10), EntryFlag.notInspected],
    ['a/b/c', EntryFlag.notInspected | EntryFlag.shadowed],
    ['a/b/c', 0],
  ]);
  expect(codes(faults)).toEqual(['limit.path', 'limit.path-segments', 'zip.duplicate']);
});

test('memory counted while listing is given back', async () => {
  const context = zipContext();
  await zip.list(new BufferSource(buildZip([{ name: 'a' }])), context);
  expect(context.budget.used('held')).toBe(0);
  const tight = await listZip(buildZip([{ name: 'a' }, { name: 'b' }]), zipContext({ heldPerCase: 700 }));
  expect(tight.entries).toHaveLength(1);
  expect(codes(tight.faults)).toContain('limit.held-per-case');
});

test('an aborted listing throws the reason', async () => {
  const aborted = AbortSignal.abort(new Error('cancelled'));
  const source = new BufferSource(buildZip([{ name: 'a' }]));
  await expect(zip.list(source, { ...zipContext(), signal: aborted })).rejects.toThrow('cancelled');
});

test('local headers that lie close together are read in few reads', async () => {
  class Counting extends BufferSource {
    reads = 0;
    override bytes(start: number, end: number): ReturnType<BufferSource['bytes']> {
      this.reads += 1;
      return super.bytes(start, end);
    }
  }
  const source = new Counting(
    buildZip(Array.from({ length: 5000 }, (_, i) => ({ name: `n${i}`, content: 'x' }))),
  );
  const { entries } = await zip.list(source, zipContext());
  expect(entries).toHaveLength(5000);
  expect(source.reads).toBeLessThan(10);
});

describeCorpus('packages that are zips', () => {
  test.each([
    ['requests-2.28.1-py3-none-any.whl', 21],
    ['corpus-app.jar', 9],
    ['log4j-core.jar', 1247],
    ['corpus.0.1.0.nupkg', 3],
    ['zip64-stream.zip', 1],
  ])('%s lists %i members and nothing odd', async (name, members) => {
    const { entries, faults, complete } = await listZip(corpusBytes('container', 'plain', name));
    expect(entries).toHaveLength(members);
    expect(faults).toEqual([]);
    expect(complete).toBe(true);
  });

  test('a wheel whose local header has another name says so', async () => {
    const bytes = corpusBytes('container', 'plain', 'zip-local-name-differs.whl');
    const { entries, faults } = await listZip(bytes);
    expect(entries[0]?.path).toBe('requests/__init__.py');
    expect(
      faults.map(({ code, severity, offset, message }) => ({ code, severity, offset, message })),
    ).toEqual([
      {
        code: 'zip.local-name-differs',
        severity: 'error',
        offset: 0,
        message:
          'The central directory calls this member "requests/__init__.py", its local header "requests/__evil__.py". Tools that believe the one or the other see different files; the central directory is shown.',
      },
    ]);
  });

  test('a member of a zip64 stream reads in full', async () => {
    const bytes = corpusBytes('container', 'plain', 'zip64-stream.zip');
    const { entries } = await listZip(bytes);
    expect((await readText(bytes, entries[0])).length).toBe(2900);
  });
});
