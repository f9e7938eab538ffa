import { expect, test } from 'vitest';
import { splitSourceUri } from '../../../src/core/attest/predicates/source-uri.ts';

test.each([
  ['git+https://github.com/o/r@refs/tags/v1', 'https://github.com/o/r', 'refs/tags/v1', undefined],
  ['git+https://github.com/o/r.git', 'https://github.com/o/r', undefined, undefined],
  [`https://github.com/o/r/commit/${'a'.repeat(40)}`, 'https://github.com/o/r', undefined, 'a'.repeat(40)],
  ['https://user@dev.azure.com/p/_git/d', 'https://user@dev.azure.com/p/_git/d', undefined, undefined],
  [`https://github.com/o/r.git#${'b'.repeat(40)}`, 'https://github.com/o/r', undefined, 'b'.repeat(40)],
  ['https://github.com/o/r.git#main:sub', 'https://github.com/o/r', 'main', undefined],
  ['gs://bucket/file.tgz', 'gs://bucket/file.tgz', undefined, undefined],
])('%s', (uri, repository, ref, commit) => {
  const found = splitSourceUri({ value: uri, pointer: '/p' });
  expect([found.repository?.value, found.ref?.value, found.commit?.value]).toEqual([repository, ref, commit]);
});
