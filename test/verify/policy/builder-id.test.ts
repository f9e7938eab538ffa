import { expect, test } from 'vitest';
import {
  isJreleaserTag,
  isReleaseTag,
  matchesBuilder,
  parseBuilderId,
} from '../../../src/core/verify/policy/builder-id.ts';

test.each<[string, boolean]>([
  ['https://github.com/o/b', true],
  ['https://github.com/o/b@v1.2.3', true],
  ['https://github.com/o/b@refs/tags/v1.2.3', true],
  ['https://github.com/o/b@v1.2.4', false],
  ['https://github.com/o/bb', false],
  ['https://github.com/o/b@', false],
  ['https://github.com/o/b@v1@v2', false],
])('%s is the builder at refs/tags/v1.2.3: %s', (expected, result) => {
  expect(matchesBuilder({ name: 'https://github.com/o/b', version: 'refs/tags/v1.2.3' }, expected)).toBe(
    result,
  );
});

test('only a whole released version is one', () => {
  const released = [
    'refs/tags/v1.2.3',
    'refs/tags/v1.2',
    'refs/tags/v1.2.3-rc.1',
    'refs/heads/v1.2.3',
    'v1.2.3',
    'refs/tags/v1.2.3+b',
  ];
  expect(released.map(isReleaseTag)).toEqual([true, false, false, false, false, false]);
  expect([isJreleaserTag('refs/tags/v1.2.3-java'), isJreleaserTag('refs/tags/v1.2.3')]).toEqual([
    true,
    false,
  ]);
});

test('a builder without a name is none', () => {
  expect([parseBuilderId(''), parseBuilderId('@v1')]).toEqual([undefined, undefined]);
});
