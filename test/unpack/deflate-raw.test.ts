import { expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { deflateRaw } from '../../src/core/unpack/deflate-raw.ts';
import { rawDeflate } from '../fixtures/gzip.ts';
import { codesOf, contextWith, decoded, inChunks, prose } from '../fixtures/unpacking.ts';

async function read(bytes: Uint8Array, limits?: Parameters<typeof contextWith>[0]) {
  const whole = await decoded(deflateRaw, bytes, contextWith(limits));
  expect(await decoded(deflateRaw, inChunks(bytes, 11), contextWith(limits))).toEqual(whole);
  return { ...whole, codes: codesOf(whole.faults) };
}

const packed = rawDeflate(prose(5000));

test('a whole stream', async () => {
  const { bytes, complete, codes, consumed } = await read(packed);
  expect({ complete, codes, consumed }).toEqual({ complete: true, codes: [], consumed: packed.length });
  expect(bytes).toEqual(prose(5000));
});

test('bytes behind the end of the stream are named, and not consumed', async () => {
  const found = await read(new Uint8Array([...packed, ...encodeUtf8('gap')]));
  expect(found).toMatchObject({
    complete: true,
    consumed: packed.length,
    codes: [`warning deflate.trailing-data @${packed.length}`],
  });
});

test('cut or damaged: what came out before is kept', async () => {
  const cut = await read(packed.subarray(0, 1000));
  expect(cut).toMatchObject({ complete: false, codes: ['error deflate.truncated @1000'] });
  expect(cut.bytes).toEqual(prose(5000).subarray(0, cut.bytes.length));
  expect(cut.bytes.length).toBeGreaterThan(1000);
  const damaged = await read(Uint8Array.of(0x06, 0, 0));
  expect(damaged).toMatchObject({ complete: false, codes: ['error deflate.corrupt @1'] });
});

test('a ratio beyond the limit', async () => {
  const zeros = rawDeflate(new Uint8Array(30_000_000));
  const found = await decoded(deflateRaw, zeros, contextWith({ expansionRatio: 100 }));
  expect(found.faults.map(({ code }) => code)).toEqual(['limit.expansion-ratio']);
});
