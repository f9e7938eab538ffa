import { expect, test } from 'vitest';
import { readAs } from './read.ts';

test('npm: name, version and registry', () => {
  const { found } = readAs('publish', 'https://github.com/npm/attestation/tree/main/specs/publish/v0.1', {
    name: '@a/b',
    version: '1.0.0',
    registry: 'https://registry.npmjs.org',
  });
  expect([found.registry, found.name?.value, found.version?.value]).toEqual(['npm', '@a/b', '1.0.0']);
});

test('PyPI: the predicate is null', () => {
  const { found, faults } = readAs('publish', 'https://docs.pypi.org/attestations/publish/v1', null);
  expect([found.registry, faults]).toEqual(['pypi', []]);
});

test('a release names a package', () => {
  const { found } = readAs('release', 'https://in-toto.io/attestation/release/v0.1', {
    purl: 'pkg:npm/a@1',
    releaseId: 7,
  });
  expect([found.purl?.value, found.releaseId?.value]).toEqual(['pkg:npm/a@1', '7']);
});
