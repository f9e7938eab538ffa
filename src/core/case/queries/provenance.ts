import type { Resource } from '../../attest/predicates/types.ts';
import { canonicalPurl } from '../../base/purl.ts';
import type { SourceId } from '../../model/source.ts';
import { compareProvenance, type ProvenanceChange } from '../../verify/compare-provenance.ts';
import type { CaseAttestation, CaseModel } from '../model.ts';
import { attestationId } from './trust.ts';

/** Two provenances of the case that are of one project, and what changed between them. */
export interface ProvenanceComparison {
  /** {@link attestationId} of the earlier and the later. */
  readonly before: string;
  readonly after: string;
  readonly changes: readonly ProvenanceChange[];
}

/**
 * Compares each provenance with the next of the same repository, in the order of their proven times, else of their source:
 * "the previous release, dropped beside it".
 */
export function provenanceComparisons(model: CaseModel): readonly ProvenanceComparison[] {
  const groups = new Map<string, CaseAttestation[]>();
  for (const one of model.attestations) {
    const provenance = one.predicate?.predicate.kind === 'provenance' ? one.predicate.predicate : undefined;
    const name = nameOf(one) ?? provenance?.source.repository?.value;
    if (provenance === undefined || name === undefined) continue;
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return [...groups.keys()].sort().flatMap((name) => {
    const ordered = [...(groups.get(name) ?? [])].sort(byTime);
    return ordered.slice(1).map((after, index): ProvenanceComparison => {
      const before = ordered[index] ?? after;
      return {
        before: attestationId(before),
        after: attestationId(after),
        changes: compareProvenance(before, after),
      };
    });
  });
}

/** A package by its name without version: what another version of it shares even when the repository changed. */
function nameOf({ statement }: CaseAttestation): string | undefined {
  const [subject, ...more] = statement?.subjects ?? [];
  const [, purl] = /^(pkg:[a-z]+\/[^@?#]+)@/.exec(subject?.name ?? '') ?? [];
  return more.length === 0 ? purl : undefined;
}

function byTime(a: CaseAttestation, b: CaseAttestation): number {
  return keyOf(a) < keyOf(b) ? -1 : 1;
}

/** Nothing of the order of drops: when it was signed, else what was signed. */
function keyOf({ time, statement, record }: CaseAttestation): string {
  const digests = statement?.subjects.flatMap((subject) => [...subject.digests.values()]) ?? [];
  return `${time.proven[0]?.at ?? '9'} ${digests.join(' ')} ${String(record).padStart(6, '0')}`;
}

/** Something a build was made from, and whether it is in the case. */
export interface Material {
  readonly resource: Resource;
  /** A digest of SHA-256 or stronger, or a commit, fixes what it is. */
  readonly pinned: 'digest' | 'commit' | 'not pinned';
  /** What of the case it is: by digest, else, the weaker join, by package URL. */
  readonly match:
    | { readonly by: 'digest'; readonly source: SourceId }
    | { readonly by: 'purl'; readonly component: number }
    | undefined;
}

/** What a provenance says it was made from (`resolvedDependencies`, `materials`), joined with the case. */
export function materialsOf(model: CaseModel, one: CaseAttestation): readonly Material[] {
  const provenance = one.predicate?.predicate.kind === 'provenance' ? one.predicate.predicate : undefined;
  if (provenance === undefined) return [];
  const digests = digestsOf(model);
  const purls = new Map(
    model.components.flatMap(({ purl, occurrences }, index): [string, number][] =>
      purl !== undefined && occurrences.some((at) => model.occurrences[at]?.state === 'present')
        ? [[purl, index]]
        : [],
    ),
  );
  return provenance.dependencies.map((resource): Material => {
    const strong = ['sha512', 'sha384', 'sha256'].flatMap((name) => {
      const hex = resource.digests.get(name);
      return hex === undefined ? [] : [`${name}:${hex}`];
    });
    const source = strong.map((digest) => digests.get(digest)).find((found) => found !== undefined);
    const purl = resource.uri?.startsWith('pkg:') ? canonicalPurl(resource.uri) : undefined;
    const component = purl === undefined ? undefined : purls.get(purl);
    const commit = resource.digests.has('gitCommit') || resource.digests.has('sha1');
    return {
      resource,
      pinned: strong.length > 0 ? 'digest' : commit ? 'commit' : 'not pinned',
      match:
        source !== undefined
          ? { by: 'digest', source }
          : component === undefined
            ? undefined
            : { by: 'purl', component },
    };
  });
}

function digestsOf({ sources, images }: CaseModel): ReadonlyMap<string, SourceId> {
  const found = new Map<string, SourceId>();
  const add = (digest: string | undefined, source: SourceId): void => {
    if (digest !== undefined && !found.has(digest)) found.set(digest, source);
  };
  for (const { id, digests } of sources) {
    for (const [algorithm, hex] of Object.entries(digests)) add(`${algorithm}:${hex}`, id);
  }
  for (const { source, plan } of images) {
    add(plan.manifestDigest, source);
    add(plan.configDigest, source);
  }
  return found;
}
