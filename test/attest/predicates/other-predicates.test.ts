import { expect, test } from 'vitest';
import { readAs } from './read.ts';

test('a model lists its files and what was left out', () => {
  const { found } = readAs('model-signing', 'https://model_signing/signature/v1.0', {
    resources: [{ name: 'a.bin', digest: 'ab', algorithm: 'sha256' }],
    serialization: { method: 'files', ignore_paths: ['.git'], allow_symlinks: false, hash_type: 'sha256' },
  });
  expect(found.files).toEqual([
    { name: 'a.bin', digest: 'ab', algorithm: 'sha256', pointer: '/predicate/resources/0' },
  ]);
  expect([found.ignoredPaths[0]?.value, found.allowSymlinks]).toEqual(['.git', false]);
});

test('a test run that failed', () => {
  const { found } = readAs('test-result', 'https://in-toto.io/attestation/test-result/v0.1', {
    result: 'FAILED',
    failedTests: ['t1'],
  });
  expect([found.result?.value, found.failed[0]?.value]).toEqual(['FAILED', 't1']);
});

test('anything else is shown by field', () => {
  const { found, reader } = readAs('generic', 'https://in-toto.io/attestation/scai/attribute-report/v0.3', {
    attributes: [{ attribute: 'a/b' }],
    empty: {},
    'a/b': 1,
  });
  expect(reader).toBe('generic');
  expect(found.fields.map(({ name, value, pointer }) => [name, value, pointer])).toEqual([
    ['attributes.0.attribute', 'a/b', '/predicate/attributes/0/attribute'],
    ['empty', '{}', '/predicate/empty'],
    ['a/b', '1', '/predicate/a~1b'],
  ]);
});

test('a predicate that is a list is a fault, and nothing falls over', () => {
  expect(readAs('generic', 'x', [1]).faults).toEqual(['/predicate is not an object.']);
  expect(readAs('provenance', 'https://slsa.dev/provenance/v0.2', 'x').faults).toContain(
    '/predicate is not an object.',
  );
});
