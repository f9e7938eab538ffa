import { expect, test } from 'vitest';
import { tagIsOfVersion } from '../../../src/core/verify/policy/semver-tag.ts';

test.each<[tag: string, expected: string, result: boolean | undefined]>([
  ['v13.0.30', 'v13', true],
  ['v13.0.30', 'v13.0', true],
  ['v13.0.30', 'v13.0.30', true],
  ['v13.0.30', 'v13.0.3', false],
  ['v13.0.30', 'v13.1', false],
  ['v13.0.30', 'v1', false],
  ['v14', 'v14.0', true],
  ['v14', 'v14.0.0', true],
  ['v14.2', 'v14.2.1', false],
  ['v1.2.3-rc.1', 'v1.2', true],
  ['v1.2.3-rc.1', 'v1.2.3', false],
  ['v1.2.3+build', 'v1.2.3', true],
  ['1.2.3', 'v1.2.3', undefined],
  ['v01.2.3', 'v1', undefined],
  ['latest', 'v1', undefined],
])('%s is of %s: %s', (tag, expected, result) => {
  expect(tagIsOfVersion(tag, expected)).toBe(result);
});
