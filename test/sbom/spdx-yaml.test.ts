import { expect, test } from 'vitest';
import { spdxYaml } from '../../src/core/sbom/spdx-yaml.ts';
import { readDocument } from '../fixtures/document.ts';
import { factsOf, namesOf } from '../fixtures/stated-reading.ts';

const DOCUMENT = `spdxVersion: SPDX-2.3
dataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
name: example
documentNamespace: https://example.com/doc
creationInfo:
  created: 2026-01-02T03:04:05Z
  creators: ["Tool: maker-1"]
packages:
- SPDXID: SPDXRef-a
  name: a
  versionInfo: 1.10
  downloadLocation: NOASSERTION
  filesAnalyzed: false
  copyrightText: &text Copyright 2026
- SPDXID: SPDXRef-b
  name: b
  downloadLocation: NOASSERTION
  filesAnalyzed: false
  copyrightText: *text
documentDescribes: [SPDXRef-a, SPDXRef-b]
`;

test('a version is a text, a date no object, an alias what it stands for', async () => {
  const read = await readDocument(spdxYaml, DOCUMENT);
  expect(namesOf(read)).toEqual(['a@1.10', 'b']);
  expect(factsOf(read, 1)).toContain('copyright=Copyright 2026');
  expect(read.document).toMatchObject({
    serialization: 'yaml',
    created: '2026-01-02T03:04:05Z',
    valid: true,
    errors: [],
  });
});

test('aliases that multiply are refused, and so is what is no mapping', async () => {
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdefghi'
      .split('')
      .map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]`),
  ].join('\n');
  const refused = await readDocument(spdxYaml, `spdxVersion: SPDX-2.3\n${bomb}\n`);
  expect(refused.diagnostics).toMatchObject([
    { code: 'yaml.syntax', message: expect.stringContaining('refers to itself too often') },
  ]);
  const list = await readDocument(spdxYaml, '- spdxVersion: SPDX-2.3\n');
  expect(list.diagnostics).toMatchObject([{ code: 'document.shape' }]);
});

test('a key that is given twice is told: the mapping has two readings', async () => {
  const { document, diagnostics } = await readDocument(
    spdxYaml,
    DOCUMENT.replace('name: example', 'name: example\nname: other'),
  );
  expect(diagnostics).toMatchObject([
    {
      code: 'yaml.duplicate-key',
      message: expect.stringContaining(
        'gives "name" twice; the last one counts here, other tools may believe the first.',
      ),
    },
  ]);
  expect(document.title).toBe('other');
});
