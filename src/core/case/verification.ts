import type { Bytes } from '../base/bytes.ts';
import type { Limits } from '../base/limits.ts';
import type { SourceId } from '../model/source.ts';
import type { AttestationResult } from '../verify/result.ts';
import { artifactsOf } from './artifacts.ts';
import { algorithmsOf, type Claim } from './claims.ts';
import type { FileFacts } from './facts.ts';
import type { Job } from './jobs.ts';
import type { Settings } from './settings.ts';
import type { VerifyOrder } from './verify-claim.ts';

type Artifact = VerifyOrder['artifacts'][number];

interface Due {
  readonly source: SourceId;
  readonly key: string;
  readonly order: VerifyOrder;
}

/**
 * Which claims are to be verified against what, and what came of it. Results are kept by everything they depend on:
 * claim, artifacts, trust, expectations. The same facts give the same orders, whatever the order of drops.
 */
export class Verification {
  readonly #results = new Map<string, readonly AttestationResult[]>();
  #keys = new Map<SourceId, string>();

  /** Orders that have no result yet. */
  due(files: readonly FileFacts[], settings: Settings, limits: Limits): Due[] {
    const claims = claimsOf(files);
    const asked = claims.map(({ claim }) => claim);
    const artifacts =
      claims.length === 0 ? [] : [...artifactsOf(files, asked), ...settings.digests.map(byDigest)];
    const trust = [
      settings.shipped,
      ...settings.references.map(({ sha256, as, keyId }) => [sha256, as, keyId]),
    ];
    const certificates = files.flatMap(({ harvests }) =>
      harvests.flatMap(({ source, certificate }) =>
        certificate === undefined ? [] : [source.name, source.digests.sha256],
      ),
    );
    const shared = JSON.stringify([
      certificates,
      artifacts.map(({ id, digests }) => [id, digests]),
      trust,
      settings.expectations,
    ]);
    this.#keys = new Map();
    const due: Due[] = [];
    for (const { source, name, sha256, claim } of claims) {
      const key = `${source}\0${sha256}\0${JSON.stringify(claim.annotations ?? {})}\0${shared}`;
      this.#keys.set(source, key);
      if (this.#results.has(key)) continue;
      due.push({
        source,
        key,
        order: {
          name,
          bytes: claim.bytes,
          annotations: claim.annotations,
          certificate: certificateFor(name, files),
          artifacts,
          settings,
          limits,
        },
      });
    }
    for (const key of this.#results.keys())
      if (![...this.#keys.values()].includes(key)) this.#results.delete(key);
    return due;
  }

  settle(key: string, results: readonly AttestationResult[]): void {
    this.#results.set(key, results);
  }

  /** Results by source, as far as they are there. */
  get results(): ReadonlyMap<SourceId, readonly AttestationResult[]> {
    const out = new Map<SourceId, readonly AttestationResult[]>();
    for (const [source, key] of this.#keys) {
      const found = this.#results.get(key);
      if (found !== undefined) out.set(source, found);
    }
    return out;
  }
}

interface Claimed {
  readonly source: SourceId;
  readonly name: string;
  readonly sha256: string;
  readonly claim: Claim;
}

function claimsOf(files: readonly FileFacts[]): Claimed[] {
  return files.flatMap(({ harvests }) =>
    harvests.flatMap(({ source, claim }) =>
      claim === undefined
        ? []
        : [{ source: source.id, name: source.name, sha256: source.digests.sha256 ?? '', claim }],
    ),
  );
}

/** The certificate beside a bare signature: of the same name but for the ending, else the only one there is. */
function certificateFor(name: string, files: readonly FileFacts[]): Bytes | undefined {
  const found = files.flatMap(({ harvests }) =>
    harvests.flatMap(({ source, certificate }) =>
      certificate === undefined ? [] : [{ name: source.name, certificate }],
    ),
  );
  const stem = (text: string) => text.replace(/\.(?:sig|pem|crt|cert|cer)$/i, '');
  const own = found.find((one) => stem(one.name) === stem(name));
  return (own ?? (found.length === 1 ? found[0] : undefined))?.certificate;
}

/** A digest that stands for bytes which are not here. */
function byDigest({ name, digests }: Settings['digests'][number]): Artifact {
  return { id: name, name, digests, file: undefined };
}

/** Files that claims may name by an algorithm not computed yet. */
export function hashJobs(files: readonly FileFacts[]): Job[] {
  const algorithms = algorithmsOf(claimsOf(files).map(({ claim }) => claim));
  if (algorithms.length === 0) return [];
  return files.flatMap(({ key, name, digests, harvests }): Job[] => {
    const top = harvests.find(({ source }) => source.id === key);
    if (
      top === undefined ||
      top.claim !== undefined ||
      top.reference !== undefined ||
      top.source.kind === 'folder'
    )
      return [];
    const missing = algorithms.filter((algorithm) => digests[algorithm] === undefined);
    return missing.length === 0 ? [] : [{ kind: 'hash', file: key, name, source: key, algorithms: missing }];
  });
}
