import { expect, test } from 'vitest';
import { spdxRdf } from '../../src/core/sbom/spdx-rdf.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { readDocument } from '../fixtures/document.ts';
import { factsOf, namesOf, relationsOf } from '../fixtures/stated-reading.ts';

const NS = 'https://example.com/doc#SPDXRef-';

const rdf = (body: string) => `<?xml version="1.0"?>
<rdf:RDF xmlns:spdx="http://spdx.org/rdf/terms#" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<spdx:SpdxDocument rdf:about="${NS}DOCUMENT"><spdx:specVersion>SPDX-2.3</spdx:specVersion></spdx:SpdxDocument>
${body}
</rdf:RDF>`;

test('a package in two places is one, its licence sets are expressions, its enumerations the words of JSON', async () => {
  const read = await readDocument(
    spdxRdf,
    rdf(`<spdx:Package rdf:about="${NS}a">
  <spdx:name>a</spdx:name>
  <spdx:licenseConcluded><spdx:DisjunctiveLicenseSet>
    <spdx:member rdf:resource="http://spdx.org/licenses/MIT"/>
    <spdx:member><spdx:WithExceptionOperator>
      <spdx:member rdf:resource="http://spdx.org/licenses/GPL-2.0-only"/>
      <spdx:licenseException><spdx:LicenseException><spdx:licenseExceptionId>Classpath-exception-2.0</spdx:licenseExceptionId></spdx:LicenseException></spdx:licenseException>
    </spdx:WithExceptionOperator></spdx:member>
  </spdx:DisjunctiveLicenseSet></spdx:licenseConcluded>
  <spdx:licenseDeclared rdf:resource="http://spdx.org/rdf/terms#noassertion"/>
  <spdx:checksum><spdx:Checksum>
    <spdx:algorithm rdf:resource="http://spdx.org/rdf/terms#checksumAlgorithm_sha3_256"/>
    <spdx:checksumValue>ab</spdx:checksumValue>
  </spdx:Checksum></spdx:checksum>
  <spdx:externalRef><spdx:ExternalRef>
    <spdx:referenceCategory rdf:resource="http://spdx.org/rdf/terms#referenceCategory_packageManager"/>
    <spdx:referenceType rdf:resource="http://spdx.org/rdf/references/purl"/>
    <spdx:referenceLocator>pkg:npm/a@1</spdx:referenceLocator>
  </spdx:ExternalRef></spdx:externalRef>
  <spdx:relationship><spdx:Relationship>
    <spdx:relationshipType rdf:resource="http://spdx.org/rdf/terms#relationshipType_generatedFrom"/>
    <spdx:relatedSpdxElement><spdx:Package rdf:about="${NS}b"><spdx:name>b</spdx:name></spdx:Package></spdx:relatedSpdxElement>
  </spdx:Relationship></spdx:relationship>
</spdx:Package>
<rdf:Description rdf:about="${NS}a"><spdx:versionInfo>1</spdx:versionInfo></rdf:Description>`),
  );
  expect(namesOf(read)).toEqual(['a@1', 'b']);
  expect(factsOf(read, 0)).toEqual([
    'identifier[purl]=pkg:npm/a@1',
    'license[concluded]=(MIT OR GPL-2.0-only WITH Classpath-exception-2.0)',
    'license[declared]=(NOASSERTION)',
    'hash[component]=sha3-256:ab',
  ]);
  expect(relationsOf(read)).toEqual(['a generatedFrom(GENERATED_FROM) b']);
  expect(read.document.id).toBe('https://example.com/doc');
});

test('a licence set that holds itself ends', async () => {
  const set = (member: string) =>
    `<spdx:ConjunctiveLicenseSet rdf:nodeID="s">${member}</spdx:ConjunctiveLicenseSet>`;
  const read = await readDocument(
    spdxRdf,
    rdf(
      `<spdx:Package rdf:about="${NS}a"><spdx:name>a</spdx:name><spdx:licenseConcluded>${set('<spdx:member rdf:nodeID="s"/>')}</spdx:licenseConcluded></spdx:Package>`,
    ),
  );
  expect(factsOf(read, 0)).toEqual(['license[concluded]=()']);
});

test('UTF-16 is read', async () => {
  const text = rdf(`<spdx:Package rdf:about="${NS}a"><spdx:name>ä</spdx:name></spdx:Package>`);
  const bytes = new Uint8Array(2 + text.length * 2);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xfeff);
  for (let i = 0; i < text.length; i++) view.setUint16(2 + i * 2, text.charCodeAt(i));
  expect(namesOf(await readDocument(spdxRdf, bytes))).toEqual(['ä']);
});

describeCorpus('RDF that is no SPDX document, and XML that is an attack', () => {
  test('an ontology states nothing', async () => {
    const read = await readDocument(spdxRdf, corpusBytes('sbom/spdx-spec/rdf/spdx-model.xml'));
    expect(read.diagnostics).toMatchObject([{ code: 'spdx.no-document' }]);
    expect(read.document.valid).toBe(false);
  });

  test.each(['billion-laughs', 'quadratic', 'xxe-http', 'xxe-param'])('%s is refused', async (name) => {
    const read = await readDocument(spdxRdf, corpusBytes('hostile/gen/xml', `${name}.xml`));
    expect(read.diagnostics.map(({ code }) => code)).toContain('xml.doctype');
    expect(namesOf(read)).toEqual([]);
  });

  test.each(['attrs-100k', 'cdata-script', 'stylesheet-pi', 'utf7', 'xhtml-script', 'xinclude'])(
    '%s states nothing',
    async (name) => {
      expect(namesOf(await readDocument(spdxRdf, corpusBytes('hostile/gen/xml', `${name}.xml`)))).toEqual([]);
    },
  );
});
