import { readCarrier } from '../../src/core/attest/read-carrier.ts';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { verifyAttestation } from '../../src/core/verify/attestation.ts';
import type { SignatureVerifier } from '../../src/core/verify/signature-verifier.ts';
import { portableVerifier } from '../../src/core/verify/signature-verifier.ts';
import { platformVerifier } from '../../src/core/verify/web-crypto.ts';
import { artifactOf } from '../fixtures/attestation.ts';
import { ARTIFACT, makeBundle, makeLeaf, makeStatement, trustedRoots } from '../fixtures/sigstore.ts';

export interface VerifyRound {
  readonly bundles: number;
  readonly seconds: number;
  readonly slowestMs: number;
}

/** Different bundles, half of each Rekor, as one JSON Lines file. */
export function bundleLines(count: number): string {
  const lines: string[] = [];
  for (let i = 0; i < count; i++) {
    const statement = { ...(makeStatement() as object), predicate: { number: i } };
    lines.push(
      JSON.stringify(
        makeBundle({ rekor: i % 2 === 0 ? 1 : 2, leaf: makeLeaf({ serial: 1000 + i }), statement }),
      ),
    );
  }
  return lines.join('\n');
}

/** Reads and verifies all bundles one after the other, as one worker does. */
export async function verifyBundles(lines: string, verifier: SignatureVerifier): Promise<VerifyRound> {
  const roots = trustedRoots();
  const artifacts = [artifactOf(ARTIFACT)];
  const began = performance.now();
  const read = readCarrier({ name: 'many.sigstore.jsonl', bytes: encodeUtf8(lines) });
  if (!read.ok) throw new Error(read.error.message);
  let slowestMs = 0;
  for (const envelope of read.value.envelopes) {
    const start = performance.now();
    const { verdict } = await verifyAttestation(envelope, { artifacts, roots, keys: [], verifier });
    if (verdict !== 'verified') throw new Error(`a bundle of the bench is ${verdict}`);
    slowestMs = Math.max(slowestMs, performance.now() - start);
  }
  return { bundles: read.value.envelopes.length, seconds: (performance.now() - began) / 1000, slowestMs };
}

/** Prints how long 1,000 bundles take, with the platform's WebCrypto and without. */
export async function benchVerify(count = 1000): Promise<void> {
  const lines = bundleLines(count);
  for (const [name, verifier] of [
    ['with WebCrypto', platformVerifier()],
    ['without', portableVerifier],
  ] as const) {
    const { bundles, seconds, slowestMs } = await verifyBundles(lines, verifier);
    console.log(
      `  ${bundles} bundles ${name}: ${seconds.toFixed(2)} s, ${((seconds * 1000) / bundles).toFixed(2)} ms each, slowest ${slowestMs.toFixed(0)} ms`,
    );
  }
}
