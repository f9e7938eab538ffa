import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { UsageError } from '../../src/cli/usage.ts';
import { preAuthEncoding } from '../../src/core/attest/dsse.ts';
import { toBase64 } from '../../src/core/base/base64.ts';
import { encodeUtf8, toHex } from '../../src/core/base/bytes.ts';
import { hash } from '../../src/core/verify/hash.ts';
import { corpusPath, describeCorpus } from '../corpus.ts';
import { keyPair } from '../fixtures/keys.ts';
import { pem } from '../fixtures/sigstore.ts';
import { runVerify as run } from './run-verify.ts';

afterEach(() => void vi.restoreAllMocks());

const TABLE = ['provenance', 'slsa-verifier'] as const;
const at = (...path: string[]) => corpusPath(...TABLE, ...path);
const SOURCE = 'github.com/slsa-framework/example-package';
const digestOf = (key: string) =>
  `sha256:${JSON.parse(readFileSync(at('ARTIFACT-DIGESTS.json'), 'utf8'))[key]}`;

describeCorpus('loupe verify --provenance', () => {
  const go = (version: string, name: string, ...more: string[]) => [
    '--provenance',
    at('gha_go', version, `${name}.intoto.jsonl`),
    ...more,
    digestOf(`gha_go/${version}/${name}`),
  ];
  const V14 = 'binary-linux-amd64-push-v14';

  it('accepts a default builder of the source expected, and says so in one document', async () => {
    const { status, stdout, stderr } = await run(go('v2.1.0', V14, '--source-uri', SOURCE, '--json'));
    expect([status, stderr]).toEqual([0, '']);
    const { attestations } = JSON.parse(stdout);
    expect(attestations).toMatchObject([
      { verdict: 'verified', expected: 'met', level: { track: 'build', level: 3 }, against: [] },
    ]);
    expect(attestations[0].certificateVsStatement).toContainEqual({
      field: 'Commit',
      certificate: '4d329c75e7ec1725f7c9ce917a8799d408d06be3',
      statement: '4d329c75e7ec1725f7c9ce917a8799d408d06be3',
      status: 'confirmed',
    });
  });

  it.each([
    ['another source', ['--source-uri', `${SOURCE}A`], 'provenance.source'],
    [
      'another builder',
      ['--source-uri', SOURCE, '--builder-id', 'https://github.com/x/y'],
      'provenance.builder',
    ],
    ['another tag', ['--source-uri', SOURCE, '--source-tag', 'v15'], 'provenance.tag'],
    [
      'another version',
      ['--source-uri', SOURCE, '--source-versioned-tag', 'v14.1'],
      'provenance.versioned-tag',
    ],
    ['another branch', ['--source-uri', SOURCE, '--source-branch', 'master'], 'provenance.branch'],
    ['inputs it has not', ['--source-uri', SOURCE, '--workflow-input', 'a=b'], 'provenance.inputs'],
  ])('refuses %s, at its own check', async (_name, more, id) => {
    const { status, stdout, stderr } = await run(go('v2.1.0', V14, ...more, '--json'));
    expect([status, stderr]).toEqual([
      1,
      'loupe: Verified, but it is not what you expect: see the checks that failed.\n',
    ]);
    const [one] = JSON.parse(stdout).attestations;
    expect(one).toMatchObject({ verdict: 'verified', expected: 'unmet' });
    expect(
      one.checks
        .filter((check: { status: string }) => check.status === 'fail')
        .map((check: { id: string }) => check.id),
    ).toEqual([id]);
  });

  it('without a source has been told nobody to expect', async () => {
    const { status, stdout } = await run(go('v2.1.0', V14, '--json'));
    expect([status, JSON.parse(stdout).attestations[0].expected]).toEqual([1, 'none-stated']);
  });

  it('never calls provenance without a log entry verified', async () => {
    const { status, stdout, stderr } = await run(go('v1.8.0', V14, '--source-uri', SOURCE, '--json'));
    expect([status, stderr]).toEqual([1, 'loupe: Not verified: undated.\n']);
    expect(JSON.parse(stdout).attestations).toMatchObject([{ verdict: 'undated', expected: 'met' }]);
  });

  it('is about another artifact: 1', async () => {
    const args = go('v2.1.0', V14, '--source-uri', SOURCE);
    expect((await run([...args.slice(0, -1), `sha256:${'0'.repeat(64)}`])).status).toBe(1);
  });

  it('source and builder without --provenance add to a signer and do not replace it', async () => {
    const file = at('gha_go', 'v2.1.0', `${V14}.intoto.jsonl`);
    const artifact = digestOf(`gha_go/v2.1.0/${V14}`);
    expect((await run(['--bundle', file, '--source-uri', SOURCE, artifact])).status).toBe(1);
    const signer = ['--any-signer'];
    expect((await run(['--bundle', file, ...signer, '--source-uri', SOURCE, artifact])).status).toBe(0);
    expect((await run(['--bundle', file, ...signer, '--source-uri', `${SOURCE}A`, artifact])).status).toBe(1);
  });

  it('npm: the builder must be named; with a package the registry must say so too', async () => {
    const npm = (name: string, ...more: string[]) => [
      '--provenance',
      at('npm', 'gha', `${name}.tgz.json`),
      '--source-uri',
      'github.com/ramonpetgrave64/gundam-visor',
      ...more,
      at('npm', 'gha', `${name}.tgz`),
    ];
    const builder = ['--builder-id', 'https://github.com/actions/runner/github-hosted'];
    const pack = ['--package-name', 'gundam-visor', '--package-version', '1.0.1'];
    expect((await run(npm('gundam-visor-cli-v1-tag', ...builder, ...pack))).status).toBe(0);
    expect((await run(npm('gundam-visor-cli-v1-tag', ...pack))).status).toBe(1);
    expect((await run(npm('gundam-visor-cli-v1-tag', ...builder, '--package-name', 'gundam'))).status).toBe(
      1,
    );
    // Without a package, the registry's statement is listed and counts for nothing.
    expect((await run(npm('gundam-visor-cli-v1-tag-invalidsigpub', ...builder))).status).toBe(0);
    expect((await run(npm('gundam-visor-cli-v1-tag-invalidsigpub', ...builder, ...pack))).status).toBe(1);
  });

  it('npm: the statement of the registry stands in for no provenance, whatever source is expected', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'loupe-'));
    const file = (name: string) => at('npm', 'gha', name);
    const whole = JSON.parse(readFileSync(file('gundam-visor-cli-v1-tag.tgz.json'), 'utf8'));
    const of = (predicate: string) =>
      whole.attestations.find((one: { predicateType: string }) => one.predicateType.includes(predicate));
    const published = join(folder, 'published.json');
    writeFileSync(published, JSON.stringify({ attestations: [of('publish')] }));
    const builder = ['--builder-id', 'https://github.com/actions/runner/github-hosted'];
    for (const source of ['github.com/ramonpetgrave64/gundam-visor', 'github.com/somebody/else']) {
      const { status, stderr } = await run([
        ...['--provenance', published, '--source-uri', source, ...builder],
        ...['--package-name', 'gundam-visor', file('gundam-visor-cli-v1-tag.tgz')],
      ]);
      expect([status, stderr]).toEqual([
        1,
        'loupe: Verified, but it holds no provenance of this artifact.\n',
      ]);
    }
  });

  it('a bare signature says nothing of source, builder or level, so nothing of it is met', async () => {
    const folder = (...path: string[]) => corpusPath('sigstore', 'conformance', ...path);
    const bundle = folder('bundle-verify', 'happy-path-v0.3', 'bundle.sigstore.json');
    const verified = (option: string, ...more: string[]) =>
      run([option, bundle, '--any-signer', ...more, folder('a.txt')]);
    expect((await verified('--bundle')).status).toBe(0);
    for (const [option, value, words] of [
      ['--source-uri', SOURCE, 'source'],
      ['--builder-id', 'https://github.com/x/y', 'builder'],
      ['--package-name', 'x', 'package'],
      ['--verified-level', 'SLSA_BUILD_LEVEL_3', 'levels'],
    ] as const) {
      const { status, stderr } = await verified('--bundle', option, value);
      expect([status, stderr]).toEqual([
        1,
        `loupe: Verified, but nothing in it says the ${words} you expect.\n`,
      ]);
    }
    expect((await verified('--provenance', '--source-uri', SOURCE)).status).toBe(1);
  });

  it('Google Cloud Build: one provenance that holds is enough, under keys by their ids', async () => {
    const keys = ['global', 'us-west2'].flatMap((region) => [
      '--key',
      `projects/verified-builder/locations/${region}/keyRings/attestor/cryptoKeys/builtByGCB/cryptoKeyVersions/1=${corpusPath('provenance', 'slsa-verifier-unit', 'gcb-public-keys', `${region}.key`)}`,
    ]);
    const digest = readFileSync(at('gcb_container', 'v0.2', 'gcloud-container-github.digest'), 'utf8').trim();
    const gcb = (name: string, ...more: string[]) =>
      run([
        '--provenance',
        at('gcb_container', 'v0.2', name),
        '--source-uri',
        'github.com/laurentsimon/gcb-tests',
        ...more,
        digest,
      ]);
    expect((await gcb('gcloud-container-github.json', ...keys)).status).toBe(0);
    expect((await gcb('gcloud-container-multiple-provenance-2ndvalid.json', ...keys)).status).toBe(0);
    expect((await gcb('gcloud-container-mismatch-text-steps.json', ...keys)).status).toBe(1);
    expect((await gcb('gcloud-container-mismatch-summary-digest.json', ...keys)).status).toBe(1);
    expect((await gcb('gcloud-container-github.json')).status).toBe(1);
  });

  it('usage: two carriers, an input without a value, an empty source', async () => {
    const file = at('gha_go', 'v2.1.0', `${V14}.intoto.jsonl`);
    for (const args of [
      ['--provenance', file, '--bundle', file],
      ['--provenance', file, '--workflow-input', 'x'],
      ['--provenance', file, '--source-uri', ''],
      [],
    ])
      await expect(run(args)).rejects.toThrow(UsageError);
  });
});

describe('statements that say no', () => {
  const folder = mkdtempSync(join(tmpdir(), 'loupe-'));
  const signer = keyPair('policy tests');
  const artifact = join(folder, 'a.bin');
  const key = join(folder, 'key.pub');
  writeFileSync(artifact, 'a');
  writeFileSync(key, pem(signer.key.spki, 'PUBLIC KEY'));

  const VSA = 'https://slsa.dev/verification_summary/v1';
  const signed = (name: string, predicateType: string, predicate: unknown): string => {
    const payload = encodeUtf8(
      JSON.stringify({
        _type: 'https://in-toto.io/Statement/v1',
        subject: [{ name: 'a', digest: { sha256: toHex(hash('sha256', encodeUtf8('a'))) } }],
        predicateType,
        predicate,
      }),
    );
    const payloadType = 'application/vnd.in-toto+json';
    const sig = toBase64(signer.sign(preAuthEncoding(payloadType, payload)));
    const path = join(folder, name);
    writeFileSync(
      path,
      JSON.stringify({ payloadType, payload: toBase64(payload), signatures: [{ keyid: 'k', sig }] }),
    );
    return path;
  };
  const summary = (more: object) => ({
    verifier: { id: 'https://verifier.test' },
    resourceUri: 'pkg:npm/a@1',
    verificationResult: 'PASSED',
    verifiedLevels: ['SLSA_BUILD_LEVEL_2'],
    ...more,
  });
  const check = (path: string, type: string, ...more: string[]) =>
    run(['--provenance', path, '--type', type, '--key', `k=${key}`, ...more, '--json', artifact]);

  it('a summary that PASSED, of the verifier, resource and level expected', async () => {
    const path = signed('vsa.json', VSA, summary({}));
    expect((await check(path, VSA)).status).toBe(0);
    const expected = [
      '--verifier-id',
      'https://verifier.test',
      '--resource-uri',
      'pkg:npm/a@1',
      '--verified-level',
    ];
    expect((await check(path, VSA, ...expected, 'SLSA_BUILD_LEVEL_1')).status).toBe(0);
    expect((await check(path, VSA, ...expected, 'SLSA_BUILD_LEVEL_3')).status).toBe(1);
    expect((await check(path, VSA, '--verifier-id', 'https://other.test')).status).toBe(1);
    expect((await check(path, VSA, '--resource-uri', 'pkg:npm/b@1')).status).toBe(1);
    expect((await run(['--provenance', path, '--type', VSA, '--key', `other=${key}`, artifact])).status).toBe(
      1,
    );
    // Not the type that is asked for by default.
    expect((await run(['--provenance', path, '--key', `k=${key}`, artifact])).status).toBe(1);
  });

  it('what is expected and no policy compares is not met: it fails at its own check', async () => {
    const V1 = 'https://slsa.dev/provenance/v1';
    const path = signed('other.json', V1, {
      buildDefinition: { buildType: 'https://build.test/v1', externalParameters: {} },
      runDetails: { builder: { id: 'https://build.test/worker' } },
    });
    const bundle = ['--bundle', path, '--key', `k=${key}`, '--builder-id', 'https://build.test/worker'];
    expect((await run([...bundle, artifact])).status).toBe(0);
    for (const [option, value, id] of [
      ['--workflow-input', 'level=high', 'provenance.inputs'],
      ['--source-versioned-tag', 'v1', 'provenance.versioned-tag'],
    ] as const) {
      const { status, stdout } = await run([...bundle, option, value, '--json', artifact]);
      const [one] = JSON.parse(stdout).attestations;
      expect([status, one.verdict, one.expected]).toEqual([1, 'verified', 'unmet']);
      expect(one.checks).toContainEqual(expect.objectContaining({ id, status: 'fail' }));
    }
  });

  it.each([
    [
      'a summary that FAILED',
      VSA,
      summary({ verificationResult: 'FAILED' }),
      'https://verifier.test says that verification ended in FAILED.',
    ],
    [
      'failed tests',
      'https://in-toto.io/attestation/test-result/v0.1',
      { result: 'FAILED', configuration: [], failedTests: ['t'] },
      'The tests failed (1 listed).',
    ],
    [
      'a list of vulnerabilities',
      'https://in-toto.io/attestation/vulns/v0.2',
      { scanner: { result: [{ id: 'CVE-1', severity: [] }] } },
      'The scanner lists a vulnerability, CVE-1 first.',
    ],
  ])('%s is verified and speaks against the artifact: 1', async (name, type, predicate, sentence) => {
    const path = signed(`${name}.json`, type, predicate);
    const { status, stdout } = await run([
      '--bundle',
      path,
      '--type',
      type,
      '--key',
      `k=${key}`,
      '--json',
      artifact,
    ]);
    expect(status).toBe(1);
    expect(JSON.parse(stdout).attestations).toMatchObject([
      { verdict: 'verified', expected: 'met', against: [sentence], about: [{ kind: 'file' }] },
    ]);
  });
});
