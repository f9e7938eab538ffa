import type { Expectations } from '../../../core/verify/expectations.ts';
import type { ProvenanceExpectations } from '../../../core/verify/policy/types.ts';

/** What the form asks of provenance, in the order it stands there. */
export const SAID = [
  'sourceUri',
  'sourceTag',
  'sourceVersionedTag',
  'sourceBranch',
  'builderId',
  'packageName',
  'packageVersion',
] as const satisfies readonly (keyof ProvenanceExpectations)[];

export type Said = (typeof SAID)[number];

/** The form of expectations as it stands on the screen. */
export interface Draft {
  identity: string;
  issuer: string;
  keySha256: string;
  wildcards: boolean;
  anySigner: boolean;
  said: Record<Said, string>;
  /** The whole policy of slsa-verifier. */
  policy: boolean;
  /** What a policy file states and the form has no field for; it stays in force until nobody is expected. */
  kept: Pick<Expectations, 'builders'> & { readonly provenance: ProvenanceExpectations };
}

export function draftOf(expectations: Expectations): Draft {
  const { identity, issuer, keySha256, wildcards, anySigner, provenance = {}, builders } = expectations;
  const { workflowInputs, verifierId, resourceUri, verifiedLevels } = provenance;
  const said = Object.fromEntries(SAID.map((name) => [name, provenance[name] ?? '']));
  return {
    identity: identity ?? '',
    issuer: issuer ?? '',
    keySha256: keySha256 ?? '',
    wildcards: wildcards ?? false,
    anySigner: anySigner ?? false,
    said: { ...nothingSaid(), ...said },
    policy: provenance.policy ?? false,
    kept: {
      provenance: {
        ...(workflowInputs === undefined ? {} : { workflowInputs }),
        ...(verifierId === undefined ? {} : { verifierId }),
        ...(resourceUri === undefined ? {} : { resourceUri }),
        ...(verifiedLevels === undefined ? {} : { verifiedLevels }),
      },
      ...(builders === undefined ? {} : { builders }),
    },
  };
}

function nothingSaid(): Record<Said, string> {
  return {
    sourceUri: '',
    sourceTag: '',
    sourceVersionedTag: '',
    sourceBranch: '',
    builderId: '',
    packageName: '',
    packageVersion: '',
  };
}

export function blank(): Draft {
  return draftOf({});
}

/** What the form states. Empty fields and switches that are off state nothing. */
export function expectationsOf(draft: Draft): Expectations {
  const [identity, issuer] = [draft.identity.trim(), draft.issuer.trim()];
  const keySha256 = keyOf(draft);
  const provenance: ProvenanceExpectations = {
    ...draft.kept.provenance,
    ...Object.fromEntries(
      SAID.flatMap((name) => {
        const value = draft.said[name].trim();
        return value === '' ? [] : [[name, value]];
      }),
    ),
    ...(draft.policy ? { policy: true } : {}),
  };
  return {
    ...(identity === '' ? {} : { identity }),
    ...(issuer === '' ? {} : { issuer }),
    ...(keySha256 === '' ? {} : { keySha256 }),
    ...(draft.wildcards && (identity !== '' || issuer !== '') ? { wildcards: true } : {}),
    ...(draft.anySigner ? { anySigner: true } : {}),
    ...(Object.keys(provenance).length === 0 ? {} : { provenance }),
    ...(draft.kept.builders === undefined ? {} : { builders: draft.kept.builders }),
  };
}

export function halfStated({ identity, issuer }: Draft): boolean {
  return (identity.trim() === '') !== (issuer.trim() === '');
}

export function keyWrong(draft: Draft): boolean {
  const key = keyOf(draft);
  return key !== '' && !/^[0-9a-f]{64}$/.test(key);
}

export function sameDraft(a: Draft, b: Draft): boolean {
  return JSON.stringify(expectationsOf(a)) === JSON.stringify(expectationsOf(b));
}

function keyOf({ keySha256 }: Draft): string {
  return keySha256
    .trim()
    .toLowerCase()
    .replace(/^sha256:/, '');
}
