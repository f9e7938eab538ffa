import type { Provenance } from '../../attest/predicates/types.ts';
import type { CertificateFacts } from '../certificate-facts.ts';
import { matchesPattern } from '../pattern.ts';
import type { Signer } from '../signer.ts';
import { BUILDERS } from './builders.ts';
import type { BuilderRow, SignerRule } from './types.ts';

/** Who signed, as the pair needs it. */
export interface PairInput {
  readonly provenance: Provenance;
  readonly signer: Signer | undefined;
  readonly certificate: CertificateFacts | undefined;
}

/** The row that knows this (signer, builder, build type); the user's own rows come first. */
export function knownPair(input: PairInput, own: readonly BuilderRow[] = []): BuilderRow | undefined {
  const builderId = input.provenance.builder.id?.value ?? '';
  const buildType = input.provenance.buildType?.value ?? '';
  return [...own, ...BUILDERS].find(
    (row) =>
      alternatives(row.builderId).some((pattern) => matchesPattern(pattern, builderId)) &&
      (row.buildTypes.length === 0 || row.buildTypes.includes(buildType)) &&
      signedAsRuled(row.signer, builderId, input),
  );
}

/** `a{b,c}d` stands for `abd` and `acd`; one pair of braces at most. */
function alternatives(pattern: string): string[] {
  const [, before, inside, after] = /^([^{}]*)\{([^{}]*)\}([^{}]*)$/.exec(pattern) ?? [];
  return inside === undefined ? [pattern] : inside.split(',').map((part) => `${before}${part}${after}`);
}

function signedAsRuled(
  rule: SignerRule,
  builderId: string,
  { signer, certificate, provenance }: PairInput,
): boolean {
  const workflow = certificate?.signer;
  const repository = certificate?.repository?.value ?? provenance.source.repository?.value;
  const ofSource =
    workflow !== undefined && repository !== undefined && workflow.name.startsWith(`${repository}/`);
  switch (rule) {
    case 'builder':
      return workflow?.uri === builderId;
    case 'source-workflow':
      return ofSource;
    case 'other-workflow':
      return workflow !== undefined && !ofSource;
    case 'key':
      return signer?.kind === 'key' && signer.origin === 'given';
    case 'nobody':
      return true;
    default:
      return signer?.kind === 'certificate' && matchesPattern(rule.identity, signer.identity ?? '');
  }
}
