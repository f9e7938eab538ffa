import type { Check } from '../../model/check.ts';
import { GITHUB_ACTIONS } from '../certificate-facts.ts';
import { check } from '../check.ts';
import { isReleaseTag, isVersionTag } from './builder-id.ts';
import { unknownMembers, unknownParameters } from './strict-form.ts';
import type { PolicyInput } from './types.ts';

const GENERATOR_OWN = [
  'https://github.com/slsa-framework/slsa-github-generator',
  'https://github.com/slsa-framework/example-package',
];

/** Says what came of the builder; the evidence is always statement, certificate and expectation. */
export function builderCheck(input: PolicyInput, status: 'pass' | 'fail' | 'absent', detail: string): Check {
  const { certificate, expected, reading } = input;
  const stated = reading.predicate.kind === 'provenance' ? reading.predicate.builder.id : undefined;
  return check('provenance.builder', status, detail, {
    against: expected.builderId ?? '',
    evidence: [
      { label: 'Builder in the statement', value: stated?.value ?? 'not stated', at: stated?.pointer ?? '' },
      { label: 'Signer in the certificate', value: certificate?.signer?.uri ?? 'none' },
    ],
  });
}

/** Why a certificate cannot be that of a builder on GitHub; `undefined` when it can. */
export function notGithub({ certificate }: PolicyInput): string | undefined {
  if (certificate === undefined) return undefined;
  if (certificate.issuer !== GITHUB_ACTIONS)
    return `The identity was vouched for by ${certificate.issuer ?? 'nobody that is named'}, not by GitHub Actions.`;
  if (!certificate.signer?.name.startsWith('https://github.com/'))
    return 'The certificate does not name a workflow on GitHub.';
  return undefined;
}

/**
 * Whether a builder is referenced at a released version. The builder's owner builds its own two repositories at the
 * head of its main branch and with pre-releases: there, and nowhere else, that is let pass.
 */
export function refFault({ certificate }: PolicyInput, ref: string): string | undefined {
  if (isReleaseTag(ref)) return undefined;
  const own = GENERATOR_OWN.includes(certificate?.repository?.value ?? '');
  if (own && (ref === 'refs/heads/main' || isVersionTag(ref))) return undefined;
  return `The builder is referenced at ${ref}, which is no released version vX.Y.Z.`;
}

/** The build type is one that the builder writes, and nothing is in the statement that it never writes. */
export function buildTypeCheck(input: PolicyInput, buildTypes: readonly string[]): Check {
  const { predicate } = input.reading;
  const buildType = predicate.kind === 'provenance' ? predicate.buildType?.value : undefined;
  const id = 'provenance.build-type';
  const against = buildTypes.join(', ');
  if (buildType === undefined || !buildTypes.includes(buildType))
    return check(id, 'fail', `The build type "${buildType ?? ''}" is not one this builder writes.`, {
      against,
    });
  const [unknown, ...more] = unknownMembers(input.statement);
  if (unknown !== undefined) {
    const others = more.length === 0 ? '' : ` and ${more.length} more`;
    return check(
      id,
      'fail',
      `The statement has members that provenance does not have: ${unknown}${others}.`,
      { against },
    );
  }
  return check(id, 'pass', `The build type is ${buildType}.`, { against });
}

/** External parameters that the build type does not define, named; it does not decide. */
export function parametersCheck({ statement }: PolicyInput): Check[] {
  const unknown = unknownParameters(statement);
  if (unknown === undefined) return [];
  const detail =
    unknown.length === 0
      ? 'All external parameters are of a kind the build type defines.'
      : `The build type does not define these parameters: ${unknown.slice(0, 16).join(', ')}.`;
  return [check('provenance.parameters', unknown.length === 0 ? 'pass' : 'absent', detail)];
}
