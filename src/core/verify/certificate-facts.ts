import type { Signer } from './signer.ts';

/** Issuer of identities of GitHub Actions runs. */
export const GITHUB_ACTIONS = 'https://token.actions.githubusercontent.com';

/** A value that a certificate states, and the extension it stands in. */
export interface CertificateFact {
  readonly value: string;
  readonly oid: string;
}

/** What Fulcio wrote into a certificate about the run that asked for it, in one form for old and new certificates. */
export interface CertificateFacts {
  readonly issuer: string | undefined;
  /** Workflow that asked for the certificate: the identity, as path and ref. Of a reusable workflow it is that one. */
  readonly signer: { readonly uri: string; readonly name: string; readonly ref: string } | undefined;
  /** `https://github.com/OWNER/REPO` */
  readonly repository: CertificateFact | undefined;
  readonly repositoryId: CertificateFact | undefined;
  readonly ownerId: CertificateFact | undefined;
  readonly ref: CertificateFact | undefined;
  readonly commit: CertificateFact | undefined;
  /** The workflow that was started, inside the repository. */
  readonly workflowPath: CertificateFact | undefined;
  readonly workflowRef: CertificateFact | undefined;
  readonly event: CertificateFact | undefined;
  readonly runId: CertificateFact | undefined;
  readonly attempt: CertificateFact | undefined;
  readonly runner: CertificateFact | undefined;
}

const ARC = '1.3.6.1.4.1.57264.1.';

/**
 * Reads the claims by number (sigstore/fulcio, docs/oid-info.md). Certificates before 2023 have .1 to .6 alone, and .5 is
 * `OWNER/REPO` without a host.
 */
export function certificateFacts(signer: Signer | undefined): CertificateFacts | undefined {
  if (signer?.kind !== 'certificate') return undefined;
  const claim = (number: number): CertificateFact | undefined => {
    const oid = `${ARC}${number}`;
    const value = signer.claims.find((one) => one.oid === oid)?.value;
    return value === undefined || value === '' ? undefined : { value, oid };
  };
  const oldRepository = claim(5);
  const repository =
    claim(12) ??
    (oldRepository && signer.issuer === GITHUB_ACTIONS
      ? { ...oldRepository, value: `https://github.com/${oldRepository.value}` }
      : oldRepository);
  const config = claim(18);
  const [, path, configRef] =
    /^https:\/\/[^/]+\/[^/]+\/[^/]+\/(?:-\/|\/)?([^@]+)@(.+)$/.exec(config?.value ?? '') ?? [];
  const run = claim(21);
  const [, runId, attempt] =
    /^https:\/\/[^/]+\/[^/]+\/[^/]+\/actions\/runs\/(\d+)(?:\/attempts\/(\d+))?$/.exec(run?.value ?? '') ??
    [];
  const part = (
    whole: CertificateFact | undefined,
    value: string | undefined,
  ): CertificateFact | undefined =>
    whole === undefined || value === undefined ? undefined : { value, oid: whole.oid };
  return {
    issuer: signer.issuer,
    signer: signer.identityKind === 'uri' ? splitWorkflow(signer.identity) : undefined,
    repository,
    repositoryId: claim(15),
    ownerId: claim(17),
    ref: claim(14) ?? claim(6),
    commit: claim(13) ?? claim(3),
    workflowPath: part(config, path),
    workflowRef: part(config, configRef),
    event: claim(20) ?? claim(2),
    runId: part(run, runId),
    attempt: part(run, attempt),
    runner: claim(11),
  };
}

function splitWorkflow(identity: string | undefined): CertificateFacts['signer'] {
  const parts = (identity ?? '').split('@');
  const [name, ref] = parts;
  if (identity === undefined || parts.length !== 2 || name === undefined || ref === undefined)
    return undefined;
  return { uri: identity, name, ref };
}
