import { expect, test } from 'vitest';
import { describeCorpus } from '../../corpus.ts';
import { readAs, statementsIn } from './read.ts';

const V02 = 'https://slsa.dev/provenance/v0.2';

test('BuildKit: claims of completeness, masked build arguments', () => {
  const { found } = readAs('provenance', V02, {
    builder: { id: '' },
    buildType: 'https://mobyproject.org/buildkit@v1',
    materials: [{ uri: 'pkg:docker/golang@1.20', digest: { sha256: 'AB' } }],
    invocation: {
      configSource: { entryPoint: 'Dockerfile' },
      parameters: { args: { 'build-arg:NPM_TOKEN': 'npm_x', 'build-arg:GO': '1.20' } },
    },
    metadata: {
      completeness: { parameters: true, materials: false },
      reproducible: false,
      'https://mobyproject.org/buildkit@v1#metadata': {},
    },
  });
  expect(found.builder.id).toBeUndefined();
  expect(found.claims.map(({ name, value }) => [name, value])).toEqual([
    ['completeness.parameters', true],
    ['completeness.materials', false],
    ['reproducible', false],
  ]);
  expect(found.externalParameters.map(({ name, masked }) => [name, masked])).toEqual([
    ['args.build-arg:NPM_TOKEN', true],
    ['args.build-arg:GO', false],
  ]);
  expect(found.dependencies[0]?.digests.get('sha256')).toBe('ab');
  expect(found.run.workflowPath).toBeUndefined();
});

describeCorpus('provenance v0.2 of the corpus', () => {
  test('Go builder: lower case github_ variables', () => {
    const [statement] = statementsIn('slsa-verifier/gha_go/v1.4.0/binary-linux-amd64-push-v14.intoto.jsonl');
    const { found } = readAs('provenance', V02, statement?.predicate);
    expect(found.source).toMatchObject({
      repository: { value: 'https://github.com/slsa-framework/example-package' },
      ref: { value: 'refs/tags/v14', pointer: '/predicate/invocation/configSource/uri' },
      commit: { value: '904e2c3e02725e314cf6cf141c4700081298dcbd' },
    });
    expect(found.run).toMatchObject({
      id: { value: '3894884676' },
      attempt: { value: '1' },
      event: { value: 'push' },
      repositoryId: { value: '486325809', pointer: '/predicate/invocation/environment/github_repository_id' },
    });
  });
});
