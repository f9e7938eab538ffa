import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { imageOf } from '../fixtures/rules.ts';
import { file, type Member, tar } from '../fixtures/tar.ts';
import { buildZip } from '../fixtures/zip.ts';
import { inspectFiles } from '../inspect.ts';

const XML = `<?xml version="1.0" encoding="UTF-8"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.5" version="1"><components>
<component type="library"><name>from-xml</name><version>1</version></component></components></bom>`;

const TAG_VALUE = `SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentName: a
DocumentNamespace: https://example.org/a
Creator: Tool: a
Created: 2026-01-01T00:00:00Z

PackageName: from-tag-value
SPDXID: SPDXRef-a
PackageVersion: 1
PackageDownloadLocation: NOASSERTION
`;

const JSON_TEXT = JSON.stringify({
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  version: 1,
  components: [{ type: 'library', name: 'from-json', version: '1' }],
});

async function stated(name: string, bytes: Uint8Array): Promise<readonly string[]> {
  const { model } = await inspectFiles([{ name, bytes }]);
  const of = new Set(model.documents.map(({ source }) => source));
  return model.occurrences
    .filter(({ source }) => of.has(source))
    .map(({ component }) => model.components[component]?.name ?? '')
    .sort();
}

describe('documents inside the layers of an image', () => {
  test.each<[string, Member]>([
    ['as they are: XML', file('usr/share/sbom/a.cdx.xml', XML)],
    ['as they are: tag-value', file('usr/share/sbom/a.spdx', TAG_VALUE)],
    ['in gzip: JSON', file('usr/share/sbom/a.cdx.json.gz', gzipSync(JSON_TEXT))],
    ['in gzip: XML', file('usr/share/sbom/a.cdx.xml.gz', gzipSync(XML))],
    [
      'in a zip: JSON',
      file('opt/sbom.zip', buildZip([{ name: 'a.cdx.json', content: JSON_TEXT, method: 8 }])),
    ],
    ['in a zip: XML', file('opt/sbom.zip', buildZip([{ name: 'a.cdx.xml', content: XML, method: 8 }]))],
    [
      'in gzip, in a tar, in gzip',
      file('opt/sboms.tar.gz', gzipSync(tar([file('deep/a.cdx.json.gz', gzipSync(JSON_TEXT))]))),
    ],
  ])('%s', async (what, member) => {
    const name = /XML/.test(what) ? 'from-xml' : /tag-value/.test(what) ? 'from-tag-value' : 'from-json';
    expect(await stated('a.tar', imageOf([file('etc/hostname', 'a\n'), member]))).toEqual([name]);
  });
});

describe('documents inside archives', () => {
  test('a tar: CycloneDX XML and SPDX tag-value beside JSON', async () => {
    const bytes = tar([file('a.xml', XML), file('a.spdx', TAG_VALUE), file('a.json', JSON_TEXT)]);
    expect(await stated('a.tar', bytes)).toEqual(['from-json', 'from-tag-value', 'from-xml']);
  });

  test('XML and text that state nothing are files like any other', async () => {
    const bytes = tar([file('a.html', '<html>a</html>'), file('SPEC', 'SPECIFICATION\n')]);
    expect(await stated('a.tar', bytes)).toEqual([]);
  });

  test('a wheel: what it carries in its sboms folder (PEP 770)', async () => {
    const bytes = buildZip([
      { name: 'a-1.dist-info/METADATA', content: 'Metadata-Version: 2.4\nName: a\nVersion: 1\n' },
      { name: 'a-1.dist-info/sboms/a.cdx.json', content: JSON_TEXT },
      { name: 'a-1.dist-info/sboms/b.cdx.xml', content: XML },
    ]);
    expect(await stated('a-1-py3-none-any.whl', bytes)).toEqual(['from-json', 'from-xml']);
  });
});
