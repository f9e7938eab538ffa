import type { Provenance, Stated } from '../attest/predicates/types.ts';
import type { Check } from '../model/check.ts';
import type { CertificateFact, CertificateFacts } from './certificate-facts.ts';
import { check } from './check.ts';
import type { FieldComparison } from './result.ts';

/**
 * Holds what a statement says of its run against what the certificate says of it. The certificate was written by the
 * authority from the token of the run; the statement by whoever could run a step there. Fields that neither states are
 * left out.
 */
export function compareWithCertificate(
  facts: CertificateFacts,
  { source, run }: Provenance,
): readonly FieldComparison[] {
  return [
    compare('Source repository', facts.repository, source.repository),
    compare('Repository id', facts.repositoryId, run.repositoryId),
    compare('Owner id', facts.ownerId, run.ownerId),
    compare('Ref', facts.ref, source.ref),
    compare('Commit', facts.commit, source.commit),
    compare('Workflow', facts.workflowPath, run.workflowPath),
    compare('Workflow ref', facts.workflowRef, run.workflowRef),
    compare('Trigger', facts.event, run.event),
    compare('Run', facts.runId, run.id),
    compare('Attempt', facts.attempt, run.attempt),
    compare('Runner', facts.runner, run.runner),
  ].flatMap((row) => row ?? []);
}

function compare(
  field: string,
  certificate: CertificateFact | undefined,
  statement: Stated | undefined,
): FieldComparison | undefined {
  if (certificate === undefined && statement === undefined) return undefined;
  const status =
    certificate === undefined
      ? 'certificate-silent'
      : statement === undefined
        ? 'statement-silent'
        : certificate.value === statement.value
          ? 'confirmed'
          : 'differs';
  return {
    field,
    certificate: certificate?.value,
    statement: statement?.value,
    status,
    ...(certificate === undefined ? {} : { oid: certificate.oid }),
    ...(statement === undefined ? {} : { pointer: statement.pointer }),
  };
}

/** The comparison as one check: fails when a field differs. It is no part of the verdict on the signature. */
export function certificateCheck(rows: readonly FieldComparison[]): Check {
  const differing = rows.filter(({ status }) => status === 'differs');
  const confirmed = rows.filter(({ status }) => status === 'confirmed');
  const evidence = rows
    .filter(({ status }) => status !== 'statement-silent')
    .map(({ field, certificate, statement, pointer }) => ({
      label: field,
      value: `${statement ?? 'not stated'} (certificate: ${certificate ?? 'silent'})`,
      ...(pointer === undefined ? {} : { at: pointer }),
    }));
  const id = 'provenance.certificate';
  if (differing.length > 0) {
    const names = differing.map(({ field }) => field.toLowerCase()).join(', ');
    return check(id, 'fail', `Statement and certificate differ in ${names}.`, { evidence });
  }
  return confirmed.length === 0
    ? check(id, 'absent', 'The certificate says nothing of what the statement says.', { evidence })
    : check(id, 'pass', `The certificate confirms ${confirmed.length} fields of the statement.`, {
        against: 'the certificate',
        evidence,
      });
}
