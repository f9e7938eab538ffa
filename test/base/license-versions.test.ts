import { expect, test } from 'vitest';
import { licenseChoices } from '../../src/core/base/license-versions.ts';

const choices = (license: string, orLater = false, exception?: string) =>
  licenseChoices(license, orLater, exception).map((one) =>
    one.exception === undefined ? one.license : `${one.license} WITH ${one.exception}`,
  );

test.each([
  ['MIT', false, ['MIT']],
  ['GPL-2.0-only', false, ['GPL-2.0-only']],
  ['GPL-2.0', false, ['GPL-2.0-only']],
  ['GPL-2.0-or-later', false, ['GPL-2.0-only', 'GPL-3.0-only']],
  ['GPL-2.0', true, ['GPL-2.0-only', 'GPL-3.0-only']],
  ['LGPL-2.1-or-later', false, ['LGPL-2.1-only', 'LGPL-3.0-only']],
  ['Apache-1.1', true, ['Apache-1.1', 'Apache-2.0']],
  ['Apache-2.0', true, ['Apache-2.0']],
  ['GPL-2.0-with-classpath-exception', false, ['GPL-2.0-only WITH Classpath-exception-2.0']],
  ['BSD-3-Clause', false, ['BSD-3-Clause']],
  ['LicenseRef-mine-1.0', true, ['LicenseRef-mine-1.0']],
] as const)('%s, or later %s', (license, orLater, expected) => {
  expect(choices(license, orLater)).toEqual(expected);
});

test('an exception goes with every version', () => {
  expect(choices('GPL-2.0-or-later', false, 'Bison-exception-2.2')).toEqual([
    'GPL-2.0-only WITH Bison-exception-2.2',
    'GPL-3.0-only WITH Bison-exception-2.2',
  ]);
});
