import { expect, test } from 'vitest';
import { readAs } from './read.ts';

test('Cloud Build: the commit in the material, the build in the recipe', () => {
  const { found, faults } = readAs('provenance', 'https://slsa.dev/provenance/v0.1', {
    builder: { id: 'https://cloudbuild.googleapis.com/GoogleHostedWorker@v0.2' },
    materials: [{ uri: 'https://github.com/o/r/commit/fbbb98765e85ad464302dc5977968104d36e455e' }],
    recipe: {
      type: 'https://cloudbuild.googleapis.com/CloudBuildYaml@v0.1',
      entryPoint: 'cloudbuild.yaml',
      arguments: { steps: [{ name: 'docker' }] },
    },
    metadata: { buildInvocationId: 'x', buildStartedOn: '2022-08-15T22:43:18Z' },
  });
  expect(faults).toEqual([]);
  expect(found.source.repository?.value).toBe('https://github.com/o/r');
  expect(found.source.commit).toEqual({
    value: 'fbbb98765e85ad464302dc5977968104d36e455e',
    pointer: '/predicate/materials/0/uri',
  });
  expect(found.externalParameters).toEqual([
    {
      name: 'steps.0.name',
      value: 'docker',
      masked: false,
      pointer: '/predicate/recipe/arguments/steps/0/name',
    },
  ]);
});
