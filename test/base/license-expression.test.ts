import { expect, test } from 'vitest';
import {
  isDeprecatedLicense,
  isListedLicense,
  licensesOf,
  readLicense,
} from '../../src/core/base/license-expression.ts';

test('an expression is read with its operators, exceptions and "or later"', () => {
  expect(readLicense('(MIT OR Apache-2.0) AND GPL-2.0+ WITH Classpath-exception-2.0')).toEqual({
    kind: 'expression',
    text: '(MIT OR Apache-2.0) AND GPL-2.0+ WITH Classpath-exception-2.0',
    node: {
      operator: 'and',
      parts: [
        {
          operator: 'or',
          parts: [
            { license: 'MIT', orLater: false },
            { license: 'Apache-2.0', orLater: false },
          ],
        },
        { license: 'GPL-2.0', orLater: true, exception: 'Classpath-exception-2.0' },
      ],
    },
  });
});

test('ids count in any case, references as they are', () => {
  expect(readLicense('mit and apache-2.0')).toMatchObject({ kind: 'expression', text: 'MIT AND Apache-2.0' });
  const reading = readLicense('DocumentRef-a:LicenseRef-b OR MIT');
  expect(reading.kind === 'expression' && licensesOf(reading.node)).toEqual([
    'DocumentRef-a:LicenseRef-b',
    'MIT',
  ]);
});

test('absence is no expression', () => {
  expect(readLicense('NOASSERTION')).toEqual({ kind: 'absent', absence: 'NOASSERTION' });
  expect(readLicense(' NONE ')).toEqual({ kind: 'absent', absence: 'NONE' });
});

test.each([
  ['MIT AND', 'its operators and brackets do not fit together', []],
  ['(MIT', 'its operators and brackets do not fit together', []],
  ['', 'it is empty', []],
  ['Apache License 2.0', 'SPDX lists no "Apache" and 2 more words', ['Apache', 'License', '2.0']],
  ['GPL-9.9 OR MIT', 'SPDX lists no "GPL-9.9"', ['GPL-9.9']],
  [`${'('.repeat(600)}MIT`, 'it is nested too deep', []],
  ['MIT OR '.repeat(2000), 'it is longer than 8,192 characters', []],
])('%.40s', (text, why, unknown) => {
  expect(readLicense(text)).toEqual({ kind: 'invalid', why, unknown });
});

test('withdrawn ids are still listed', () => {
  expect([isListedLicense('GPL-2.0'), isDeprecatedLicense('GPL-2.0'), isDeprecatedLicense('MIT')]).toEqual([
    true,
    true,
    false,
  ]);
});
