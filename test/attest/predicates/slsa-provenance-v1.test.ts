import { expect, test } from 'vitest';
import { describeCorpus } from '../../corpus.ts';
import { readAs, statementsIn } from './read.ts';

const V1 = 'https://slsa.dev/provenance/v1';

test('the parts of a Cloud Build provenance v1, with where they stand', () => {
  const { found, faults } = readAs('provenance', V1, {
    buildDefinition: {
      buildType: 'https://cloud.google.com/build/gcb-buildtypes/google-worker/v1',
      externalParameters: {
        buildConfigSource: {
          path: 'cloudbuild.yaml',
          ref: 'refs/heads/main',
          repository: 'git+https://github.com/o/r',
        },
        substitutions: { _API_KEY: 'hunter2' },
      },
      resolvedDependencies: [
        { uri: 'git+https://github.com/o/r@refs/heads/main', digest: { gitCommit: 'ab'.repeat(20) } },
        { uri: 'gcr.io/cloud-builders/docker@sha256:00', digest: { sha256: '00' } },
      ],
    },
    runDetails: {
      builder: { id: 'https://b' },
      metadata: { startedOn: '2024-01-01T00:00:00Z' },
      byproducts: [{ name: 'log' }],
    },
  });
  expect(faults).toEqual([]);
  expect(found.builder.id).toEqual({ value: 'https://b', pointer: '/predicate/runDetails/builder/id' });
  expect(found.source).toMatchObject({
    repository: { value: 'https://github.com/o/r' },
    ref: {
      value: 'refs/heads/main',
      pointer: '/predicate/buildDefinition/externalParameters/buildConfigSource/ref',
    },
    commit: {
      value: 'ab'.repeat(20),
      pointer: '/predicate/buildDefinition/resolvedDependencies/0/digest/gitCommit',
    },
    path: { value: 'cloudbuild.yaml' },
  });
  expect(found.externalParameters.at(-1)).toEqual({
    name: 'substitutions._API_KEY',
    value: '••••••••',
    masked: true,
    pointer: '/predicate/buildDefinition/externalParameters/substitutions/_API_KEY',
  });
  expect(found.dependencies.map(({ digests }) => [...digests.keys()])).toEqual([['gitCommit'], ['sha256']]);
  expect(found.byproducts).toHaveLength(1);
});

test('what is missing or of another type is named, and the rest is read', () => {
  const { found, faults } = readAs('provenance', V1, {
    buildDefinition: { buildType: 7, resolvedDependencies: [{ uri: 'a' }, 'b'] },
  });
  expect(faults).toEqual([
    '/predicate/runDetails is missing.',
    '/predicate/buildDefinition/resolvedDependencies/1 is not an object.',
    '/predicate/buildDefinition/buildType is not a text.',
  ]);
  expect(found.dependencies).toHaveLength(1);
});

describeCorpus('provenance v1 of the corpus', () => {
  test('npm: workflow, run and runner of GitHub Actions', () => {
    const statement = statementsIn('slsa-verifier/npm/gha/gundam-visor-cli-v1-tag.tgz.json')[1];
    const { found } = readAs('provenance', V1, statement?.predicate);
    expect(found.source.repository?.value).toBe('https://github.com/ramonpetgrave64/gundam-visor');
    expect(found.source.commit?.value).toBe('599500821344b070902a7a5666064bfdaba715df');
    expect(found.run).toMatchObject({
      id: { value: '9358004112' },
      attempt: { value: '1' },
      event: { value: 'release' },
      runner: { value: 'github-hosted' },
      workflowPath: { value: '.github/workflows/npm-publish.yml' },
      workflowRef: { value: 'refs/tags/v1.0.1' },
      ownerId: { value: '32398091' },
    });
  });

  test('container-based: source in the external parameters, run in GITHUB_ variables', () => {
    const [statement] = statementsIn(
      'slsa-verifier/gha_container-based/v2.1.0/binary-linux-amd64-push-v14.intoto.build.slsa',
    );
    const { found } = readAs('provenance', V1, statement?.predicate);
    expect(found.source.commit?.value).toBe('4d329c75e7ec1725f7c9ce917a8799d408d06be3');
    expect(found.source.ref?.value).toBe('refs/tags/v14');
    expect(found.run.id?.value).toBe('13530999509');
    expect(found.run.workflowPath?.value).toBe(
      '.github/workflows/verifier-e2e.all.workflow_dispatch.main.all.slsa3.yml',
    );
  });
});
