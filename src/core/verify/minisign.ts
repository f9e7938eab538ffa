import { blake2b } from '@noble/hashes/blake2.js';
import type { Minisign } from '../attest/envelope.ts';
import { type ByteSource, collect } from '../base/byte-source.ts';
import { concatBytes, encodeUtf8 } from '../base/bytes.ts';
import type { Limits } from '../base/limits.ts';
import type { Outcome, Run } from './outcome.ts';
import { verifyOverFile } from './over-file.ts';

/**
 * minisign ("Signature format"): Ed25519 over BLAKE2b-512 of the file (`ED`) or over the file itself (`Ed`), and a second
 * signature over the first and the trusted comment. Both must hold.
 */
export async function verifyMinisign(run: Run, content: Minisign): Promise<Outcome> {
  const key = run.keys.find(({ keyId, key: held }) => keyId === content.keyId && held.kind === 'ed25519');
  const ed25519 = { name: 'ed25519' } as const;
  const comment = concatBytes([content.signature, encodeUtf8(content.trustedComment)]);
  const commentHolds =
    key !== undefined && (await run.verifier.verify(key.key, ed25519, content.globalSignature, comment));
  return verifyOverFile(run, {
    id: 'minisign.signature',
    hint: content.keyId,
    key,
    evidence: [
      { label: 'Trusted comment', value: content.trustedComment },
      { label: 'Trusted comment is signed', value: commentHolds ? 'yes' : 'not by an accepted key' },
      { label: 'Hash', value: content.prehashed ? 'BLAKE2b-512' : 'none (legacy)' },
    ],
    over: async ({ source }) => {
      if (key === undefined || source === undefined) return undefined;
      const message = content.prehashed ? await blake2bOf(source) : await wholeFile(source, run.limits);
      if (message === undefined) return undefined;
      return commentHolds && (await run.verifier.verify(key.key, ed25519, content.signature, message));
    },
  });
}

async function blake2bOf(source: ByteSource): Promise<Uint8Array> {
  const hasher = blake2b.create({ dkLen: 64 });
  for await (const chunk of source.stream()) hasher.update(chunk);
  return hasher.digest();
}

/** A file to be held in memory whole; `undefined` when it is larger than may be. */
export async function wholeFile(source: ByteSource, limits: Limits): Promise<Uint8Array | undefined> {
  return source.size > limits.parsedNested ? undefined : collect(source.stream(), limits.parsedNested);
}
