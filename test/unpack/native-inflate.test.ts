import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { BlobSource, BufferSource } from '../../src/core/base/byte-source.ts';
import { concatBytes, equalBytes } from '../../src/core/base/bytes.ts';
import { ExpansionMeter } from '../../src/core/unpack/expansion.ts';
import { gzip } from '../../src/core/unpack/gzip.ts';
import type { DeflateFormat } from '../../src/core/unpack/inflate.ts';
import { Inflater } from '../../src/core/unpack/inflate.ts';
import { InputCursor } from '../../src/core/unpack/input-cursor.ts';
import { inflateNatively, nativeIsStrict } from '../../src/core/unpack/native-inflate.ts';
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
