import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { BlobSource, BufferSource } from '../../src/core/base/byte-source.ts';
import { concatBytes, equalBytes, type Hex } from '../../src/core/base/bytes.ts';
import { createHasher } from '../../src/core/base/digest.ts';
import { HashingSource } from '../../src/core/case/hashing-source.ts';
import type { Elsewhere, PieceElsewhere } from '../../src/core/unpack/elsewhere.ts';
import { ExpansionMeter } from '../../src/core/unpack/expansion.ts';
import { gzip } from '../../src/core/unpack/gzip.ts';
import type { DeflateFormat } from '../../src/core/unpack/inflate.ts';
import { Inflater } from '../../src/core/unpack/inflate.ts';
import { InputCursor } from '../../src/core/unpack/input-cursor.ts';
import { inflateElsewhere, inflateNatively, nativeIsStrict } from '../../src/core/unpack/native-inflate.ts';
import { contextWith, inChunks, prose } from '../fixtures/unpacking.ts';

const data = prose(700_000);

/** Node's decoder is too lenient to be chosen by itself; here it is asked for. */
async function native(bytes: Uint8Array, format: DeflateFormat = 'gzip', context = contextWith()) {
  const parts: Uint8Array[] = [];
  const meter = new ExpansionMeter(context, format);
  const source = new BlobSource(new Blob([new Uint8Array(bytes)]));
  const end = await inflateNatively(format, source, (chunk) => void parts.push(chunk), meter, context.signal);
  return { end, bytes: concatBytes(parts), produced: meter.produced };
}

describe('the native decoder', () => {
  test('decodes whole streams', async () => {
    const { end, bytes, produced } = await native(gzipSync(data));
    expect({ end, produced }).toEqual({ end: 'whole', produced: data.length });
    expect(equalBytes(bytes, data)).toBe(true);
    expect(equalBytes((await native(deflateRawSync(data), 'deflate-raw')).bytes, data)).toBe(true);
  });

  test('is unsure of everything it refuses, and of what may be too dense', async () => {
    const whole = gzipSync(data);
    expect((await native(whole.subarray(0, -3))).end).toBe('unsure');
    expect((await native(concatBytes([whole, Uint8Array.of(1)]))).end).toBe('unsure');
    const limits = contextWith({ expansionRatio: 100 });
    const dense = await native(gzipSync(new Uint8Array(30_000_000)), 'gzip', limits);
    expect(dense.end).toBe('unsure');
    expect(dense.produced).toBeLessThan(20_000_000);
  });

  test('stops at the budget', async () => {
    const { end, bytes } = await native(gzipSync(data), 'gzip', contextWith({ expandedPerCase: 200_000 }));
    expect(end).toMatchObject({ code: 'limit.expanded-per-case' });
    expect(bytes.length).toBeLessThanOrEqual(200_000);
  });

  test('a writer that fails, and an abort, end it', async () => {
    const source = new BufferSource(gzipSync(data));
    const context = contextWith();
    const fails = () => {
      throw new Error('no room');
    };
    const meter = () => new ExpansionMeter(context, 'gzip');
    await expect(inflateNatively('gzip', source, fails, meter(), context.signal)).rejects.toThrow('no room');
    const abort = new AbortController();
    const stop = () => abort.abort(new Error('enough'));
    await expect(inflateNatively('gzip', source, stop, meter(), abort.signal)).rejects.toThrow('enough');
  });

  test('Node reads on behind a member in silence: it is not trusted', async () => {
    expect(await nativeIsStrict('gzip')).toBe(false);
  });
});

test('pako goes on where the native decoder failed: nothing is written or counted twice', async () => {
  const context = contextWith();
  const bytes = gzipSync(data);
  const parts: Uint8Array[] = [];
  const before = 123_456;
  context.budget.take('expanded', before);
  const meter = new ExpansionMeter(context, 'gzip', before);
  const cursor = new InputCursor(inChunks(bytes, 5000), context.signal);
  const inflater = new Inflater('gzip', cursor, (chunk) => void parts.push(chunk), meter, before);
  expect(await inflater.run()).toEqual({ state: 'whole' });
  expect(await inflater.flush()).toBeUndefined();
  expect(equalBytes(concatBytes(parts), data.subarray(before))).toBe(true);
  expect(context.budget.used('expanded')).toBe(data.length);
});

test('a source that can no longer be read rejects', async () => {
  class Gone extends BufferSource {
    override async *stream(): AsyncGenerator<Uint8Array> {
      yield gzipSync(data).subarray(0, 1000);
      throw new Error('the file changed');
    }
  }
  const source = new Gone(new Uint8Array(100_000));
  await expect(gzip.decode(source, () => {}, contextWith())).rejects.toThrow('the file changed');
  const meter = new ExpansionMeter(contextWith(), 'gzip');
  expect(await inflateNatively('gzip', source, () => {}, meter, contextWith().signal)).toBe('unsure');
});

describe('inflated elsewhere', () => {
  const bytes = gzipSync(prose(3_000_000));
  const blob = new Blob([new Uint8Array(bytes)]);

  /** Another thread that answers with these pieces. */
  function elsewhere(pieces: readonly PieceElsewhere[]) {
    const seen = { cancelled: 0, asked: 0 };
    const left = [...pieces];
    const other: Elsewhere = {
      inflate: () => ({
        next: async () => {
          seen.asked++;
          return left.shift() ?? { state: 'failed' };
        },
        cancel: () => void seen.cancelled++,
      }),
    };
    return { other, seen };
  }

  async function inflated(pieces: readonly PieceElsewhere[], context = contextWith()) {
    const { other, seen } = elsewhere(pieces);
    const meter = new ExpansionMeter(context, 'gzip');
    const written: Uint8Array[] = [];
    const source = new HashingSource(new BlobSource(blob), await createHasher('sha256'), () => undefined);
    const end = await inflateElsewhere('gzip', source, (chunk) => void written.push(chunk), meter, {
      ...context,
      elsewhere: other,
    });
    return { end, written: concatBytes(written), sha256: source.sha256, seen };
  }

  const half = Uint8Array.of(1, 2);
  const sha256 = 'ab'.repeat(32) as Hex;

  test('pieces come in order, and the digest of the pass is the source’s', async () => {
    const {
      end,
      written,
      sha256: heard,
      seen,
    } = await inflated([
      { state: 'piece', chunks: [half, half], fed: 10 },
      { state: 'piece', chunks: [Uint8Array.of(3)], fed: 20 },
      { state: 'whole', fed: bytes.length, sha256 },
    ]);
    expect({ end, heard, seen }).toEqual({ end: 'whole', heard: sha256, seen: { asked: 3, cancelled: 1 } });
    expect([...written]).toEqual([1, 2, 1, 2, 3]);
  });

  test('a thread with other work leaves the bytes to this one', async () => {
    expect(await inflated([{ state: 'busy' }])).toMatchObject({ end: undefined, sha256: undefined });
  });

  test('a refusal, a limit and an abort end it, and the other thread is told', async () => {
    const refused = await inflated([{ state: 'piece', chunks: [half], fed: 9 }, { state: 'failed' }]);
    expect(refused).toMatchObject({ end: 'unsure', sha256: undefined, seen: { cancelled: 1 } });
    const limited = await inflated(
      [{ state: 'piece', chunks: [half], fed: 9 }],
      contextWith({ expandedPerCase: 1 }),
    );
    expect(limited).toMatchObject({ end: { code: 'limit.expanded-per-case' }, seen: { cancelled: 1 } });
    const stopped = { ...contextWith(), signal: AbortSignal.abort(new Error('enough')) };
    await expect(inflated([{ state: 'busy' }], stopped)).rejects.toThrow('enough');
  });

  test('what is small, or no blob, stays here', async () => {
    const { other, seen } = elsewhere([]);
    const context = { ...contextWith(), elsewhere: other };
    const meter = new ExpansionMeter(context, 'gzip');
    const write = () => undefined;
    const small = new BlobSource(new Blob([new Uint8Array(1000)]));
    expect(await inflateElsewhere('gzip', small, write, meter, context)).toBeUndefined();
    expect(await inflateElsewhere('gzip', new BufferSource(bytes), write, meter, context)).toBeUndefined();
    expect(seen.asked).toBe(0);
  });
});
