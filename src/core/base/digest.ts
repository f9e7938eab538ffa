import { createMD5, createSHA1, createSHA256, createSHA384, createSHA512, type IHasher } from 'hash-wasm';
import type { ByteStream } from './byte-source.ts';
import { type Bytes, type Hex, toHex } from './bytes.ts';

/** `sha256` and stronger bind; `sha1` and `md5` are weak joins (DESIGN §1). */
export type DigestAlgorithm = 'sha256' | 'sha384' | 'sha512' | 'sha1' | 'md5';

/** A digest by algorithm. */
export type Digests = Readonly<Partial<Record<DigestAlgorithm, Hex>>>;

/** A streaming hasher. `digest` ends the current message and starts the next one. */
export interface Hasher {
  update(bytes: Uint8Array): void;
  digest(): Bytes;
}

const CREATE: Record<DigestAlgorithm, () => Promise<IHasher>> = {
  sha256: createSHA256,
  sha384: createSHA384,
  sha512: createSHA512,
  sha1: createSHA1,
  md5: createMD5,
};

/** Creates a hasher; asynchronous because the algorithm is instantiated from WebAssembly bytes. */
export async function createHasher(algorithm: DigestAlgorithm): Promise<Hasher> {
  const wasm = await CREATE[algorithm]();
  wasm.init();
  return {
    update: (bytes) => void wasm.update(bytes),
    digest: () => {
      const out = wasm.digest('binary') as Bytes;
      wasm.init();
      return out;
    },
  };
}

/** Digest of a whole stream. */
export async function digestStream(stream: ByteStream, algorithm: DigestAlgorithm = 'sha256'): Promise<Hex> {
  const hasher = await createHasher(algorithm);
  for await (const chunk of stream) hasher.update(chunk);
  return toHex(hasher.digest());
}

/** Digest of bytes in memory. */
export async function digestBytes(bytes: Uint8Array, algorithm: DigestAlgorithm = 'sha256'): Promise<Hex> {
  const hasher = await createHasher(algorithm);
  hasher.update(bytes);
  return toHex(hasher.digest());
}

/** WebCrypto, where it is there: it takes messages whole, on a thread of its own. On plain http it is absent whatever the types say. */
export function webCrypto(): SubtleCrypto | undefined {
  return (globalThis as { readonly crypto?: Crypto }).crypto?.subtle as SubtleCrypto | undefined;
}
