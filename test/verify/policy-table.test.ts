import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decide } from '../../src/cli/verify-status.ts';
import type { Envelope } from '../../src/core/attest/envelope.ts';
import { readCarrier } from '../../src/core/attest/read-carrier.ts';
import { fromHex, toHex } from '../../src/core/base/bytes.ts';
import { describeOutcome, verifyEnvelope } from '../../src/core/verify/attestation.ts';
import type { Expectations } from '../../src/core/verify/expectations.ts';
import type { Artifact } from '../../src/core/verify/options.ts';
import type { Outcome } from '../../src/core/verify/outcome.ts';
import type { AttestationResult } from '../../src/core/verify/result.ts';
import { shippedKeys, shippedRoots } from '../../src/core/verify/shipped-trust.ts';
import type { TrustedKey } from '../../src/core/verify/trust-root.ts';
import { readTrustedKeys } from '../../src/core/verify/trusted-key.ts';
import { corpusBytes, corpusPath, describeCorpus } from '../corpus.ts';
import { artifactOf } from '../fixtures/attestation.ts';
import { expand, type Row, rows, type Sub, TABLE } from './policy-table.ts';

/** Of rows about delegated provenance that name no builder (README of the corpus). */
const OWN_BUILDER =
  'https://github.com/slsa-framework/example-trw/.github/workflows/builder_high-perms_slsa3.yml';

/** Checks that speak of time alone: a row that must fail does not count as failed by them. */
const TIME = new Set(['sigstore.time', 'sigstore.time.rfc3161', 'sigstore.certificate.time']);

/** Which checks may be the reason for each error the table names. */
const REASONS: Readonly<Record<string, readonly string[]>> = {
  ErrorUntrustedReusableWorkflow: ['provenance.builder'],
  ErrorMismatchBuilderID: ['provenance.builder'],
  ErrorInvalidBuilderID: ['provenance.builder'],
  ErrorVerifierNotSupported: ['provenance.builder'],
  ErrorNotSupported: ['provenance.builder'],
  ErrorMismatchSource: ['provenance.source'],
  ErrorMismatchBranch: ['provenance.branch'],
  ErrorMismatchTag: ['provenance.tag'],
  ErrorMismatchVersionedTag: ['provenance.versioned-tag'],
  ErrorInvalidRef: ['provenance.tag', 'provenance.versioned-tag', 'provenance.branch'],
  ErrorMismatchWorkflowInputs: ['provenance.inputs'],
  ErrorMismatchPackageName: ['provenance.package'],
  ErrorMismatchPackageVersion: ['provenance.package'],
  ErrorMismatchHash: ['sigstore.artifact', 'provenance.summary'],
  ErrorMismatchIntoto: ['provenance.text'],
  ErrorInvalidFormat: ['provenance.summary'],
  ErrorInvalidSignature: ['sigstore.signature', 'sigstore.tlog.body'],
  ErrorNoValidSignature: ['keyed.signature', 'sigstore.form', 'expected.signer'],
  // The log is not asked here: the builder is refused instead.
  ErrorRekorSearch: ['provenance.builder'],
};

describeCorpus('the regression table of slsa-verifier', () => {
  test('every row over every folder ends in the verdict it states', { timeout: 600_000 }, async () => {
    const { subs, absent } = expand();
    const verifier = new Verifier();
    const wrong: string[] = [];
    const folders = new Map<string, number>();
    for (const sub of subs) {
      const results = await verifier.results(sub);
      const fault = judged(sub, results);
      if (fault !== undefined) wrong.push(`${sub.folder} ${sub.row.name} (${sub.row.expected}): ${fault}`);
      folders.set(sub.folder, (folders.get(sub.folder) ?? 0) + 1);
    }
    console.info(
      `rows × folders: ${subs.length} runs of ${rows().length - absent.length} rows, ${subs.length - wrong.length} as stated`,
    );
    for (const [folder, count] of folders) console.info(`  ${folder || '(no version)'}: ${count}`);
    console.info(`rows that need a registry: ${list(absent.filter(({ remote }) => remote === true))}`);
    console.info(`rows whose files are not here: ${list(absent.filter(({ remote }) => remote !== true))}`);
    expect(wrong).toEqual([]);
    expect(subs.length).toBe(runsExpected());
  });
});

function list(found: readonly Row[]): string {
  return `${found.length} (${[...new Set(found.map(({ test, name }) => `${test.replace('Test_runVerify', '')}: ${name}`))].join('; ')})`;
}

/** Runs that must happen, counted from the files alone: another way than {@link expand} counts. */
function runsExpected(): number {
  const files = readdirSync(corpusPath(...TABLE), { recursive: true, encoding: 'utf8' });
  const has = (name: string): boolean => files.includes(name);
  let count = 0;
  for (const row of rows()) {
    if (row.remote === true) continue;
    for (const path of files) {
      const [, builder, version, file] = /^(gha_[^/]+|gcb_container)\/(v[^/]+)\/([^/]+)$/.exec(path) ?? [];
      if (builder === undefined || version === undefined || file === undefined || row.noversion === true)
        continue;
      const older = row.minversion !== undefined && number(version) < number(row.minversion);
      const newer = row.maxversion !== undefined && number(version) > number(row.maxversion);
      if (older || newer) continue;
      if (row.test === 'Test_runVerifyGCBArtifactImage') {
        if (
          builder === 'gcb_container' &&
          file === row.provenance &&
          has(`${builder}/${version}/${row.artifact}.digest`)
        )
          count++;
        continue;
      }
      const container = builder === 'gha_container-based';
      const fits =
        (row.test === 'Test_runVerifyGHAContainerBased' && container) ||
        (row.test === 'Test_runVerifyGHAArtifactPath' && !container && builder !== 'gha_generic_container');
      const stem = file.replace(/\.(?:intoto\.jsonl|intoto\.build\.slsa|build\.slsa)$/, '');
      if (fits && stem !== file && (row.artifacts ?? []).includes(stem)) count++;
    }
    if (row.test === 'Test_runVerifyNpmPackage' && has(`npm/gha/${row.artifact}.json`)) count++;
    if (row.test === 'Test_runVerifyGithubAttestation' && has(`bcr/${row.artifact}.intoto.jsonl`)) count++;
  }
  return count;
}

function number(version: string): number {
  const [major = 0, minor = 0, patch = 0] = version.slice(1).split('.').map(Number);
  return major * 1e6 + minor * 1e3 + patch;
}

/** `undefined` when a run ended as its row states. */
function judged({ row, folder }: Sub, results: readonly AttestationResult[]): string | undefined {
  const attestations = results.map((result) => ({ ...result, source: 'f0' }));
  const outcome = decide(
    { attestations },
    { artifact: true, type: undefined, publish: row.pkgName !== undefined },
  );
  const failed = outcome.counted.flatMap(({ checks }) => checks).filter(({ status }) => status === 'fail');
  const said = `${outcome.sentence} ${failed.map(({ id, detail }) => `${id}: ${detail}`).join(' | ')}`;
  if (row.expected !== 'PASS') {
    if (outcome.status === 0) return 'passed';
    if (results.length === 0) return undefined;
    const all = results.flatMap(({ checks }) => checks).filter(({ status }) => status === 'fail');
    if (!all.some(({ id }) => !TIME.has(id))) return `no check failed but for time: ${said}`;
    const reasons = REASONS[row.expected] ?? [];
    return all.some(({ id }) => reasons.includes(id)) ? undefined : `failed for another reason: ${said}`;
  }
  if (outcome.status === 0) return undefined;
  const [only, ...more] = outcome.counted;
  if (only === undefined || more.length > 0 || failed.length > 0) return said;
  if (isWithoutCertificate(folder)) {
    return only.verdict === 'unknown-root' && only.signer === undefined
      ? undefined
      : `${only.verdict}: ${said}`;
  }
  if (!isLegacy(folder)) return said;
  return only.verdict === 'undated' && only.expected === 'met'
    ? undefined
    : `${only.verdict} ${only.expected}: ${said}`;
}

/** The generic and Go builders put no log entry beside their provenance before v2.1.0. */
function isLegacy(folder: string): boolean {
  const [, version] = /^(?:gha_generic|gha_go)\/(v.*)$/.exec(folder) ?? [];
  return (
    folder === 'gha_generic' || folder === '' || (version !== undefined && number(version) < number('v2.1.0'))
  );
}

/** And the Go builder no certificate before v1.1.0: who signed cannot be checked without asking the log. */
function isWithoutCertificate(folder: string): boolean {
  return /^gha_go\/v(?:0\.|1\.0\.)/.test(folder);
}

/** Signatures are checked once per file and artifact; rows differ in what they expect. */
class Verifier {
  readonly #known = new Map<string, readonly { readonly envelope: Envelope; readonly outcome: Outcome }[]>();
  readonly #keys = cloudBuildKeys();

  async results(sub: Sub): Promise<AttestationResult[]> {
    const keyed = sub.folder.startsWith('gcb_container');
    const found = await this.#outcomes(sub, keyed);
    return found.map(({ envelope, outcome }) => describeOutcome(envelope, outcome, expectations(sub, keyed)));
  }

  async #outcomes({ folder, provenance, artifact, sha256 }: Sub, keyed: boolean) {
    const key = `${folder}/${provenance} ${artifact}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const about: Artifact =
      sha256 === undefined
        ? artifactOf(corpusBytes(...TABLE, folder, artifact), artifact)
        : { id: artifact, name: artifact, digests: { sha256: toHex(fromHex(sha256) ?? new Uint8Array(0)) } };
    const found: { envelope: Envelope; outcome: Outcome }[] = [];
    const read = readCarrier({ name: provenance, bytes: corpusBytes(...TABLE, folder, provenance) });
    // What cannot be read holds nothing: the fault, which has a name, is a diagnostic of the file.
    for (const envelope of read.ok ? read.value.envelopes : []) {
      const outcome = await verifyEnvelope(envelope, {
        artifacts: [about],
        named: true,
        roots: shippedRoots(),
        keys: keyed ? [...shippedKeys(), ...this.#keys] : shippedKeys(),
      });
      found.push({ envelope, outcome });
    }
    this.#known.set(key, found);
    return found;
  }
}

function expectations({ row, folder }: Sub, keyed: boolean): Expectations {
  const builderId =
    row.builderID ?? row.pBuilderID ?? (folder.startsWith('gha_delegator/') ? OWN_BUILDER : undefined);
  return {
    ...(keyed ? { key: true } : {}),
    provenance: {
      policy: true,
      ...(row.source === undefined ? {} : { sourceUri: row.source }),
      ...(builderId === undefined ? {} : { builderId }),
      ...(row.pbranch === undefined ? {} : { sourceBranch: row.pbranch }),
      ...(row.ptag === undefined ? {} : { sourceTag: row.ptag }),
      ...(row.pversiontag === undefined ? {} : { sourceVersionedTag: row.pversiontag }),
      ...(row.inputs === undefined ? {} : { workflowInputs: row.inputs }),
      ...(row.pkgName === undefined ? {} : { packageName: row.pkgName }),
      ...(row.pkgVersion === undefined ? {} : { packageVersion: row.pkgVersion }),
    },
  };
}

/** The public keys of Google Cloud Build, each for its own id (README of the corpus). */
function cloudBuildKeys(): TrustedKey[] {
  const folder = ['provenance', 'slsa-verifier-unit', 'gcb-public-keys'] as const;
  const ring = 'projects/verified-builder/locations/';
  return readdirSync(corpusPath(...folder)).flatMap((name) => {
    const stem = name.replace(/\.key$/, '');
    const [, signer] = /^global-pae-(.+)_1$/.exec(stem) ?? [];
    const keyId =
      signer === undefined
        ? `${ring}${stem}/keyRings/attestor/cryptoKeys/builtByGCB/cryptoKeyVersions/1`
        : `${ring}global/keyRings/attestor/cryptoKeys/${signer}/cryptoKeyVersions/1`;
    const read = readTrustedKeys(corpusBytes(...folder, name), { name, origin: 'given', keyId });
    if (!read.ok) throw new Error(`${name}: ${read.error.message}`);
    return read.value;
  });
}
