import { type Bytes, fromHex, type Hex, toHex } from '../base/bytes.ts';
import type { Limits } from '../base/limits.ts';
import { EntryTable } from '../model/entry-table.ts';
import type { SourceId } from '../model/source.ts';
import type { AttestationResult } from '../verify/result.ts';
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
      const key = `${source}\0${sha256}\0${shared}`;
      this.#keys.set(source, key);
      if (this.#results.has(key)) continue;
      due.push({
        source,
        key,
        order: {
          name,
          bytes: claim.bytes,
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

/**
 * What claims can be about: every source that makes none itself, and every digest of the case that a claim names
 * (layers, diffIDs, manifests, configs, files inside trees), under the id of the source that holds it.
 */
function artifactsOf(files: readonly FileFacts[], claims: readonly Claim[]): Artifact[] {
  const wanted = new Set(claims.flatMap(({ subjects }) => subjects));
  const out: Artifact[] = [];
  for (const { key, harvests, digests } of files) {
    for (const { source, claim, reference, layer, image, entries } of harvests) {
      // A list of digests can be signed itself; anything else that claims is no artifact.
      if ((claim?.envelopes ?? 0) > 0 || reference !== undefined) continue;
      const top = source.id === key;
      const own = top ? { ...source.digests, ...digests } : source.digests;
      out.push({ id: source.id, name: source.name, digests: own, file: top ? source.ref.file : undefined });
      const inside = (hex: Hex, name: string) => {
        if (wanted.has(`sha256:${hex}`))
          out.push({ id: source.id, name, digests: { sha256: hex }, file: undefined });
      };
      const insideDigest = (digest: string, name: string) => {
        const [algorithm, hex] = digest.split(':');
        const bytes = algorithm === 'sha256' ? fromHex(hex ?? '') : undefined;
        if (bytes !== undefined) inside(toHex(bytes), name);
      };
      if (layer?.diffID !== undefined) inside(layer.diffID, `${source.name}, unpacked`);
      for (const { manifestDigest, configDigest, ref } of image?.images ?? []) {
        if (manifestDigest !== undefined) insideDigest(manifestDigest, `manifest of ${ref ?? source.name}`);
        if (configDigest !== undefined) insideDigest(configDigest, `config of ${ref ?? source.name}`);
      }
      if (entries === undefined) continue;
      const table = new EntryTable(entries);
      for (let i = 0; i < table.length; i++) {
        const hex = table.sha256(i);
        if (hex !== undefined) inside(hex, table.path(i));
      }
    }
  }
  return out;
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
