import { type Bytes, encodeUtf8, toHex } from '../../src/core/base/bytes.ts';
import { hash } from '../../src/core/verify/hash.ts';
import { authority } from '../../test/fixtures/authority.ts';
import { makeBundle, makeLeaf, pem, trustedRootJson } from '../../test/fixtures/sigstore.ts';
import {
  authorityKeyId,
  extendedKeyUsage,
  fulcioRaw,
  fulcioText,
  keyUsage,
  subjectAltName,
  subjectKeyId,
} from '../../test/fixtures/x509.ts';

const ISSUER = 'https://token.actions.githubusercontent.com';
const CODE_SIGNING = '1.3.6.1.5.5.7.3.3';

/** Who signs a release of the sample: a workflow as GitHub would name it, of an account that cannot exist there. */
export interface DemoRun {
  readonly repository: string;
  readonly repositoryId: string;
  readonly ownerId: string;
  /** Path in the repository. */
  readonly workflow: string;
  readonly ref: string;
  readonly commit: string;
  readonly event: string;
  readonly runner: string;
  readonly run: string;
}

/**
 * The authority of the samples. Its keys are derived from a text that stands here: anybody can sign under it, and
 * `.invalid` is a name that nobody can have (RFC 2606 §2).
 */
function demoAt(at: number) {
  return authority('demo.invalid', at, 'the demo of Loupe: ');
}

/** The demo's authorities and logs came into use 300 days before this. */
const SINCE = Date.UTC(2025, 9, 9, 8, 53, 20);

/** Dropped as a reference like any other: it counts only after the user says so. */
export function demoRoot(): Bytes {
  return json(trustedRootJson({ of: demoAt(SINCE) }));
}

/** A policy that expects this run's workflow to have signed, or any workflow of the repository at any tag. */
export function demoPolicy(run: DemoRun, wide = false): Bytes {
  const anyRelease = `https://github.com/${run.repository}/.github/workflows/*@refs/tags/*`;
  return json({
    schema: 'loupe.policy/1',
    identity: wide ? anyRelease : identityOf(run),
    issuer: ISSUER,
    ...(wide ? { wildcards: true } : {}),
  });
}

export function identityOf({ repository, workflow, ref }: DemoRun): string {
  return `https://github.com/${repository}/${workflow}@${ref}`;
}

/** A bundle over the statement, signed by the run, logged by the demo's log. */
export function signed(statement: unknown, run: DemoRun): Record<string, unknown> {
  return makeBundle({ statement, of: demoAt(SINCE), leaf: leafOf(run) });
}

/** The same signature as older tools wrote it: an envelope with the certificate in it, and nothing that tells when. */
export function signedWithoutTime(statement: unknown, run: DemoRun): Bytes {
  const { payload, payloadType, signatures } = makeBundle({
    statement,
    of: demoAt(SINCE),
    leaf: leafOf(run),
  }).dsseEnvelope;
  const cert = pem(leafOf(run));
  return encodeUtf8(
    `${JSON.stringify({ payloadType, payload, signatures: [{ ...signatures[0], cert }] })}\n`,
  );
}

/** What Fulcio writes into a certificate for a workflow of GitHub (sigstore/fulcio, docs/oid-info.md). */
function leafOf(run: DemoRun): Bytes {
  const of = demoAt(SINCE);
  const repository = `https://github.com/${run.repository}`;
  const owner = repository.slice(0, repository.lastIndexOf('/'));
  return makeLeaf({
    of,
    extensions: [
      keyUsage(0),
      extendedKeyUsage(false, CODE_SIGNING),
      subjectKeyId(of.keys.signer),
      authorityKeyId(of.keys.issuer),
      subjectAltName(identityOf(run)),
      fulcioRaw(1, ISSUER),
      fulcioText(8, ISSUER),
      fulcioText(9, identityOf(run)),
      fulcioText(10, run.commit),
      fulcioText(11, run.runner),
      fulcioText(12, repository),
      fulcioText(13, run.commit),
      fulcioText(14, run.ref),
      fulcioText(15, run.repositoryId),
      fulcioText(16, owner),
      fulcioText(17, run.ownerId),
      fulcioText(18, identityOf(run)),
      fulcioText(19, run.commit),
      fulcioText(20, run.event),
      fulcioText(21, `${repository}/actions/runs/${run.run}`),
      fulcioText(22, 'public'),
    ],
  });
}

/** Provenance as GitHub's own builder writes it (actions.github.io/buildtypes/workflow/v1). */
export function provenance(
  name: string,
  bytes: Uint8Array,
  run: DemoRun,
  dependencies: readonly unknown[] = [],
): unknown {
  const repository = `https://github.com/${run.repository}`;
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name, digest: { sha256: toHex(hash('sha256', bytes)) } }],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType: 'https://actions.github.io/buildtypes/workflow/v1',
        externalParameters: { workflow: { ref: run.ref, repository, path: run.workflow } },
        internalParameters: {
          github: {
            event_name: run.event,
            repository_id: run.repositoryId,
            repository_owner_id: run.ownerId,
            runner_environment: run.runner,
          },
        },
        resolvedDependencies: [
          { uri: `git+${repository}@${run.ref}`, digest: { gitCommit: run.commit } },
          ...dependencies,
        ],
      },
      runDetails: {
        builder: { id: identityOf(run) },
        metadata: { invocationId: `${repository}/actions/runs/${run.run}` },
      },
    },
  };
}

export function json(value: unknown): Bytes {
  return encodeUtf8(`${JSON.stringify(value, null, 1)}\n`);
}
