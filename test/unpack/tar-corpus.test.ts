import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { BufferSource } from '../../src/core/base/byte-source.ts';
import type { Bytes } from '../../src/core/base/bytes.ts';
import { openSteps } from '../../src/core/unpack/open-ref.ts';
import { tar } from '../../src/core/unpack/tar.ts';
import { corpusBytes, corpusPath, describeCorpus, hasCorpus } from '../corpus.ts';
import { contextWith, line, listed, streamed } from '../fixtures/unpacking.ts';

interface Row {
  readonly path: string;
  readonly expect: 'error' | 'partial' | 'limit' | 'warn' | 'inert' | 'valid';
}

const manifest: readonly Row[] = hasCorpus
  ? JSON.parse(corpusBytesText('hostile', 'gen', 'manifest.json'))
  : [];

function corpusBytesText(...path: string[]): string {
  return new TextDecoder().decode(corpusBytes(...path));
}

function open(...path: string[]): Bytes {
  const bytes = corpusBytes('hostile', ...path);
  return path.at(-1)?.endsWith('.gz') === true ? new Uint8Array(gunzipSync(bytes)) : bytes;
}

/** Both readers over one archive: they must agree, and every fault must say where. */
async function read(bytes: Bytes) {
  const stream = streamed(tar, bytes);
  const listing = await listed(tar, bytes);
  const ofBoth = ({ code }: { code: string }): boolean =>
    !code.startsWith('limit.hashed') && !code.includes('expan');
  expect(listing.faults.filter(ofBoth)).toEqual(stream.faults.filter(ofBoth));
  expect(listing.entries.map(line)).toEqual(stream.members.map(({ entry }) => line(entry)));
  for (const { offset } of stream.faults) expect(offset).toBeTypeOf('number');
  const severities = new Set(stream.faults.map(({ severity }) => severity));
  return {
    stream,
    lines: listing.entries.map(line),
    codes: stream.faults.map(({ code }) => code),
    severities,
    complete: stream.complete,
  };
}

describeCorpus('hostile/gen/tar: every row has the outcome that its manifest expects', () => {
  /** Rows whose danger lies with who follows the names, not with the reader of the archive. */
  const beyondReading = new Set(['symlink-chain.tar']);
  const rows = manifest.filter(({ path }) => path.startsWith('gen/tar/'));

  test.each(rows)('$path: $expect', async ({ path, expect: outcome }) => {
    const { severities, codes, complete, lines } = await read(open(...path.split('/')));
    const name = path.split('/').at(-1) ?? '';
    switch (outcome) {
      case 'error':
        expect(lines).toEqual([]);
        expect(complete).toBe(false);
        expect(severities).toContain('error');
        return;
      case 'partial':
        expect(complete).toBe(false);
        expect(severities).toContain('error');
        expect(lines.length).toBeGreaterThan(0);
        return;
      case 'limit':
        expect(codes.filter((code) => code.startsWith('limit.'))).toHaveLength(1);
        return;
      case 'warn':
        expect(complete).toBe(true);
        if (!beyondReading.has(name)) expect(severities).toContain('warning');
        return;
      case 'inert':
      case 'valid':
        expect(complete).toBe(true);
        expect(severities).not.toContain('error');
        expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    }
  });
});

describeCorpus('hostile/go-tar: names, sizes and faults', () => {
  const long = 'longname/'.repeat(15);
  const deep = `a/${Array.from({ length: 100 }, (_, i) => i + 1).join('')}`;

  test.each([
    ['file-and-dir.tar', ['f 0000 5 small.txt', 'd 0000 0 dir'], []],
    ['gnu-long-nul.tar', ['f 0644 0 0123456789'], []],
    [
      'gnu-multi-hdrs.tar',
      ['l 0000 0 GNU2/GNU2/long-path-name -> GNU4/GNU4/long-linkpath-name'],
      ['tar.repeated-record', 'tar.no-end'],
    ],
    ['gnu-nil-sparse-data.tar', ['f 0000 1000 sparse.db'], []],
    ['gnu-nil-sparse-hole.tar', ['f 0000 1000 sparse.db'], []],
    ['gnu-not-utf8.tar', ['f 0644 0 hi\\x80\\x81\\x82\\x83bye'], []],
    ['gnu-sparse-big.tar', ['f 0000 60000000000 gnu-sparse'], ['limit.hashed-per-entry']],
    ['gnu-utf8.tar', [`f 0644 0 ${'☺☻☹'.repeat(18)}`], []],
    ['gnu.tar', ['f 0640 5 small.txt', 'f 0640 11 small2.txt'], []],
    ['hardlink.tar', ['f 0644 15 file.txt', 'h 0644 0 hard.txt -> file.txt'], []],
    ['nil-uid.tar', ['f 0664 14 P1050238.JPG.log'], ['tar.no-end']],
    ['pax-bad-mtime-file.tar', ['f 0640 684 foo'], ['tar.pax.value', 'tar.no-end']],
    [
      'pax-global-records.tar',
      ['global1', 'file2', 'file3', 'file4'].map((name) => `f 0000 0 ${name}`),
      ['tar.pax.global'],
    ],
    [
      'pax-multi-hdrs.tar',
      ['l 0000 0 PAX2/PAX2/long-path-name -> PAX4/PAX4/long-linkpath-name'],
      ['tar.repeated-record', 'tar.no-end'],
    ],
    ['pax-nil-sparse-data.tar', ['f 0000 1000 sparse.db'], []],
    ['pax-nil-sparse-hole.tar', ['f 0000 1000 sparse.db'], []],
    ['pax-path-hdr.tar', [], ['tar.orphan-record', 'tar.no-end']],
    ['pax-records.tar', ['f 0000 0 file'], []],
    ['pax-sparse-big.tar', ['f 0000 60000000000 pax-sparse'], ['limit.hashed-per-entry']],
    ['pax.tar', [`f 0664 7 ${deep}`, `l 0777 0 a/b -> ${deep.slice(2)}`], []],
    [
      'sparse-formats.tar',
      ['gnu', 'posix-0.0', 'posix-0.1', 'posix-1.0']
        .map((form) => `f 0644 200 sparse-${form}`)
        .concat('f 0644 4 end'),
      [],
    ],
    ['star.tar', ['f 0640 5 small.txt', 'f 0640 11 small2.txt'], []],
    ['trailing-slash.tar', [`d 0000 0 ${'123456789/'.repeat(30).slice(0, -1)}`], []],
    ['ustar-file-devs.tar', ['f 0644 0 file'], []],
    ['ustar.tar', [`f 0644 6 ${long}file.txt`], []],
    ['v7.tar', ['f 0444 5 small.txt', 'f 0444 11 small2.txt'], []],
    ['writer-big.tar', ['f 0640 17179869184 tmp/16gig.txt'], ['tar.truncated']],
    ['writer-big-long.tar', [`f 0644 17179869184 ${long}16gig.txt`], ['tar.truncated']],
    ['writer.tar', ['f 0640 5 small.txt', 'f 0640 11 small2.txt', 'l 0777 0 link.txt -> small.txt'], []],
    ['xattrs.tar', ['f 0644 5 small.txt', 'f 0644 11 small2.txt'], []],
    ['issue10968.tar', [], ['tar.size']],
    ['issue11169.tar', [], ['tar.pax.record', 'tar.orphan-record', 'tar.no-end']],
    ['issue12435.tar', [], ['tar.size']],
    ['neg-size.tar', [], ['tar.size']],
  ])('%s', async (name, lines, codes) => {
    const found = await read(open('go-tar', name));
    expect({ lines: found.lines, codes: found.codes }).toEqual({ lines, codes });
  });

  test('a member of each sparse format holds the same 200 bytes', async () => {
    const bytes = open('go-tar', 'sparse-formats.tar');
    const { entries } = await listed(tar, bytes);
    const hashes = await Promise.all(
      entries.slice(0, 4).map(async ({ steps }) => {
        const hash = createHash('sha256');
        for await (const chunk of openSteps(new BufferSource(bytes), steps, contextWith()))
          hash.update(chunk);
        return hash.digest('hex');
      }),
    );
    expect(new Set(hashes)).toEqual(
      new Set(['ed7c086b492e5f08afd6f20f81d445bcc007c24c5f6aad6d30f9d7e5a9ae34d9']),
    );
  });
});

describeCorpus('hostile/cpython and tar-split', () => {
  test('testtar.tar: 39 members in every format that Python can write', async () => {
    const { stream, codes } = await read(open('cpython', 'testtar.tar'));
    const regular = stream.members.filter(({ entry }) => /^(ustar|gnu|pax|misc)\/regtype/.test(entry.path));
    const hashes = regular.map(({ data }) => createHash('md5').update(data).digest('hex'));
    // The digest of the one content that its own tests look for (test_tarfile.py, `md5_regtype`).
    expect(new Set(hashes)).toEqual(new Set(['65f477c818ad9e15f7feab0c6d37742f']));
    expect(stream.members).toHaveLength(39);
    expect(stream.complete).toBe(true);
    expect(codes).toEqual(['tar.size.unexpected']);
  });

  test('recursion.tar: an extended header that never ends', async () => {
    const { complete, codes } = await read(open('cpython', 'recursion.tar'));
    expect({ complete, codes }).toEqual({
      complete: false,
      codes: ['tar.pax.record', 'tar.orphan-record', 'tar.no-end'],
    });
  });

  test.each([
    ['extranils.tar.gz', 1, []],
    ['notenoughnils.tar.gz', 1, ['tar.no-end']],
    ['fatlonglink.tar.gz', 22, []],
    ['iso-8859.tar.gz', 2, []],
    ['longlink.tar.gz', 18, []],
    ['t.tar.gz', 2, []],
  ])('tar-split/%s', async (name, count, codes) => {
    const found = await read(open('tar-split', name));
    expect({ count: found.lines.length, codes: found.codes }).toEqual({ count, codes });
  });
});

describeCorpus('hostile/libarchive', () => {
  const names = hasCorpus
    ? readdirSync(corpusPath('hostile', 'libarchive')).filter((name) => name.endsWith('.tar'))
    : [];

  test.each(names)('%s: no crash; incomplete only with an error', async (name) => {
    const { complete, severities } = await read(open('libarchive', name));
    expect(complete).toBe(!severities.has('error'));
  });
});

describe('what only a stream can be', () => {
  test('a reader is stopped by a limit long before ten million headers came', () => {
    const { members, codes } = endless();
    expect({ members, codes }).toEqual({
      members: 200_000,
      codes: ['tar.duplicate', 'limit.entries-per-archive'],
    });
  });

  /** Pushes one and the same header until the reader wants no more. */
  function endless(): { members: number; codes: string[] } {
    const header = new Uint8Array(512);
    header.set(new TextEncoder().encode('x'));
    header.set(
      new TextEncoder().encode('0000000\x000000000\x000000000\x0000000000000\x0000000000000\0'),
      100,
    );
    header.fill(0x20, 148, 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
    const chunk = new Uint8Array(512 * 1000);
    for (let at = 0; at < chunk.length; at += 512) chunk.set(header, at);
    let members = 0;
    const reader = tar.open({ entry: () => void members++, data: () => {}, end: () => {} }, contextWith());
    for (let i = 0; i < 10_000 && !reader.stopped; i++) reader.push(chunk);
    return { members, codes: [...new Set(reader.finish().faults.map(({ code }) => code))] };
  }
});
