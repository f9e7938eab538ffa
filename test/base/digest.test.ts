import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/base/byte-source.ts';
import { encodeUtf8, toHex } from '../../src/core/base/bytes.ts';
import { createHasher, type DigestAlgorithm, digestBytes, digestStream } from '../../src/core/base/digest.ts';

const ALGORITHMS: readonly DigestAlgorithm[] = ['sha256', 'sha384', 'sha512', 'sha1', 'md5'];

describe('digest', () => {
  it('of "abc" is that of FIPS 180-4 and RFC 1321', async () => {
    const abc = encodeUtf8('abc');
    expect(await digestBytes(abc)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(await digestBytes(abc, 'sha1')).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
    expect(await digestBytes(abc, 'md5')).toBe('900150983cd24fb0d6963f7d28e17f72');
    expect((await digestBytes(abc, 'sha512')).slice(0, 32)).toBe('ddaf35a193617abacc417349ae204131');
    expect((await digestBytes(abc, 'sha384')).slice(0, 32)).toBe('cb00753f45a35e8bb5a03d699ac65007');
  });

  it.each(ALGORITHMS)('%s of a long stream is what Node computes, however it is cut', async (algorithm) => {
    const bytes = new Uint8Array(2_500_000).map((_, i) => (i * 31) % 256);
    const expected = createHash(algorithm).update(bytes).digest('hex');
    expect(await digestStream(new BufferSource(bytes).stream(), algorithm)).toBe(expected);
    const hasher = await createHasher(algorithm);
    for (let at = 0; at < bytes.length; at += 99_991) hasher.update(bytes.subarray(at, at + 99_991));
    expect(toHex(hasher.digest())).toBe(expected);
  });

  it('starts a new message after each digest, and does not change those given out', async () => {
    const hasher = await createHasher('sha256');
    hasher.update(encodeUtf8('first'));
    const first = hasher.digest();
    const kept = toHex(first);
    hasher.update(encodeUtf8('second'));
    expect(toHex(hasher.digest())).toBe(await digestBytes(encodeUtf8('second')));
    expect(toHex(first)).toBe(kept);
    expect(toHex(hasher.digest())).toBe(await digestBytes(new Uint8Array(0)));
  });

  it('of two messages can be computed at the same time', async () => {
    const [one, two] = [await createHasher('sha256'), await createHasher('sha256')];
    one.update(encodeUtf8('a'));
    two.update(encodeUtf8('x'));
    one.update(encodeUtf8('b'));
    expect(toHex(one.digest())).toBe(await digestBytes(encodeUtf8('ab')));
    expect(toHex(two.digest())).toBe(await digestBytes(encodeUtf8('x')));
  });
});
