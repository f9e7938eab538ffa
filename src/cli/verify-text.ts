import { displayName } from '../core/base/names.ts';
import type { CaseModel } from '../core/case/model.ts';
import type { Outcome } from './verify-status.ts';

/** What `loupe verify` says without `--json`: verdict, then every check with what it was held against. */
export function verifyText({ attestations, diagnostics }: CaseModel, outcome: Outcome): string {
  const lines: string[] = [];
  for (const one of attestations) {
    const signer = one.signer?.kind === 'certificate' ? one.signer.identity : one.signer?.name;
    lines.push(
      `Attestation ${one.record}: ${one.verdict}${outcome.counted.includes(one) ? '' : ' (not counted)'}`,
      ...(one.predicateType === undefined ? [] : [`  type       ${displayName(one.predicateType)}`]),
      ...(signer === undefined ? [] : [`  signer     ${displayName(signer)}`]),
      ...one.time.proven.map(({ at, by }) => `  time       ${at}, by ${displayName(by)}`),
      `  about      ${one.about.map(({ digest }) => digest).join(', ') || 'nothing that was given'}`,
      `  expected   ${one.expected}`,
    );
    if (one.level !== undefined) lines.push(`  level      ${displayName(one.level.because)}`);
    for (const sentence of one.against ?? []) lines.push(`  against    ${displayName(sentence)}`);
    for (const { id, status, detail } of one.checks)
      lines.push(`  ${status.padEnd(10)} ${id}: ${displayName(detail)}`);
  }
  for (const { severity, message } of diagnostics) lines.push(`${severity}: ${displayName(message)}`);
  lines.push(outcome.sentence);
  return `${lines.join('\n')}\n`;
}
