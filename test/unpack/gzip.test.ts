import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BlobSource } from '../../src/core/base/byte-source.ts';
import { concatBytes, encodeUtf8, equalBytes } from '../../src/core/base/bytes.ts';
import { gzip } from '../../src/core/unpack/gzip.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { crc32, emptyStoredBlocks, gzipMember, gzipMembers, type MemberOptions } from '../fixtures/gzip.ts';
import { codesOf, contextWith, decoded, inChunks, prose, text } from '../fixtures/unpacking.ts';

/** Decodes from a source and from a stream of small chunks: both must come out alike. */
async function read(bytes: Uint8Array, limits?: Parameters<typeof contextWith>[0]) {
  const whole = await decoded(gzip, bytes, contextWith(limits));
  const chunked = await decoded(gzip, inChunks(bytes, 7), contextWith(limits));
  expect({ ...chunked, bytes: undefined }).toEqual({ ...whole, bytes: undefined });
  expect(equalBytes(chunked.bytes, whole.bytes)).toBe(true);
  return { ...whole, text: text(whole.bytes), codes: codesOf(whole.faults) };
}

const join = (...parts: readonly Uint8Array[]): Uint8Array => concatBytes(parts);

describe('what is right', () => {
  test('one member, with every field a header can have', async () => {
    const options = {
      name: 'a.txt',
      comment: 'by hand',
      extra: new Uint8Array(300),
      headerCrc: 'right',
    } as const;
    const bytes = gzipMember('hello', options);
    expect(await read(bytes)).toMatchObject({
      text: 'hello',
      complete: true,
      codes: [],
      consumed: bytes.length,
      produced: 5,
    });
  });

  test('several members, empty ones among them: all are read, and it is said', async () => {
    const bytes = gzipMembers(['', 'one ', 'two ', '', 'three']);
    const found = await read(bytes);
    expect(found).toMatchObject({ text: 'one two three', complete: true, consumed: bytes.length });
    expect(found.faults).toEqual([
      {
        code: 'gzip.multi-member',
        severity: 'info',
        message: 'The gzip file has 5 members, one behind the other, 2 of them empty.',
        offset: 0,
      },
    ]);
  });

  test('padding of zeros behind the last member', async () => {
    expect((await read(join(gzipMember('x'), new Uint8Array(100)))).codes).toEqual([
      'info gzip.trailing-zeros @21',
    ]);
  });
});

describe('what is odd or damaged', () => {
  const member = gzipMember(prose(5000));

  test('data behind the last member: where they begin, and how many', async () => {
    const found = await read(join(gzipMember('hello'), new Uint8Array(2), encodeUtf8('attached')));
    expect(found).toMatchObject({ text: 'hello', complete: true, consumed: 25 });
    expect(found.faults.map(({ message }) => message)).toEqual([
      '10 bytes of something else follow the last gzip member, from byte 25.',
    ]);
  });

  test('cut: what came out before is kept', async () => {
    const found = await read(member.subarray(0, 900));
    expect(found.complete).toBe(false);
    expect(found.bytes.length).toBeGreaterThan(500);
    expect(found.bytes).toEqual(prose(5000).subarray(0, found.bytes.length));
    expect(found.codes).toEqual(['error gzip.truncated @900']);
  });

  test('cut inside the trailer: all data are there, but not their proof', async () => {
    const found = await read(member.subarray(0, -3));
    expect(found).toMatchObject({ produced: 5000, complete: false });
    expect(found.codes).toEqual([`error gzip.truncated @${member.length - 3}`]);
  });

  test.each([
    ['a wrong CRC-32', { crc32: 1 }, 'error gzip.crc @21', 5],
    ['a wrong length', { length: 6 }, 'error gzip.length @25', 5],
    ['reserved flags', { flags: 0x80 }, 'error gzip.reserved-flags @0', 0],
    ['a wrong header checksum', { headerCrc: 'wrong' }, 'error gzip.header-crc @0', 0],
    [
      'an extra field longer than the file',
      { extra: new Uint8Array(3), extraLength: 0xffff },
      'error gzip.truncated @30',
      0,
    ],
    ['a block of a reserved type', { data: Uint8Array.of(0x06) }, 'error gzip.corrupt @11', 0],
  ] as const satisfies readonly (readonly [string, MemberOptions, string, number])[])(
    '%s',
    async (_, options, code, produced) => {
      const found = await read(gzipMember('hello', options));
      expect(found).toMatchObject({ complete: false, codes: [code], produced });
    },
  );

  test('a damaged second member: the first is kept, and the fault names the second', async () => {
    const found = await read(
      join(gzipMember('first'), gzipMember('second', { crc32: 1 }), gzipMember('third')),
    );
    expect(found).toMatchObject({ text: 'firstsecond', complete: false });
    expect(found.faults.map(({ message }) => message)).toEqual([
      'The data of gzip member 2, which begins at byte 25, do not match their CRC-32. The 11 bytes decoded before it are kept. What follows was not read.',
    ]);
  });

  test('what is no gzip', async () => {
    expect((await read(encodeUtf8('plain text'))).codes).toEqual(['error gzip.not-gzip @0']);
    expect((await read(new Uint8Array(0))).codes).toEqual(['error gzip.not-gzip @0']);
    expect((await read(Uint8Array.of(0x1f, 0x8b, 7, 0))).codes).toEqual(['error gzip.not-gzip @0']);
  });
});

describe('limits', () => {
  test('members that hold nothing are counted, members that hold something are not', async () => {
    const empty = gzipMembers(Array.from({ length: 11 }, () => ''));
    expect((await read(empty, { gzipMembers: 11 })).codes).toEqual(['info gzip.multi-member @0']);
    expect((await read(empty, { gzipMembers: 10 })).codes).toEqual([
      'info gzip.multi-member @0',
      'error limit.gzip-members @200',
    ]);
    const full = gzipMembers(Array.from({ length: 50 }, () => 'x'));
    expect(await read(full, { gzipMembers: 10 })).toMatchObject({ complete: true, produced: 50 });
  });

  test('the ratio counts once the floor is passed, before a chunk is handed on', async () => {
    const zeros = new Uint8Array(gzipSync(new Uint8Array(40_000_000)));
    const found = await decoded(gzip, zeros, contextWith({ expansionRatio: 500 }));
    expect(codesOf(found.faults)).toEqual([`error limit.expansion-ratio @${found.consumed}`]);
    expect(found.complete).toBe(false);
    expect(found.produced).toBe(found.bytes.length);
    expect(found.produced).toBeLessThan(20_000_000);
    const floor = { expansionRatio: 500, expansionFloor: 40_000_000 };
    expect((await decoded(gzip, zeros, contextWith(floor))).complete).toBe(true);
  });

  test('the budget of the case is taken before a chunk is handed on', async () => {
    const context = contextWith({ expandedPerCase: 1_000_000 });
    const found = await decoded(gzip, new Uint8Array(gzipSync(prose(2_000_000))), context);
    expect(found.faults.map(({ code }) => code)).toEqual(['limit.expanded-per-case']);
    expect(found.bytes.length).toBe(context.budget.used('expanded'));
    expect(found.bytes.length).toBeLessThanOrEqual(1_000_000);
  });

  test('an abort is thrown on, and a writer that fails ends the decoding', async () => {
    const abort = new AbortController();
    abort.abort(new Error('enough'));
    await expect(decoded(gzip, member(), { ...contextWith(), signal: abort.signal })).rejects.toThrow(
      'enough',
    );
    const fails = gzip.decode(
      new BlobSource(new Blob([member()])),
      () => {
        throw new Error('no room');
      },
      contextWith(),
    );
    await expect(fails).rejects.toThrow('no room');
  });

  const member = () => gzipMember('hello');
});

test('any data, in any members and any chunks, come out as they went in', async () => {
  const members = fc.array(fc.uint8Array({ maxLength: 400 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(members, fc.integer({ min: 1, max: 300 }), async (contents, length) => {
      const found = await decoded(gzip, inChunks(gzipMembers(contents), length));
      expect(found.bytes).toEqual(concatBytes(contents));
      expect(found.complete).toBe(true);
    }),
    { numRuns: 100, seed: 1 },
  );
});

describeCorpus('hostile gzip files', () => {
  const bomb = (name: string): Uint8Array => corpusBytes('hostile', 'gen', 'bomb', name);

  test('multimember-100k.gz: a limit', async () => {
    const found = await decoded(gzip, bomb('multimember-100k.gz'));
    expect(codesOf(found.faults)).toEqual(['info gzip.multi-member @0', 'error limit.gzip-members @200000']);
  });

  test('zeros-10GB.gz: a limit', async () => {
    const context = contextWith({ expandedPerCase: 2 ** 26 });
    const found = await decoded(gzip, bomb('zeros-10GB.gz'), context);
    expect(found.faults.map(({ code }) => code)).toEqual(['limit.expanded-per-case']);
    expect(found.bytes.length).toBeLessThanOrEqual(2 ** 26);
  });

  test('stored-blocks-empty.gz: 400,000 blocks of nothing are read to the end, and give nothing', async () => {
    const bytes = bomb('stored-blocks-empty.gz');
    expect(await decoded(gzip, bytes)).toMatchObject({ complete: true, produced: 0, consumed: bytes.length });
    const own = gzipMember('', { data: emptyStoredBlocks(1000), crc32: crc32(new Uint8Array(0)) });
    expect(await decoded(gzip, own)).toMatchObject({ complete: true, produced: 0 });
  });

  test.each([
    ['trailing-garbage.gz', true, ['warning gzip.trailing-data @25']],
    ['bad-crc.gz', false, ['error gzip.crc @25']],
    ['truncated.gz', false, ['error gzip.truncated @2500']],
    ['fextra-64k.gz', false, ['error gzip.truncated @112']],
    ['reserved-flags.gz', false, ['error gzip.reserved-flags @0']],
    ['nested-2000.gz', true, []],
  ])('%s', async (name, complete, codes) => {
    const found = await read(bomb(name));
    expect({ complete: found.complete, codes: found.codes }).toEqual({ complete, codes });
  });

  test.each([
    ['gzip-joined.gz', ['info gzip.multi-member @0']],
    ['gzip-joined-bgzip.gz', ['info gzip.multi-member @0']],
  ])('pako/%s: as Node reads it', async (name, codes) => {
    const bytes = corpusBytes('hostile', 'pako', name);
    const found = await read(bytes);
    expect(found.codes).toEqual(codes);
    expect(equalBytes(found.bytes, gunzipSync(bytes))).toBe(true);
  });

  test('go-compress/gzip/issue6550.gz: damaged, and told where', async () => {
    const found = await read(corpusBytes('hostile', 'go-compress', 'gzip', 'issue6550.gz'));
    expect(found).toMatchObject({ complete: false, codes: ['error gzip.reserved-flags @0'] });
  });

  test('the three members of an Alpine package', async () => {
    const found = await read(corpusBytes('container', 'plain', 'corpus-0.1.0-r0.apk'));
    expect(found).toMatchObject({ complete: true, codes: ['info gzip.multi-member @0'] });
  });
});
