import { describe, expect, test } from 'vitest';
import { concatBytes, encodeUtf8, equalBytes } from '../../src/core/base/bytes.ts';
import { bzip2 } from '../../src/core/unpack/bzip2.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { bzip2Stream, bzip2Streams } from '../fixtures/bzip2.ts';
import { codesOf, contextWith, decoded, inChunks, text } from '../fixtures/unpacking.ts';

async function read(bytes: Uint8Array, limits?: Parameters<typeof contextWith>[0]) {
  const whole = await decoded(bzip2, bytes, contextWith(limits));
  const chunked = await decoded(bzip2, inChunks(bytes, 7), contextWith(limits));
  expect({ ...chunked, bytes: undefined }).toEqual({ ...whole, bytes: undefined });
  expect(equalBytes(chunked.bytes, whole.bytes)).toBe(true);
  return {
    ...whole,
    text: text(whole.bytes),
    codes: codesOf(whole.faults),
    says: whole.faults.map(({ message }) => message),
  };
}

const hello = encodeUtf8('hello hello hello');

describe('streams', () => {
  test('one, with runs and with all byte values', async () => {
    const content = concatBytes([hello, new Uint8Array(1000), Uint8Array.from({ length: 512 }, (_, i) => i)]);
    const found = await read(bzip2Stream(content));
    expect(found).toMatchObject({ complete: true, faults: [], produced: content.length });
    expect(equalBytes(found.bytes, content)).toBe(true);
  });

  test('several, an empty one among them', async () => {
    const bytes = bzip2Streams([hello, new Uint8Array(0), hello]);
    expect(await read(bytes)).toMatchObject({
      text: 'hello hello hellohello hello hello',
      complete: true,
      codes: [],
      consumed: bytes.length,
    });
  });

  test('what stands behind the last one is told apart: padding, or something else', async () => {
    const stream = bzip2Stream(hello);
    const padded = await read(concatBytes([stream, new Uint8Array(3)]));
    expect(padded).toMatchObject({ complete: true, consumed: stream.length });
    expect(padded.says).toEqual([`3 zero bytes follow the last bzip2 stream, from byte ${stream.length}.`]);
    const more = await read(concatBytes([stream, encodeUtf8('BZ!')]));
    expect(more.codes).toEqual([`warning bzip2.trailing-data @${stream.length}`]);
  });

  test('many that hold nothing are a limit', async () => {
    const nothing = bzip2Stream(new Uint8Array(0));
    const found = await read(concatBytes(Array.from({ length: 12 }, () => nothing)), { gzipMembers: 10 });
    expect(found.codes).toEqual([`error limit.gzip-members @${10 * nothing.length}`]);
  });
});

describe('damage', () => {
  test('a block that does not match its checksum is not handed on', async () => {
    const good = bzip2Stream(hello);
    const found = await read(concatBytes([good, bzip2Stream(hello, { blockCrc: 1 })]));
    expect(found).toMatchObject({ text: 'hello hello hello', complete: false });
    expect(found.says).toEqual([
      `The data of the bzip2 block that begins at byte ${good.length + 4}, or of its stream, do not match their checksum. The 17 bytes decoded before it are kept.`,
    ]);
  });

  test('a stream that does not match its checksum keeps its blocks', async () => {
    const found = await read(bzip2Stream(hello, { streamCrc: 1 }));
    expect(found).toMatchObject({ text: 'hello hello hello', complete: false });
    expect(found.faults.map(({ code }) => code)).toEqual(['bzip2.crc']);
  });

  test('randomised blocks, bad pointers and what is no bzip2', async () => {
    expect((await read(bzip2Stream(hello, { randomised: true }))).codes).toEqual([
      'error bzip2.randomised-unsupported @4',
    ]);
    expect((await read(bzip2Stream(hello, { pointer: 5000 }))).codes).toEqual(['error bzip2.corrupt @4']);
    expect((await read(encodeUtf8('BZh0nothing'))).says).toEqual([
      'The input does not begin with a bzip2 header: nothing was read.',
    ]);
    expect((await read(new Uint8Array(0))).says).toEqual(['The input is empty.']);
  });

  test('cut anywhere: an error at the place', async () => {
    const whole = bzip2Stream(hello);
    for (let length = 4; length < whole.length; length++) {
      const { codes, complete } = await read(whole.subarray(0, length));
      expect({ codes, complete }).toEqual({ codes: [`error bzip2.truncated @${length}`], complete: false });
    }
  });

  test('one bit wrong anywhere is never a whole file of something else', async () => {
    const whole = bzip2Stream(hello);
    for (let bit = 32; bit < whole.length * 8; bit++) {
      const bytes = new Uint8Array(whole);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
      const found = await read(bytes);
      // Padding behind the trailer, and codes that nothing uses, may change.
      if (found.complete) expect(found.text).toBe('hello hello hello');
    }
  });
});

describe('limits', () => {
  test('a block that expands too far is stopped; what was admitted before is kept', async () => {
    const zeros = bzip2Stream(new Uint8Array(400_000));
    const found = await read(zeros, { expansionFloor: 1000, expansionRatio: 1 });
    expect(found).toMatchObject({ complete: false, produced: 0 });
    expect(found.faults.map(({ code }) => code)).toEqual(['limit.expansion-ratio']);
    const later = await read(zeros, { expansionFloor: 300_000, expansionRatio: 1 });
    expect(later).toMatchObject({ complete: false, produced: 262_144 });
    expect(later.says[0]).toContain('The 262,144 bytes decoded before it are kept.');
  });

  test('memory for a block is counted before it is used', async () => {
    expect((await read(bzip2Stream(hello), { heldPerCase: 1000 })).codes).toEqual([
      'error limit.held-per-case @0',
    ]);
    expect((await read(bzip2Stream(hello, { level: 1 }), { heldPerCase: 5_600_000 })).text).toBe(
      'hello hello hello',
    );
  });
});

describeCorpus('bzip2 files of other projects', () => {
  const bytesOf = (name: string) => corpusBytes('hostile', 'go-compress', 'bzip2', name);

  test.each([
    ['e.txt.bz2', 100_003],
    ['Isaac.Newton-Opticks.txt.bz2', 567_198],
    ['pass-random1.bz2', 1024],
    ['pass-random2.bz2', 65],
    ['pass-sawtooth.bz2', 1_048_576],
    ['random.data.bz2', 16_384],
  ])('%s has %i bytes', async (name, length) => {
    const found = await decoded(bzip2, bytesOf(name));
    expect({ produced: found.produced, codes: codesOf(found.faults) }).toEqual({
      produced: length,
      codes: [],
    });
  });

  test('fail-issue5747.bz2 is damaged', async () => {
    const found = await decoded(bzip2, bytesOf('fail-issue5747.bz2'));
    expect(found.faults.map(({ code }) => code)).toEqual(['bzip2.corrupt']);
  });

  test('500 MiB of zeros in 401 bytes are a limit', async () => {
    const found = await decoded(bzip2, corpusBytes('hostile', 'gen', 'bomb', 'zeros-500MB.bz2'));
    expect(found.faults.map(({ code }) => code)).toEqual(['limit.expansion-ratio']);
    expect(found.produced).toBeLessThan(20_000_000);
  });
});
