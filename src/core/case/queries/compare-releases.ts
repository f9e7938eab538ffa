import type { Provenance } from '../../attest/predicates/types.ts';
import { displayName } from '../../base/names.ts';
import { type CertificateFacts, certificateFacts } from '../../verify/certificate-facts.ts';
import type { CaseAttestation, CaseModel } from '../model.ts';
import type { ComparedField, ReleaseComparison } from '../provenance-views.ts';
import { digestsOf, overlap } from './named-digests.ts';
import { attestationId } from './trust.ts';

/**
 * Holds provenance against that of another release of the same package in the case: what stays the same from release to
 * release, and what an attacker would have to change. Absent where the case holds no other release.
 */
export function compareReleases(model: CaseModel, one: CaseAttestation): ReleaseComparison | undefined {
  const provenance = provenanceOf(one);
  if (provenance === undefined) return undefined;
  const own = digestsOf(one);
  const candidates = model.attestations
    .filter((other) => other !== one && provenanceOf(other) !== undefined && !overlap(own, digestsOf(other)))
    .map((other) => ({ other, kinship: kinshipOf(one, other), name: nameOf(other) }))
    .filter(({ kinship }) => kinship > 0)
    .sort((a, b) => b.kinship - a.kinship || (a.name < b.name ? -1 : 1));
  const best = candidates[0];
  const before = best === undefined ? undefined : provenanceOf(best.other);
  if (best === undefined || before === undefined) return undefined;
  const [here, there] = [valuesOf(one, provenance), valuesOf(best.other, before)];
  const fields = [...new Set([...here.keys(), ...there.keys()])];
  return {
    other: attestationId(best.other),
    name: displayName(nameOf(one)),
    otherName: displayName(best.name),
    rows: fields.map((field) => compare(field, here.get(field), there.get(field))),
  };
}

function provenanceOf({ predicate }: CaseAttestation): Provenance | undefined {
  return predicate?.predicate.kind === 'provenance' ? predicate.predicate : undefined;
}

function nameOf({ statement }: CaseAttestation): string {
  return statement?.subjects[0]?.name ?? '';
}

/** 2: same repository; 1: names that differ in their digits alone; 0: nothing in common. */
function kinshipOf(a: CaseAttestation, b: CaseAttestation): number {
  const repository = (one: CaseAttestation): string | undefined =>
    certificateFacts(one.signer)?.repository?.value ?? provenanceOf(one)?.source.repository?.value;
  const stem = (one: CaseAttestation): string => nameOf(one).replace(/\d+/g, '#');
  const sameName = stem(a) !== '' && stem(a) === stem(b);
  const sameRepository = repository(a) !== undefined && repository(a) === repository(b);
  // Several files of one release are not releases to compare.
  if (sameRepository && sameRelease(a, b)) return 0;
  return (sameRepository ? 2 : 0) + (sameName ? 1 : 0);
}

function sameRelease(a: CaseAttestation, b: CaseAttestation): boolean {
  const run = (one: CaseAttestation): string | undefined => provenanceOf(one)?.run.invocationId?.value;
  return run(a) !== undefined && run(a) === run(b);
}

/** The fields in which releases of a project are alike, in the order of the table; what the certificate says goes first. */
function valuesOf(one: CaseAttestation, provenance: Provenance): ReadonlyMap<string, string> {
  const facts = certificateFacts(one.signer);
  const { run, source, builder } = provenance;
  const entries: readonly (readonly [string, string | undefined])[] = [
    ['Signer', withoutRef(signerOf(one))],
    ['Vouched for by', facts?.issuer],
    ['Builder', withoutRef(builder.id?.value)],
    ['Build type', provenance.buildType?.value],
    ['Repository', facts?.repository?.value ?? source.repository?.value],
    ['Repository id', facts?.repositoryId?.value ?? run.repositoryId?.value],
    ['Owner id', facts?.ownerId?.value ?? run.ownerId?.value],
    ['Workflow', facts?.workflowPath?.value ?? run.workflowPath?.value ?? source.path?.value],
    ['Ref', kindOf(facts, source.ref?.value)],
    ['Trigger', facts?.event?.value ?? run.event?.value],
    ['Runner', facts?.runner?.value ?? run.runner?.value],
    ['Parameters', parametersOf(provenance)],
  ];
  return new Map(entries.flatMap(([field, value]) => (value === undefined ? [] : [[field, value] as const])));
}

function signerOf({ signer }: CaseAttestation): string | undefined {
  return signer?.kind === 'key' ? `key ${signer.keySha256}` : signer?.identity;
}

/** The ref names the release, so it is another one each time. */
function withoutRef(uri: string | undefined): string | undefined {
  return uri?.replace(/@[^@]*$/, '');
}

/** A release built from a tag, and one built from a branch, are not built alike. */
function kindOf(facts: CertificateFacts | undefined, stated: string | undefined): string | undefined {
  const ref = facts?.ref?.value ?? stated;
  if (ref === undefined) return undefined;
  if (ref.startsWith('refs/tags/')) return 'a tag';
  if (ref.startsWith('refs/pull/')) return 'a pull request';
  return ref;
}

/** Names of the parameters; values of those that are not the ref. */
function parametersOf({ externalParameters }: Provenance): string | undefined {
  const listed = externalParameters
    .filter(({ name }) => !/(?:^|\.)(?:ref|repository|path|uri)$/.test(name) && !name.startsWith('source.'))
    .slice(0, 50)
    .map(({ name, value }) => `${name}=${value}`);
  return listed.length === 0 ? 'none' : listed.join(', ');
}

function compare(field: string, here: string | undefined, there: string | undefined): ComparedField {
  const status =
    here === undefined
      ? 'only there'
      : there === undefined
        ? 'only here'
        : here === there
          ? 'same'
          : 'changed';
  return {
    field,
    here: here === undefined ? undefined : displayName(here),
    there: there === undefined ? undefined : displayName(there),
    status,
  };
}
