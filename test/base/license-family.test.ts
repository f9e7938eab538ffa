import { expect, test } from 'vitest';
import { familyOfAll, licenseFamily } from '../../src/core/base/license-family.ts';

test.each([
  ['MIT', 'permissive'],
  ['apache-2.0', 'permissive'],
  ['CC0-1.0', 'permissive'],
  ['BSD-3-Clause AND ISC', 'permissive'],
  ['LGPL-2.1-or-later', 'weak-copyleft'],
  ['MPL-2.0', 'weak-copyleft'],
  ['GPL-3.0-only', 'strong-copyleft'],
  ['AGPL-3.0-or-later', 'strong-copyleft'],
  ['GPL-2.0-only WITH Classpath-exception-2.0', 'weak-copyleft'],
  ['GPL-2.0-only WITH Linux-syscall-note', 'weak-copyleft'],
  ['MIT OR GPL-2.0-only', 'permissive'],
  ['MIT AND GPL-2.0-only', 'strong-copyleft'],
  ['MIT AND LicenseRef-own', 'unknown'],
  ['MIT OR LicenseRef-own', 'permissive'],
  ['BSD License', 'invalid'],
  ['MIT AND', 'invalid'],
  ['BUSL-1.1', 'unknown'],
  ['Linux-man-pages-copyleft', 'strong-copyleft'],
  ['BSD-Protection', 'strong-copyleft'],
  ['GPL-2.0-only WITH GPL-CC-1.0', 'strong-copyleft'],
  ['GPL-2.0-only WITH openvpn-openssl-exception', 'strong-copyleft'],
  ['NOASSERTION', 'unknown'],
])('%s is %s', (text, family) => {
  expect(licenseFamily(text)).toBe(family);
});

test('several statements bind together, and none says nothing', () => {
  expect(familyOfAll(['MIT', 'GPL-2.0-only'])).toBe('strong-copyleft');
  expect(familyOfAll([])).toBe('unknown');
});
