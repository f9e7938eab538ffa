import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import type { Bytes } from '../base/bytes.ts';

export type Hash = 'sha256' | 'sha384' | 'sha512';

const HASHES = { sha256, sha384, sha512 };

export const HASH_LENGTH: Readonly<Record<Hash, number>> = { sha256: 32, sha384: 48, sha512: 64 };

/** Digest of bytes in memory, at once: for what a verification hashes, which is small. Files go through `base/digest`. */
export function hash(algorithm: Hash, bytes: Uint8Array): Bytes {
  return HASHES[algorithm](bytes) as Bytes;
}
