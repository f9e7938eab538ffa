import { expect, test } from 'vitest';
import { spdxTagValue } from '../../src/core/sbom/spdx-tag-value.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { readDocument } from '../fixtures/document.ts';
import { factsOf, namesOf, relationsOf } from '../fixtures/stated-reading.ts';

const DOCUMENT = `# a comment
SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentName: example
DocumentNamespace: https://example.com/doc
ExternalDocumentRef: DocumentRef-other https://example.com/other SHA1: d6a770ba38583ed4bb4525bd96e50461655d2759
Creator: Tool: maker-1.2
Creator: Organization: Example (mail@example.com)
Created: 2026-01-02T03:04:05Z
CreatorComment: <text>Made at Build
of two lines</text>

PackageName: app
SPDXID: SPDXRef-app
PackageVersion: 1.0
PackageSupplier: Organization: Example (mail@example.com)
PackageOriginator: NOASSERTION
PackageDownloadLocation: git+https://example.com/app
FilesAnalyzed: true
PackageVerificationCode: d6a770ba38583ed4bb4525bd96e50461655d2758 (excludes: ./a.spdx, ./b.spdx)
PackageChecksum: SHA256: 11b6d3ee554eedf79299905a98f9b9a04e498210b59f15094c916c91d150efcd
PackageLicenseConcluded: MIT OR LicenseRef-own
PackageLicenseDeclared: NONE
ExternalRef: PACKAGE-MANAGER purl pkg:npm/app@1.0
ExternalRef: SECURITY cpe23Type cpe:2.3:a:example:app:1.0:*:*:*:*:*:*:*
PrimaryPackagePurpose: APPLICATION

FileName: ./a.c
SPDXID: SPDXRef-a
FileChecksum: SHA1: d6a770ba38583ed4bb4525bd96e50461655d2758
LicenseInfoInFile: MIT

LicenseID: LicenseRef-own
ExtractedText: <text>PackageName: not a package</text>

Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-app
Relationship: SPDXRef-app DEPENDS_ON DocumentRef-other:SPDXRef-lib
RelationshipComment: from elsewhere
`;

test('every tag becomes what the JSON serialization says', async () => {
  const read = await readDocument(spdxTagValue, DOCUMENT);
  expect(read.document).toMatchObject({
    format: 'SPDX',
    version: '2.3',
    serialization: 'tag-value',
    id: 'https://example.com/doc',
    title: 'example',
    created: '2026-01-02T03:04:05Z',
    lifecycles: ['build'],
    describes: ['0'],
    external: [
      {
        ref: 'https://example.com/other',
        digests: ['sha1:d6a770ba38583ed4bb4525bd96e50461655d2759'],
        pointer: 'line 7',
      },
    ],
    counts: { components: 1, relations: 2 },
    valid: true,
    errors: [],
  });
  expect(read.document.parties).toEqual([
    { role: 'tool', kind: 'tool', name: 'maker', version: '1.2' },
    { role: 'author', kind: 'organization', name: 'Example', email: 'mail@example.com' },
  ]);
  expect(namesOf(read)).toEqual(['app@1.0', './a.c']);
  expect(factsOf(read, 0)).toEqual([
    'identifier[purl]=pkg:npm/app@1.0',
    'purpose=APPLICATION',
    'external-reference[vcs]=git+https://example.com/app',
    'supplier[name]=Example',
    'supplier[email]=mail@example.com',
    'originator=(NOASSERTION)',
    'verification-code=d6a770ba38583ed4bb4525bd96e50461655d2758',
    'license[concluded]=MIT OR LicenseRef-own',
    'license[declared]=(NONE)',
    'hash[component]=sha256:11b6d3ee554eedf79299905a98f9b9a04e498210b59f15094c916c91d150efcd',
    'identifier[cpe]=cpe:2.3:a:example:app:1.0:*:*:*:*:*:*:*',
  ]);
});

test('a file that follows a package is contained in it', async () => {
  expect(relationsOf(await readDocument(spdxTagValue, DOCUMENT))).toEqual(['app contains(hasFiles) ./a.c']);
});

test('what is no tag, unknown, or out of place is told with its line, and the rest is read', async () => {
  const text = `SPDXVersion: SPDX-2.3\r\nnot a tag\r\nPackageVersion: 1\r\nFlavour: sweet\r\nPackageName: a\r\n`;
  const read = await readDocument(spdxTagValue, text);
  expect(read.diagnostics.map(({ code, message }) => `${code} ${/line \d+/.exec(message)}`)).toEqual([
    'spdx.tag-line line 2',
    'spdx.tag-order line 3',
    'spdx.tag-unknown line 4',
  ]);
  expect(namesOf(read)).toEqual(['a']);
});

test('a text that never ends swallows what follows, and that is told; what came before is kept', async () => {
  const text = 'SPDXVersion: SPDX-2.3\nPackageName: a\nPackageComment: <text>open\nPackageName: b\n';
  const read = await readDocument(spdxTagValue, text);
  expect(namesOf(read)).toEqual(['a']);
  expect(read.diagnostics).toMatchObject([{ code: 'spdx.text-open', severity: 'error', offset: 37 }]);
  expect(read.stated.complete).toBe(false);
});

describeCorpus('hostile tag-value', () => {
  test('a package within a text is no package', async () => {
    const read = await readDocument(spdxTagValue, corpusBytes('hostile/gen/sbom/tagvalue-inject.spdx'));
    expect(namesOf(read)).toEqual(['real']);
    expect(read.document.title).toBe('a\nPackageName: injected');
    expect(read.diagnostics).toMatchObject([{ code: 'spdx.text-open' }]);
  });
});
