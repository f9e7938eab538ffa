import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { readLicensePolicy } from '../../src/core/case/license-policy.ts';
import { licenseVerdict } from '../../src/core/flag/license-verdict.ts';

function policyOf(lists: object) {
  const read = readLicensePolicy(encodeUtf8(JSON.stringify({ schema: 'loupe.licence-policy/1', ...lists })));
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

describe('permissive licences and MPL-2.0 allowed, strong copyleft denied', () => {
  const policy = policyOf({ allow: ['permissive', 'MPL-2.0'], deny: ['strong-copyleft'] });
  test.each([
    ['MIT', 'allowed'],
    ['mit', 'allowed'],
    ['MIT AND Apache-2.0', 'allowed'],
    ['MPL-2.0', 'allowed'],
    ['EPL-2.0', 'unlisted'],
    ['GPL-3.0-only', 'denied'],
    ['MIT OR GPL-3.0-only', 'allowed'],
    ['MIT AND GPL-3.0-only', 'denied'],
    ['EPL-2.0 OR GPL-3.0-only', 'unlisted'],
    ['(MIT OR GPL-3.0-only) AND EPL-2.0', 'unlisted'],
    ['(MIT AND GPL-3.0-only) OR (MPL-2.0 AND ISC)', 'allowed'],
    // The exception makes it a weak copyleft, which is neither allowed nor denied here.
    ['GPL-2.0-only WITH Classpath-exception-2.0', 'unlisted'],
    ['LicenseRef-own', 'unknown'],
    ['MIT OR LicenseRef-own', 'allowed'],
    ['MIT AND LicenseRef-own', 'unknown'],
    ['GPL-3.0-only OR LicenseRef-own', 'unknown'],
    ['NOASSERTION', 'unknown'],
    ['NONE', 'unknown'],
    ['see LICENSE', 'unknown'],
    ['', 'unknown'],
    // What packages write and SPDX does not list.
    ['Expat', 'allowed'],
    ['GPL-3+', 'denied'],
    ['Apache 2.0', 'allowed'],
  ])('%s: %s', (text, verdict) => {
    expect(licenseVerdict(text, policy)).toBe(verdict);
  });
});

describe('the closer entry decides', () => {
  const policy = policyOf({
    allow: ['strong-copyleft', 'GPL-2.0-only WITH Classpath-exception-2.0', 'Apache-2.0'],
    deny: ['GPL-2.0-only', 'AGPL-3.0-or-later', 'permissive'],
  });
  test.each([
    ['GPL-2.0-only', 'denied'],
    ['GPL-3.0-only', 'allowed'],
    // A choice of versions: the one that is allowed may be taken.
    ['GPL-2.0-or-later', 'allowed'],
    ['GPL-2.0+', 'allowed'],
    ['GPL-2.0-only WITH Classpath-exception-2.0', 'allowed'],
    ['GPL-2.0-with-classpath-exception', 'allowed'],
    ['GPL-2.0-only WITH Bison-exception-2.2', 'denied'],
    ['AGPL-3.0-only', 'denied'],
    ['AGPL-3.0-or-later', 'denied'],
    ['Apache-2.0', 'allowed'],
    ['MIT', 'denied'],
  ])('%s: %s', (text, verdict) => {
    expect(licenseVerdict(text, policy)).toBe(verdict);
  });
});

test('without a list of what is allowed, what is known and not denied is', () => {
  const policy = policyOf({ deny: ['SSPL-1.0'] });
  expect(['MIT', 'SSPL-1.0', 'LicenseRef-own'].map((text) => licenseVerdict(text, policy))).toEqual([
    'allowed',
    'denied',
    'unknown',
  ]);
});

test('an own reference is allowed by its name', () => {
  const policy = policyOf({ allow: ['LicenseRef-own'] });
  expect(licenseVerdict('LicenseRef-own', policy)).toBe('allowed');
});
