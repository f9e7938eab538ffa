import { describe, expect, test } from 'vitest';
import { BufferSource } from '../../src/core/base/byte-source.ts';
import { concatBytes, encodeUtf8, equalBytes } from '../../src/core/base/bytes.ts';
import { openSteps } from '../../src/core/unpack/open-ref.ts';
import { zip } from '../../src/core/unpack/zip.ts';
import { zstd } from '../../src/core/unpack/zstd.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { codesOf, contextWith, decoded, inChunks, prose, text } from '../fixtures/unpacking.ts';
import { skippableFrame, zstdFrame } from '../fixtures/zstd.ts';

/** Decodes from a source and from a stream of small chunks: both must come out alike. */
async function read(bytes: Uint8Array, limits?: Parameters<typeof contextWith>[0]) {
  const whole = await decoded(zstd, bytes, contextWith(limits));
  const chunked = await decoded(zstd, inChunks(bytes, 7), contextWith(limits));
  expect({ ...chunked, bytes: undefined }).toEqual({ ...whole, bytes: undefined });
  expect(equalBytes(chunked.bytes, whole.bytes)).toBe(true);
  return { ...whole, text: text(whole.bytes), codes: codesOf(whole.faults) };
}

const hello = encodeUtf8('hello ');

describe('frames', () => {
  test('one, with a window or as a single segment, with a checksum', async () => {
    const content = prose(300_000);
    for (const options of [{}, { window: 0x50 }, { checksum: 'right' }] as const) {
      const bytes = await zstdFrame(content, options);
      const found = await decoded(zstd, bytes);
      expect(codesOf(found.faults)).toEqual([]);
      expect(found).toMatchObject({ complete: true, consumed: bytes.length, produced: 300_000 });
      expect(equalBytes(found.bytes, content)).toBe(true);
    }
  });

  test('several, with skippable ones among them', async () => {
    const frame = await zstdFrame(hello);
    const found = await read(concatBytes([skippableFrame(hello), frame, skippableFrame(hello), frame]));
    expect(found).toMatchObject({ text: 'hello hello ', complete: true });
    expect(found.faults.map(({ message }) => message)).toEqual([
      '2 skippable frames of 28 bytes in all stand in the Zstandard file, which decoders pass over.',
    ]);
  });

  test('data behind the last one', async () => {
    const frame = await zstdFrame(hello);
    const found = await read(concatBytes([frame, encodeUtf8('attached')]));
    expect(found).toMatchObject({
      text: 'hello ',
      complete: true,
      consumed: frame.length,
      codes: [`warning zstd.trailing-data @${frame.length}`],
    });
  });
});

describe('damage', () => {
  test('a wrong checksum: the data are kept, and not complete', async () => {
    const bytes = concatBytes([
      await zstdFrame(hello),
      await zstdFrame(hello, { window: 0, checksum: 'wrong' }),
    ]);
    const found = await read(bytes);
    expect(found).toMatchObject({
      text: 'hello hello ',
      complete: false,
      codes: ['error zstd.checksum @22'],
    });
  });

  test('cut anywhere: what came out before is kept', async () => {
    const whole = await zstdFrame(hello, { checksum: 'right' });
    for (let length = 1; length < whole.length; length++) {
      const { codes, text: kept, complete } = await read(whole.subarray(0, length));
      expect({ codes, complete }).toEqual({ codes: [`error zstd.truncated @${length}`], complete: false });
      expect('hello '.startsWith(kept)).toBe(true);
    }
    const skipped = skippableFrame(hello).subarray(0, 10);
    expect((await read(skipped)).codes).toEqual(['info zstd.skippable @0', 'error zstd.truncated @10']);
  });

  test('less or more content than stated', async () => {
    for (const contentSize of [5n, 7n]) {
      const found = await decoded(zstd, await zstdFrame(hello, { contentSize, window: 0x50 }));
      expect(codesOf(found.faults)).toEqual(['error zstd.corrupt @0']);
      expect(found.complete).toBe(false);
    }
  });

  test('what is no Zstandard, or asks for what is not here', async () => {
    expect((await read(encodeUtf8('plain text'))).codes).toEqual(['error zstd.not-zstd @0']);
    expect((await read(new Uint8Array(0))).codes).toEqual(['error zstd.not-zstd @0']);
    expect((await read(await zstdFrame(hello, { reserved: true }))).codes).toEqual([
      'error zstd.reserved @0',
    ]);
    expect((await read(await zstdFrame(hello, { dictionary: 9 }))).codes).toEqual([
      'error zstd.dictionary @0',
    ]);
  });
});

describe('limits', () => {
  test('the window is told from the header, before memory is taken', async () => {
    const frame = await zstdFrame(hello, { window: 0x50 });
    expect((await read(frame, { window: 2 ** 20 })).codes).toEqual([]);
    expect((await read(frame, { window: 2 ** 20 - 1 })).codes).toEqual(['error limit.window @0']);
    expect((await read(frame, { heldPerCase: 2 ** 19 })).codes).toEqual(['error limit.held-per-case @0']);
  });

  test('the window is given back', async () => {
    const context = contextWith();
    await decoded(zstd, await zstdFrame(hello, { window: 0x50 }), context);
    expect(context.budget.used('held')).toBe(0);
  });

  test('frames that hold nothing are counted', async () => {
    const nothing = concatBytes([
      skippableFrame(hello),
      await zstdFrame(new Uint8Array(0)),
      skippableFrame(hello),
    ]);
    expect((await read(nothing, { gzipMembers: 3 })).complete).toBe(true);
    expect((await read(nothing, { gzipMembers: 2 })).codes).toContain('error limit.gzip-members @30');
  });

  test('the budget of the case', async () => {
    const context = contextWith({ expandedPerCase: 200_000 });
    const found = await decoded(zstd, await zstdFrame(prose(300_000)), context);
    expect(found.faults.map(({ code }) => code)).toEqual(['limit.expanded-per-case']);
    expect(found.bytes.length).toBe(context.budget.used('expanded'));
  });

  test('an abort is thrown on', async () => {
    const abort = new AbortController();
    abort.abort(new Error('enough'));
    const frame = await zstdFrame(hello);
    await expect(decoded(zstd, frame, { ...contextWith(), signal: abort.signal })).rejects.toThrow('enough');
  });
});

test('decoders at work at the same time do not meet', async () => {
  const contents = [prose(200_000), prose(150_000).reverse(), prose(100_000)];
  const frames = await Promise.all(
    contents.map((content) => zstdFrame(content, { window: 0x40, checksum: 'right' })),
  );
  const found = await Promise.all(frames.map((frame) => decoded(zstd, inChunks(frame, 10_000))));
  found.forEach(({ bytes, complete }, i) => {
    expect(complete).toBe(true);
    expect(equalBytes(bytes, contents[i] ?? new Uint8Array(0))).toBe(true);
  });
});

test('the global fetch is what it was', async () => {
  const before = globalThis.fetch;
  await decoded(zstd, await zstdFrame(hello));
  expect(globalThis.fetch).toBe(before);
});

describeCorpus('hostile Zstandard files', () => {
  test.each([
    ['zstd-window-max.zst', ['error limit.window @0']],
    ['zstd-fcs-lie.zst', ['error limit.window @0']],
    ['zstd-skippable-100k.zst', ['info zstd.skippable @0', 'error limit.gzip-members @80000']],
  ])('gen/bomb/%s: a limit', async (name, codes) => {
    const found = await decoded(zstd, corpusBytes('hostile', 'gen', 'bomb', name));
    expect({ complete: found.complete, codes: codesOf(found.faults) }).toEqual({ complete: false, codes });
  });

  test('z000028.zst', async () => {
    expect(await read(corpusBytes('hostile', 'zstd', 'z000028.zst'))).toMatchObject({
      complete: true,
      produced: 39_807,
      codes: [],
    });
  });

  /** Files of one of klauspost's archives, through the zip reader. */
  async function filesOf(name: string): Promise<{ path: string; bytes: Uint8Array }[]> {
    const source = new BufferSource(corpusBytes('hostile', 'zstd', name));
    const { entries } = await zip.list(source, contextWith());
    const found: { path: string; bytes: Uint8Array }[] = [];
    for (const { path, steps } of entries.filter(({ path }) => path.endsWith('.zst'))) {
      const parts: Uint8Array[] = [];
      for await (const chunk of openSteps(source, steps, contextWith())) parts.push(new Uint8Array(chunk));
      found.push({ path, bytes: concatBytes(parts) });
    }
    return found;
  }

  test('good.zip: all decode, but for a compressed block without content, which this libzstd refuses', async () => {
    const refused: string[] = [];
    const files = await filesOf('good.zip');
    for (const { path, bytes } of files) if (!(await read(bytes)).complete) refused.push(path);
    expect(files.length).toBeGreaterThan(5);
    expect(refused).toEqual(['2274d31e0d569fe9e31bedc4f9fddd9c9f114c2f.zst']);
  });

  test('bad.zip: none decodes, and each says where', async () => {
    const files = await filesOf('bad.zip');
    expect(files.length).toBeGreaterThan(30);
    for (const { bytes } of files) {
      const { complete, faults } = await read(bytes);
      expect(complete).toBe(false);
      expect(faults.every(({ offset }) => offset !== undefined)).toBe(true);
      expect(faults.some(({ severity }) => severity === 'error')).toBe(true);
    }
  });
});
