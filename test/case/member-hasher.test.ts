import { createHash } from 'node:crypto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { toHex } from '../../src/core/base/bytes.ts';
import { MemberHasher } from '../../src/core/case/member-hasher.ts';

afterEach(() => vi.unstubAllGlobals());

const MIB = 1 << 20;

/** Members whose stated size may be another than what comes. */
const MEMBERS = [
  { stated: 0, chunks: [] },
  { stated: 5, chunks: [5] },
  { stated: 2047, chunks: [2047] },
  { stated: 2048, chunks: [1000, 1048] },
  { stated: 300_000, chunks: [100_000, 65_536, 134_464] },
  { stated: MIB, chunks: [MIB] },
  { stated: MIB + 1, chunks: [MIB, 1] },
  { stated: 10, chunks: [MIB, MIB, 7] },
  { stated: 3 * MIB, chunks: [12] },
];

const bytesOf = (seed: number, length: number) =>
  Uint8Array.from({ length }, (_, i) => (i * 31 + seed) % 251);

async function digests(): Promise<string[]> {
  const hasher = await MemberHasher.create();
  const told: string[] = [];
  for (const [i, { stated, chunks }] of MEMBERS.entries()) {
    hasher.begin(stated);
    for (const [k, length] of chunks.entries()) {
      const chunk = bytesOf(i + k, length);
      hasher.update(chunk);
      // The chunk is the caller's again.
      chunk.fill(0);
    }
    hasher.end((digest) => {
      told[i] = toHex(digest);
    });
  }
  await hasher.settled();
  return told;
}

const expected = MEMBERS.map(({ chunks }, i) => {
  const hash = createHash('sha256');
  for (const [k, length] of chunks.entries()) hash.update(bytesOf(i + k, length));
  return hash.digest('hex');
});

describe('SHA-256 of members as they pass', () => {
  test('is what Node computes, whatever size was stated', async () => {
    expect(await digests()).toEqual(expected);
  });

  test('is the same without WebCrypto, as on plain http', async () => {
    vi.stubGlobal('crypto', {});
    expect(await digests()).toEqual(expected);
  });

  test('says when more waits than should', async () => {
    const hasher = await MemberHasher.create();
    const chunk = new Uint8Array(MIB);
    for (let i = 0; i < 2; i++) {
      expect(hasher.crowded).toBe(false);
      hasher.begin(MIB);
      hasher.update(chunk);
      hasher.end(() => undefined);
    }
    expect(hasher.crowded).toBe(true);
    await hasher.settled();
    expect(hasher.crowded).toBe(false);
  });
});
