import type { Parameter, Provenance } from '../attest/predicates/types.ts';
import { certificateFacts } from './certificate-facts.ts';
import type { AttestationResult } from './result.ts';

/** One thing that two releases say of how they were built. */
export interface ProvenanceChange {
  /** For people: "Signer", "Builder", "Repository id", or a parameter by its name. */
  readonly field: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly status: 'same' | 'changed';
  /** It is expected to change from one release to the next, and says nothing by itself. */
  readonly ordinary: boolean;
}

/**
 * Compares how two releases were built: a signer, builder, repository id, workflow, trigger, runner or parameter that
 * changed is where a stolen account or repository shows. What neither states is left out. Masked values are compared as
 * masked: whether a secret changed is not told.
 */
export function compareProvenance(
  before: AttestationResult,
  after: AttestationResult,
): readonly ProvenanceChange[] {
  const [a, b] = [provenanceOf(before), provenanceOf(after)];
  if (a === undefined || b === undefined) return [];
  const [left, right] = [sidesOf(before, a), sidesOf(after, b)];
  const rows = FIELDS.flatMap(({ field, ordinary }) =>
    row(field, left.get(field), right.get(field), ordinary),
  );
  return [...rows, ...parameterRows(a.externalParameters, b.externalParameters)];
}

const FIELDS: readonly { readonly field: string; readonly ordinary: boolean }[] = [
  { field: 'Signer', ordinary: false },
  { field: 'Issuer', ordinary: false },
  { field: 'Key', ordinary: false },
  { field: 'Builder', ordinary: false },
  { field: 'Builder version', ordinary: true },
  { field: 'Build type', ordinary: false },
  { field: 'Repository', ordinary: false },
  { field: 'Repository id', ordinary: false },
  { field: 'Owner id', ordinary: false },
  { field: 'Workflow', ordinary: false },
  { field: 'Trigger', ordinary: false },
  { field: 'Runner', ordinary: false },
  { field: 'Ref', ordinary: true },
  { field: 'Commit', ordinary: true },
];

function provenanceOf({ predicate }: AttestationResult): Provenance | undefined {
  return predicate?.predicate.kind === 'provenance' ? predicate.predicate : undefined;
}

/** The certificate's word where there is one; else the statement's. */
function sidesOf(
  { signer }: AttestationResult,
  { builder, buildType, source, run }: Provenance,
): ReadonlyMap<string, string | undefined> {
  const facts = certificateFacts(signer);
  const [name, version] = (builder.id?.value ?? '').split('@');
  const identity = signer?.kind === 'certificate' ? signer.identity?.split('@')[0] : undefined;
  return new Map([
    ['Signer', identity],
    ['Issuer', signer?.kind === 'certificate' ? signer.issuer : undefined],
    ['Key', signer?.kind === 'key' ? `sha256:${signer.keySha256}` : undefined],
    ['Builder', name === '' ? undefined : name],
    ['Builder version', version],
    ['Build type', buildType?.value],
    ['Repository', facts?.repository?.value ?? source.repository?.value],
    ['Repository id', facts?.repositoryId?.value ?? run.repositoryId?.value],
    ['Owner id', facts?.ownerId?.value ?? run.ownerId?.value],
    ['Workflow', facts?.workflowPath?.value ?? run.workflowPath?.value],
    ['Trigger', facts?.event?.value ?? run.event?.value],
    ['Runner', facts?.runner?.value ?? run.runner?.value],
    ['Ref', facts?.ref?.value ?? source.ref?.value],
    ['Commit', facts?.commit?.value ?? source.commit?.value],
  ]);
}

function row(
  field: string,
  before: string | undefined,
  after: string | undefined,
  ordinary: boolean,
): ProvenanceChange[] {
  if (before === undefined && after === undefined) return [];
  return [{ field, before, after, status: before === after ? 'same' : 'changed', ordinary }];
}

/** What every workflow names anew for each release is in the fields above. */
const TOLD = new Set(['workflow.ref', 'workflow.repository', 'workflow.path']);

function parameterRows(before: readonly Parameter[], after: readonly Parameter[]): ProvenanceChange[] {
  const values = (list: readonly Parameter[]) =>
    new Map(list.filter(({ name }) => !TOLD.has(name)).map(({ name, value }) => [name, value]));
  const [left, right] = [values(before), values(after)];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((name) => {
    const [was, is] = [left.get(name), right.get(name)];
    return was === is ? [] : row(`Parameter ${name}`, was, is, false);
  });
}
