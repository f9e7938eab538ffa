import { NPM_PUBLISH } from '../core/attest/predicates/npm-publish.ts';
import type { CaseAttestation, CaseModel } from '../core/case/model.ts';
import { statedMembers } from '../core/verify/policy/stated-members.ts';
import type { ProvenanceExpectations } from '../core/verify/policy/types.ts';

export interface Outcome {
  readonly status: 0 | 1;
  /** Attestations that the status speaks of. */
  readonly counted: readonly CaseAttestation[];
  readonly sentence: string;
}

export interface Asked {
  /** An artifact was named. */
  readonly artifact: boolean;
  /** Predicate type asked for; SLSA provenance, or a bare signature, where none is. */
  readonly type: string | undefined;
  /** A package was named: the registry must say so too. */
  readonly publish?: boolean;
  /** What was stated of provenance or a summary: something that counts must have been held against each of it. */
  readonly expected?: ProvenanceExpectations;
}

/** SLSA provenance, whatever its version: what is expected of a statement when no `--type` is given. */
const PROVENANCE = /^https:\/\/slsa\.dev\/provenance\/v(?:0\.1|0\.2|1|1\.0\?draft)$/;

/**
 * The exit status of `verify` (DESIGN §8). Only attestations of the type asked for count; of those, every one about the
 * artifact must be verified and meet the expectations, and there must be one. Without an artifact, verdict and
 * expectations alone decide.
 */
export function decide({ attestations }: Pick<CaseModel, 'attestations'>, asked: Asked): Outcome {
  const ofType = attestations.filter(({ predicateType }) => matches(predicateType, asked));
  const counted = asked.artifact ? ofType.filter(({ about }) => about.length > 0) : ofType;
  const no = (sentence: string): Outcome => ({ status: 1, counted, sentence });
  if (attestations.length === 0) return no('It holds no attestation.');
  if (ofType.length === 0) return no(`None of ${attestations.length} attestations is of the type asked for.`);
  if (counted.length === 0) {
    const broken = ofType.find(({ verdict }) => verdict !== 'verified');
    return no(
      broken === undefined ? 'No attestation is about this artifact.' : `Not verified: ${broken.verdict}.`,
    );
  }
  if (asked.publish === true && !counted.some(isPublish))
    return no('No statement of the registry says that it published this.');
  const faults = counted.map(faultOf);
  // A summary of Cloud Build lists what it has of one build: one that holds is enough.
  const enough = counted.every(({ carrier }) => carrier === 'cloud-build');
  const [fault] = enough && faults.includes(undefined) ? [] : faults.filter((one) => one !== undefined);
  if (fault !== undefined) return no(fault);
  const unheld = notHeld(counted, asked);
  if (unheld !== undefined) return no(unheld);
  return { status: 0, counted, sentence: 'Verified, and signed by whom you expect.' };
}

/**
 * What was asked for and nothing that counts was held against. The statement of a registry says that it published
 * something, and a bare signature nothing at all: neither stands in for provenance.
 */
function notHeld(counted: readonly CaseAttestation[], asked: Asked): string | undefined {
  const { expected = {}, type } = asked;
  const statements = counted.filter((one) => !isPublish(one));
  if (
    expected.policy === true &&
    type === undefined &&
    !statements.some(({ predicateType = '' }) => PROVENANCE.test(predicateType))
  )
    return 'Verified, but it holds no provenance of this artifact.';
  const missing = statedMembers(expected).find(({ of, id }) =>
    (of === 'package' ? counted : statements).every(({ checks }) => !checks.some((one) => one.id === id)),
  );
  return missing && `Verified, but nothing in it says the ${missing.words} you expect.`;
}

/** Why an attestation is no yes; `undefined` when it is one. */
function faultOf({ verdict, expected, against }: CaseAttestation): string | undefined {
  if (verdict !== 'verified') return `Not verified: ${verdict}.`;
  if (against !== undefined && against.length > 0)
    return `Verified, and it speaks against the artifact: ${against[0]}`;
  if (expected === 'unmet') return 'Verified, but it is not what you expect: see the checks that failed.';
  return expected === 'met'
    ? undefined
    : 'Verified, but you have not said whom you expect: give --identity and --issuer, --key, --source-uri with --provenance, or --any-signer.';
}

function isPublish({ predicateType }: CaseAttestation): boolean {
  return predicateType === NPM_PUBLISH;
}

function matches(predicateType: string | undefined, { type, publish }: Asked): boolean {
  if (type !== undefined) return predicateType === type;
  if (publish === true && predicateType === NPM_PUBLISH) return true;
  return predicateType === undefined || PROVENANCE.test(predicateType);
}
