import { expect, test } from 'vitest';
import { spdxXml } from '../../src/core/sbom/spdx-xml.ts';
import { readDocument } from '../fixtures/document.ts';
import { factsOf, namesOf, relationsOf } from '../fixtures/stated-reading.ts';

const xml = (body: string) => `<?xml version="1.0"?>
<Document>
  <SPDXID>SPDXRef-DOCUMENT</SPDXID><spdxVersion>SPDX-2.3</spdxVersion><dataLicense>CC0-1.0</dataLicense>
  <name>example</name><documentNamespace>https://example.com/doc</documentNamespace>
  <creationInfo><created>2026-01-02T03:04:05Z</created><creators>Tool: x-1</creators></creationInfo>
${body}</Document>`;

test('repeated elements are lists, and every pointer is a line', async () => {
  const read = await readDocument(
    spdxXml,
    xml(`<documentDescribes>SPDXRef-a</documentDescribes>
<packages><SPDXID>SPDXRef-a</SPDXID><name>a</name><downloadLocation>NONE</downloadLocation><filesAnalyzed>false</filesAnalyzed>
  <licenseDeclared>MIT</licenseDeclared></packages>
<packages><SPDXID>SPDXRef-b</SPDXID><name>b</name><downloadLocation>NONE</downloadLocation><filesAnalyzed>false</filesAnalyzed></packages>
<relationships><spdxElementId>SPDXRef-b</spdxElementId><relationshipType>DEPENDENCY_OF</relationshipType>
  <relatedSpdxElement>SPDXRef-a</relatedSpdxElement></relationships>
`),
  );
  expect(namesOf(read)).toEqual(['a', 'b']);
  expect(factsOf(read, 0)).toEqual(['external-reference[distribution]=(NONE)', 'license[declared]=MIT']);
  expect(relationsOf(read)).toEqual(['a dependsOn(DEPENDENCY_OF) b']);
  expect(read.document).toMatchObject({ serialization: 'xml', describes: ['0'], valid: true, errors: [] });
});

test('an error has the line of the element it is in', async () => {
  const { document } = await readDocument(
    spdxXml,
    xml('<packages><SPDXID>SPDXRef-a</SPDXID><name>a</name></packages>\n'),
  );
  expect(document.errors).toMatchObject([{ code: 'spdx.required', pointer: 'line 6' }]);
});

test('a document type declaration is refused; what is not well formed is read up to there', async () => {
  const refused = await readDocument(spdxXml, '<!DOCTYPE Document [<!ENTITY a "b">]><Document/>');
  expect(refused.diagnostics).toMatchObject([{ code: 'xml.doctype' }]);
  const broken = await readDocument(
    spdxXml,
    xml('<packages><SPDXID>SPDXRef-a</SPDXID><name>a</name></packages><packages>'),
  );
  expect(broken.diagnostics).toMatchObject([{ code: 'xml.syntax' }]);
  expect(namesOf(broken)).toContain('a');
});
