import { describe, expect, test } from 'vitest';
import { BufferSource } from '../../src/core/base/byte-source.ts';
import { concatBytes, encodeUtf8, equalBytes } from '../../src/core/base/bytes.ts';
import { ar } from '../../src/core/unpack/ar.ts';
import { openSteps } from '../../src/core/unpack/open-ref.ts';
import { tar } from '../../src/core/unpack/tar.ts';
import { xz } from '../../src/core/unpack/xz.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import {
  codesOf,
  contextWith,
  decoded,
  inChunks,
  listed,
  prose,
  streamed,
  text,
} from '../fixtures/unpacking.ts';
import { xzStream } from '../fixtures/xz.ts';

/** Decodes from a source and from a stream of small chunks: both must come out alike. */
async function read(bytes: Uint8Array, limits?: Parameters<typeof contextWith>[0]) {
  const whole = await decoded(xz, bytes, contextWith(limits));
  const chunked = await decoded(xz, inChunks(bytes, 7), contextWith(limits));
  expect({ ...chunked, bytes: undefined }).toEqual({ ...whole, bytes: undefined });
  expect(equalBytes(chunked.bytes, whole.bytes)).toBe(true);
  return { ...whole, text: text(whole.bytes), codes: codesOf(whole.faults) };
}

const hello = encodeUtf8('hello ');

describe('streams', () => {
  test('one, without a check, with CRC-32 or with SHA-256', async () => {
    const content = prose(200_000);
    for (const check of [0, 1, 10] as const) {
      const bytes = xzStream(content, { check });
      const found = await decoded(xz, bytes);
      expect(found).toMatchObject({ complete: true, faults: [], consumed: bytes.length, produced: 200_000 });
      expect(equalBytes(found.bytes, content)).toBe(true);
    }
  });

  test('several, with padding between and behind', async () => {
    const found = await read(
      concatBytes([xzStream(hello), new Uint8Array(8), xzStream(hello), new Uint8Array(4)]),
    );
    expect(found).toMatchObject({ text: 'hello hello ', complete: true, codes: [] });
  });

  test('data behind the last one', async () => {
    const stream = xzStream(hello);
    const found = await read(concatBytes([stream, encodeUtf8('something else')]));
    expect(found).toMatchObject({ text: 'hello ', complete: true, consumed: stream.length });
    expect(found.faults.map(({ message }) => message)).toEqual([
      `14 bytes of something else follow the last xz stream, from byte ${stream.length}.`,
    ]);
  });
});

describe('SHA-256, which rpm uses', () => {
  const stream = xzStream(hello, { check: 10 });

  test('several streams, padding and data behind them', async () => {
    const empty = xzStream(new Uint8Array(0), { check: 10 });
    const both = concatBytes([stream, new Uint8Array(4), empty, xzStream(hello)]);
    expect(await read(both)).toMatchObject({
      text: 'hello hello ',
      complete: true,
      codes: [],
      consumed: both.length,
    });
    const trailing = await read(concatBytes([stream, encodeUtf8('something else')]));
    expect(trailing).toMatchObject({
      text: 'hello ',
      complete: true,
      codes: [`warning xz.trailing-data @${stream.length}`],
    });
  });

  test('a wrong one is told; the data are kept', async () => {
    const found = await read(xzStream(hello, { check: 10, wrongCheck: true }));
    expect(found).toMatchObject({ text: 'hello ', complete: false });
    expect(found.faults.map(({ message }) => message)).toEqual([
      `The content of an xz block does not match its SHA-256, near byte ${stream.length}. The 6 bytes decoded before it are kept.`,
    ]);
  });

  test('cut anywhere, or one bit wrong anywhere: never complete', async () => {
    for (let length = 12; length < stream.length; length++) {
      expect((await read(stream.subarray(0, length))).complete).toBe(false);
    }
    for (let bit = 0; bit < stream.length * 8; bit++) {
      const bytes = new Uint8Array(stream);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
      expect((await decoded(xz, bytes)).complete, `bit ${bit}`).toBe(false);
    }
  });
});

describe('damage', () => {
  test('a wrong check: the data are kept, and not complete', async () => {
    const found = await read(xzStream(hello, { wrongCheck: true }));
    expect(found).toMatchObject({ text: 'hello ', complete: false });
    expect(found.faults.map(({ code }) => code)).toEqual(['xz.corrupt']);
  });

  test('cut anywhere: what came out before is kept', async () => {
    const whole = xzStream(hello);
    for (let length = 1; length < whole.length; length++) {
      const { codes, text: kept, complete } = await read(whole.subarray(0, length));
      const code = length < 6 ? 'error xz.not-xz @0' : `error xz.truncated @${length}`;
      expect({ codes, complete }).toEqual({ codes: [code], complete: false });
      expect('hello '.startsWith(kept)).toBe(true);
    }
  });

  test('damaged headers, and what is no xz', async () => {
    const damaged = xzStream(hello);
    damaged[7] = 0x40;
    expect((await read(damaged)).codes).toEqual(['error xz.corrupt @0']);
    expect((await read(xzStream(hello, { dictionary: 41 }))).codes).toEqual(['error xz.corrupt @0']);
    expect((await read(encodeUtf8('plain text'))).codes).toEqual(['error xz.not-xz @0']);
    expect((await read(new Uint8Array(0))).codes).toEqual(['error xz.not-xz @0']);
  });
});

describe('what the decoder lacks is said', () => {
  test('the check SHA-256 in a stream behind one with another check', async () => {
    const later = await read(concatBytes([xzStream(hello), xzStream(hello, { check: 10 })]));
    expect(later).toMatchObject({ text: 'hello ', complete: false });
    expect(later.faults.map(({ code }) => code)).toEqual(['xz.options-unsupported']);
  });

  test('filters other than LZMA2', async () => {
    const found = await read(xzStream(hello, { filter: 4 }));
    expect(found.faults.map(({ code }) => code)).toEqual(['xz.options-unsupported']);
  });

  test('dictionaries of more than 64 MiB', async () => {
    const found = await read(xzStream(hello, { dictionary: 30 }));
    expect(found.faults.map(({ code }) => code)).toEqual(['xz.window-unsupported']);
  });
});

describe('limits', () => {
  test('the dictionary is told from the header, before memory is taken', async () => {
    expect((await read(xzStream(hello, { dictionary: 31 }))).codes).toEqual(['error limit.window @12']);
    expect((await read(xzStream(hello, { dictionary: 16 }), { window: 2 ** 20 })).codes).toEqual([]);
    expect((await read(xzStream(hello, { dictionary: 16 }), { window: 2 ** 20 - 1 })).codes).toEqual([
      'error limit.window @12',
    ]);
    expect((await read(xzStream(hello), { heldPerCase: 1000 })).codes).toEqual([
      'error limit.held-per-case @0',
    ]);
  });

  test('the budget of the case; the dictionary is given back', async () => {
    const context = contextWith({ expandedPerCase: 100_000 });
    const found = await decoded(xz, xzStream(prose(300_000)), context);
    expect(found.faults.map(({ code }) => code)).toEqual(['limit.expanded-per-case']);
    expect(found.bytes.length).toBe(context.budget.used('expanded'));
    expect(context.budget.used('held')).toBe(0);
  });

  test('an abort is thrown on', async () => {
    const abort = new AbortController();
    abort.abort(new Error('enough'));
    await expect(decoded(xz, xzStream(hello), { ...contextWith(), signal: abort.signal })).rejects.toThrow(
      'enough',
    );
  });
});

test('decoders at work at the same time do not meet, and one that is left does not block the next', async () => {
  const contents = [prose(200_000), prose(150_000).reverse()];
  const streams = contents.map((content) => xzStream(content));
  const left = xz.decode(
    inChunks(xzStream(prose(100_000)), 1000),
    () => {
      throw new Error('left');
    },
    contextWith(),
  );
  await expect(left).rejects.toThrow('left');
  const found = await Promise.all(streams.map((stream) => decoded(xz, inChunks(stream, 5000))));
  found.forEach(({ bytes }, i) => {
    expect(equalBytes(bytes, contents[i] ?? new Uint8Array(0))).toBe(true);
  });
});

describeCorpus('real xz files', () => {
  test('the payload of a Debian package', async () => {
    const deb = corpusBytes('container', 'plain', 'hello-xz.deb');
    const { entries } = await listed(ar, deb);
    const data = entries.find(({ path }) => path === 'data.tar.xz');
    const parts: Uint8Array[] = [];
    const steps = [...(data?.steps ?? []), { op: 'decode', codec: 'xz' } as const];
    for await (const chunk of openSteps(new BufferSource(deb), steps, contextWith())) parts.push(chunk);
    const { members, complete } = streamed(tar, concatBytes(parts));
    expect(complete).toBe(true);
    expect(members.map(({ entry }) => entry.path)).toContain('usr/bin/hello');
  });

  test('cpython/testtar.tar.xz', async () => {
    const { bytes, complete } = await read(corpusBytes('hostile', 'cpython', 'testtar.tar.xz'));
    const [member] = streamed(tar, bytes).members;
    expect(complete).toBe(true);
    expect([member?.entry.path, member?.whole]).toEqual(['test.txt', true]);
  });
});
