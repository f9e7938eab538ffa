import { expect, test } from 'vitest';
import { unknownMembers, unknownParameters } from '../../../src/core/verify/policy/strict-form.ts';

const statement = (predicateType: string, predicate: unknown) => ({
  type: 'https://in-toto.io/Statement/v1' as const,
  predicateType,
  subjects: [],
  predicate,
});

test('v0.2: members nobody defined are named, free-form parts are not looked into', () => {
  const predicate = {
    builder: { id: 'b', name: 'n' },
    buildType: 't',
    invocation: { parameters: { any: 1 }, environment: { thing: 2 }, extra: {} },
    metadata: { buildInvocationId: '1', Reproducible: false, note: '' },
    materials: [{ uri: 'u', digest: {}, size: 1 }],
  };
  expect(unknownMembers(statement('https://slsa.dev/provenance/v0.2', predicate))).toEqual([
    '/predicate/builder/name',
    '/predicate/invocation/extra',
    '/predicate/metadata/note',
    '/predicate/materials/0/size',
  ]);
});

test('v1: the same', () => {
  const predicate = {
    buildDefinition: {
      buildType: 't',
      externalParameters: { any: {} },
      resolvedDependencies: [{ uri: 'u', mediaType: 'm' }],
      more: 1,
    },
    runDetails: { builder: { id: 'b', version: {} }, metadata: { invocationId: 'i' } },
  };
  expect(unknownMembers(statement('https://slsa.dev/provenance/v1', predicate))).toEqual([
    '/predicate/buildDefinition/more',
  ]);
});

test('external parameters that the build type does not define', () => {
  const of = (buildType: string, externalParameters: object) =>
    unknownParameters(
      statement('https://slsa.dev/provenance/v1', { buildDefinition: { buildType, externalParameters } }),
    );
  expect(
    of('https://actions.github.io/buildtypes/workflow/v1', { workflow: {}, inputs: {}, other: 1 }),
  ).toEqual(['other']);
  expect(of('https://example.test/unknown', { a: 1 })).toBeUndefined();
});
