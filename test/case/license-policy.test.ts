import { expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { readLicensePolicy } from '../../src/core/case/license-policy.ts';

const SCHEMA = 'loupe.licence-policy/1';
const read = (policy: object) => readLicensePolicy(encodeUtf8(JSON.stringify({ schema: SCHEMA, ...policy })));

test('a policy names licences, licences with an exception, families, and packages that are excepted', () => {
  const policy = read({
    name: 'Example policy',
    allow: ['permissive', 'mpl-2.0', 'GPL-2.0-only WITH Classpath-exception-2.0'],
    deny: ['GPL-3.0+'],
    exceptions: [{ package: 'pkg:npm/a', licences: ['SSPL-1.0'], reason: 'bought' }],
    unknown: 'ignore',
  });
  expect(policy).toEqual({
    ok: true,
    value: {
      name: 'Example policy',
      allow: [
        { family: 'permissive' },
        { license: 'MPL-2.0', orLater: false, exception: undefined },
        { license: 'GPL-2.0-only', orLater: false, exception: 'Classpath-exception-2.0' },
      ],
      deny: [{ license: 'GPL-3.0', orLater: true, exception: undefined }],
      exemptions: [
        {
          purl: 'pkg:npm/a',
          licenses: [{ license: 'SSPL-1.0', orLater: false, exception: undefined }],
          reason: 'bought',
        },
      ],
      tellUnknown: false,
    },
  });
});

test.each([
  [
    { deny: ['GPL-3'] },
    'The licence policy was refused: /deny has "GPL-3" as element 0, which is no licence of SPDX and no family.',
  ],
  [
    { deny: ['unknown'] },
    'The licence policy was refused: /deny has "unknown" as element 0, which is no licence of SPDX and no family.',
  ],
  [
    { allow: ['MIT OR ISC'] },
    'The licence policy was refused: /allow has "MIT OR ISC" as element 0, which is no licence of SPDX and no family.',
  ],
  [
    { deny: [7] },
    'The licence policy was refused: /deny has something as element 0, which is no licence of SPDX and no family.',
  ],
  [
    { denied: ['GPL-3.0-only'] },
    'The licence policy was refused: /denied is not a member of a licence policy.',
  ],
  [{}, 'The licence policy was refused: The document allows and denies nothing.'],
  [
    { allow: ['MIT'], unknown: 'allow' },
    'The licence policy was refused: /unknown is neither "tell" nor "ignore".',
  ],
  [
    { allow: ['MIT'], exceptions: [{ package: 'a', reason: 'x' }] },
    'The licence policy was refused: /exceptions/0/package is no package URL.',
  ],
  [
    { allow: ['MIT'], exceptions: [{ package: 'pkg:npm/a' }] },
    'The licence policy was refused: /exceptions/0/reason is missing.',
  ],
  [
    { schema: 'loupe.policy/1', allow: ['MIT'] },
    'The licence policy was refused: /schema is not "loupe.licence-policy/1".',
  ],
])('what could be a slip is refused: %j', (policy, says) => {
  const found = read(policy);
  expect(found.ok ? '' : found.error.message).toBe(says);
});

test('what is no JSON, or says a thing twice, is refused', () => {
  expect(readLicensePolicy(encodeUtf8('{"schema"')).ok).toBe(false);
  expect(readLicensePolicy(encodeUtf8('[]')).ok).toBe(false);
  const twice = `{"schema":"${SCHEMA}","deny":["GPL-3.0-only"],"deny":[],"allow":["MIT"]}`;
  expect(readLicensePolicy(encodeUtf8(twice)).ok).toBe(false);
});
