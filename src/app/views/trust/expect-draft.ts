import type { Expectations } from '../../../core/verify/expectations.ts';

/** The form of expectations as it stands on the screen. */
export interface Draft {
  identity: string;
  issuer: string;
  keySha256: string;
  wildcards: boolean;
  anySigner: boolean;
}

export function draftOf({ identity, issuer, keySha256, wildcards, anySigner }: Expectations): Draft {
  return {
    identity: identity ?? '',
    issuer: issuer ?? '',
    keySha256: keySha256 ?? '',
    wildcards: wildcards ?? false,
    anySigner: anySigner ?? false,
  };
}

export function blank(): Draft {
  return draftOf({});
}

/** What the form states. Empty fields and switches that are off state nothing. */
export function expectationsOf(draft: Draft): Expectations {
  const [identity, issuer] = [draft.identity.trim(), draft.issuer.trim()];
  const keySha256 = keyOf(draft);
  return {
    ...(identity === '' ? {} : { identity }),
    ...(issuer === '' ? {} : { issuer }),
    ...(keySha256 === '' ? {} : { keySha256 }),
    ...(draft.wildcards && (identity !== '' || issuer !== '') ? { wildcards: true } : {}),
    ...(draft.anySigner ? { anySigner: true } : {}),
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
