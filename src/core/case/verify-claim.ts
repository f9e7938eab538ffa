import type { LayerAnnotations } from '../attest/carriers/cosign-layer.ts';
import { withCertificate } from '../attest/detached.ts';
import { readCarrier } from '../attest/read-carrier.ts';
import type { ByteSource } from '../base/byte-source.ts';
import type { Bytes } from '../base/bytes.ts';
import type { Digests } from '../base/digest.ts';
import type { Limits } from '../base/limits.ts';
import type { Fault } from '../base/result.ts';
import type { FileKey } from '../model/source.ts';
import { verifyAttestation } from '../verify/attestation.ts';
import type { ArtifactKind } from '../verify/options.ts';
import type { AttestationResult } from '../verify/result.ts';
import { shippedKeys, shippedRoots } from '../verify/shipped-trust.ts';
import type { TrustedKey, TrustRoot } from '../verify/trust-root.ts';
import { readTrustedKeys } from '../verify/trusted-key.ts';
import { readTrustRoots } from '../verify/trusted-root.ts';
import { listedDigest } from './digest-list.ts';
import type { Settings } from './settings.ts';

/** Verification of everything one source claims. */
export interface VerifyOrder {
  readonly name: string;
  readonly bytes: Bytes;
  /** Of the image layer that holds it. */
  readonly annotations?: LayerAnnotations | undefined;
  /** A certificate beside a bare signature. */
  readonly certificate: Bytes | undefined;
  readonly artifacts: readonly {
    readonly id: string;
    readonly name: string;
    readonly digests: Digests;
    /** The dropped file whose bytes these are; absent for what is inside one. */
    readonly file: FileKey | undefined;
    readonly kind?: ArtifactKind;
  }[];
  readonly settings: Settings;
  readonly limits: Limits;
}

export interface Trust {
  readonly roots: readonly TrustRoot[];
  readonly keys: readonly TrustedKey[];
  readonly faults: readonly Fault[];
}

/** What ships with Loupe and what the user accepted. A file that cannot be read gives a fault and no trust. */
export function trustOf({ references, shipped }: Settings, limits: Limits): Trust {
  const roots: TrustRoot[] = shipped ? [...shippedRoots()] : [];
  const keys: TrustedKey[] = shipped ? [...shippedKeys()] : [];
  const faults: Fault[] = [];
  for (const { as, name, bytes, keyId } of references) {
    const named = { name, origin: 'given', ...(keyId === undefined ? {} : { keyId }) } as const;
    if (as === 'root') {
      const read = readTrustRoots(bytes, named, limits);
      if (read.ok) roots.push(...read.value);
      else faults.push(read.error);
    } else if (as === 'key') {
      const read = readTrustedKeys(bytes, named);
      if (read.ok) keys.push(...read.value);
      else faults.push(read.error);
    }
  }
  return { roots, keys, faults };
}

/** Verifies every envelope of a source, in order. Never throws; nothing here reads a clock. */
export async function verifyClaim(
  order: VerifyOrder,
  files: (key: FileKey) => ByteSource | undefined,
): Promise<readonly AttestationResult[]> {
  const read = readCarrier(order, order.limits);
  if (!read.ok) return [];
  const { roots, keys } = trustOf(order.settings, order.limits);
  const artifacts = order.artifacts.map(({ id, name, digests, file, kind }) => {
    const source = file === undefined ? undefined : files(file);
    return {
      id,
      name,
      digests,
      ...(source === undefined ? {} : { source }),
      ...(kind === undefined ? {} : { kind }),
    };
  });
  const results: AttestationResult[] = [];
  for (const found of read.value.envelopes) {
    const bare = found.carrier === 'raw-signature' && order.certificate !== undefined;
    const envelope =
      bare && order.certificate !== undefined ? withCertificate(found, order.certificate) : found;
    results.push(
      await verifyAttestation(envelope, {
        artifacts,
        named: order.settings.named,
        roots,
        keys,
        expectations: order.settings.expectations,
        limits: order.limits,
      }),
    );
  }
  results.push(...read.value.digests.map((claim) => listedDigest(claim, artifacts)));
  return results;
}
