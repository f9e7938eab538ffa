import { describe, expect, test } from 'vitest';
import { concatBytes, encodeUtf8, equalBytes } from '../../src/core/base/bytes.ts';
import { lzma } from '../../src/core/unpack/lzma.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { lzmaStream } from '../fixtures/lzma.ts';
import { codesOf, contextWith, decoded, inChunks, prose, text } from '../fixtures/unpacking.ts';

async function read(bytes: Uint8Array, limits?: Parameters<typeof contextWith>[0]) {
  const whole = await decoded(lzma, bytes, contextWith(limits));
  const chunked = await decoded(lzma, inChunks(bytes, 7), contextWith(limits));
  expect({ ...chunked, bytes: undefined }).toEqual({ ...whole, bytes: undefined });
  return {
    ...whole,
    text: text(whole.bytes),
    codes: codesOf(whole.faults),
    says: whole.faults.map(({ message }) => message),
  };
}

const hello = encodeUtf8('hello');

describe('streams', () => {
  test('with an end marker, with a length, and with both', async () => {
    for (const options of [{}, { size: 5 }, { size: 5, endMarker: true }]) {
      expect(await read(lzmaStream(hello, options))).toMatchObject({
        text: 'hello',
        complete: true,
        codes: [],
      });
    }
  });

  test('longer than a chunk', async () => {
    const content = prose(300_000);
    const found = await read(lzmaStream(content));
    expect(found).toMatchObject({ complete: true, produced: 300_000 });
    expect(equalBytes(found.bytes, content)).toBe(true);
  });

  test('data behind it', async () => {
    const stream = lzmaStream(hello);
    const found = await read(concatBytes([stream, new Uint8Array(20)]));
    expect(found).toMatchObject({ text: 'hello', complete: true, consumed: stream.length });
    expect(found.says).toEqual([
      `20 bytes of something else follow the LZMA stream, from byte ${stream.length}.`,
    ]);
  });
});

describe('damage', () => {
  test('cut anywhere: what came before is kept', async () => {
    const whole = lzmaStream(hello);
    for (let length = 0; length < whole.length; length++) {
      const found = await read(whole.subarray(0, length));
      const code = length < 13 ? 'error lzma.not-lzma @0' : `error lzma.truncated @${length}`;
      expect({ codes: found.codes, complete: found.complete }).toEqual({ codes: [code], complete: false });
      expect('hello'.startsWith(found.text)).toBe(true);
    }
    expect((await read(lzmaStream(prose(1000)).subarray(0, 400))).says[0]).toMatch(
      /^The LZMA file ends inside its data, at byte 400\. The \d+ bytes decoded before it are kept\.$/,
    );
  });

  test('one bit wrong anywhere is no bug', async () => {
    const whole = lzmaStream(encodeUtf8('one bit wrong anywhere'));
    for (let bit = 0; bit < whole.length * 8; bit++) {
      const bytes = new Uint8Array(whole);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
      await read(bytes, { window: 2 ** 20, expandedPerCase: 2 ** 20 });
    }
  });

  test('what is no LZMA', async () => {
    expect((await read(lzmaStream(hello, { properties: 225 }))).codes).toEqual(['error lzma.not-lzma @0']);
  });
});

describe('limits', () => {
  test('a dictionary larger than allowed; a stated length makes it smaller', async () => {
    const bytes = lzmaStream(hello, { dictionary: 2 ** 31 });
    expect((await read(bytes)).says).toEqual([
      'The LZMA stream needs a dictionary of 2,147,483,648 bytes. The limit "window" (134,217,728) was reached; nothing in it was read.',
    ]);
    expect((await read(lzmaStream(hello, { dictionary: 2 ** 31, size: 5 }))).text).toBe('hello');
  });

  test('input, dictionary and content count as held', async () => {
    expect((await read(lzmaStream(hello), { heldPerCase: 10 })).codes).toEqual([
      'error limit.held-per-case @0',
    ]);
    const long = await read(lzmaStream(prose(300_000)), { heldPerCase: 420_000 });
    expect(long.faults.map(({ code }) => code)).toEqual(['limit.held-per-case']);
    expect(long.produced).toBeGreaterThan(0);
  });

  test('expansion is counted before it is kept', async () => {
    const found = await read(lzmaStream(new Uint8Array(600_000)), {
      expansionFloor: 1000,
      expansionRatio: 2,
    });
    expect(found.faults.map(({ code }) => code)).toEqual(['limit.expansion-ratio']);
  });
});

describeCorpus('LZMA files of other projects', () => {
  test.each([
    ['test_extract.cpio.lzma', 512, []],
    ['test_compat_lzma_1.tlz', 7168, ['warning lzma.trailing-data @167']],
    ['test_compat_lzma_3.tlz', 7168, []],
  ])('%s has %i bytes', async (name, produced, codes) => {
    const found = await decoded(lzma, corpusBytes('hostile', 'libarchive', name));
    expect({ produced: found.produced, complete: found.complete, codes: codesOf(found.faults) }).toEqual({
      produced,
      complete: true,
      codes,
    });
  });
});
