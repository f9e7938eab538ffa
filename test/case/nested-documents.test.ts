import { existsSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { decodeUtf8 } from '../../src/core/base/bytes.ts';
import { digestBytes } from '../../src/core/base/digest.ts';
import { documentReaderOf } from '../../src/core/sbom/registry.ts';
import { sniff } from '../../src/core/sniff/sniff.ts';
import { HEAD_BYTES } from '../../src/core/sniff/types.ts';
import { corpusBytes, corpusPath, describeCorpus } from '../corpus.ts';
import { imageOf } from '../fixtures/rules.ts';
import { file, type Member, tar } from '../fixtures/tar.ts';
import { buildZip } from '../fixtures/zip.ts';
import { inspectFiles, type TestFile } from '../inspect.ts';

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

/** A document that says what it is only behind so many bytes. */
function late(bytes: number): string {
  const rest = {
    specVersion: '1.5',
    version: 1,
    components: [{ type: 'library', name: 'from-json', version: '1' }],
  };
  return JSON.stringify({
    metadata: { properties: [{ name: 'filling', value: 'x'.repeat(bytes) }] },
    ...rest,
    bomFormat: 'CycloneDX',
  });
}

describe('documents that say late what they are', () => {
  const packings: Readonly<Record<string, (text: string) => Member>> = {
    'as it is': (text) => file('opt/a.cdx.json', text),
    'in gzip': (text) => file('opt/a.cdx.json.gz', gzipSync(text)),
    'in a zip': (text) => file('opt/a.zip', buildZip([{ name: 'bom.json', content: text, method: 8 }])),
    'in gzip in a zip': (text) =>
      file('opt/a.zip', buildZip([{ name: 'bom.json.gz', content: gzipSync(text) }])),
  };

  test.each(
    Object.entries(packings).flatMap(([how, pack]) =>
      [600, 5000, 30_000, 200_000].map((bytes) => [how, bytes, pack] as const),
    ),
  )('in a layer, %s, behind %i bytes', async (_how, bytes, pack) => {
    expect(await stated('a.tar', imageOf([file('etc/hostname', 'a\n'), pack(late(bytes))]))).toEqual([
      'from-json',
    ]);
  });

  test.each([600, 200_000])('dropped by themselves, and in gzip, behind %i bytes', async (bytes) => {
    expect(await stated('a.json', new TextEncoder().encode(late(bytes)))).toEqual(['from-json']);
    expect(await stated('a.json.gz', gzipSync(late(bytes)))).toEqual(['from-json']);
  });

  test('wherever the pieces of a layer end', async () => {
    for (let before = 0; before < 9; before++) {
      const members = [file('pad', 'x'.repeat(512 * (before + 120))), file('opt/a.json', late(3000))];
      expect(await stated('a.tar', imageOf(members))).toEqual(['from-json']);
    }
  });

  test('in a file of any other name and of no such kind, stay a file', async () => {
    const text = JSON.stringify({ filling: 'x'.repeat(50_000), inner: { bomFormat: 'CycloneDX' } });
    const { model } = await inspectFiles([
      { name: 'a.tar', bytes: tar([file('bom.json', text), file('b.json', text)]) },
    ]);
    expect(model.documents).toEqual([]);
    expect(model.diagnostics).toEqual([]);
  });
});

test('a document in a layer is read up to the limit of what is parsed there, and beyond it that is said', async () => {
  const text = late(17 * 2 ** 20);
  expect(await stated('a.tar', imageOf([file('opt/a.cdx.json', text)]))).toEqual(['from-json']);
  const early = `{"bomFormat":"CycloneDX",${text.slice(1)}`;
  expect(await stated('a.tar', imageOf([file('opt/a.json', early)]))).toEqual(['from-json']);
  const bytes = tar([file('opt/a.json', early)]);
  const { model } = await inspectFiles([{ name: 'a.tar', bytes }], { parsedNested: 2 ** 20 });
  expect(model.documents).toEqual([]);
  expect(model.diagnostics.map(({ code }) => code)).toEqual(['limit.parsed-nested']);
});

const YAML = `SPDXID: SPDXRef-DOCUMENT
creationInfo: {created: "2026-01-01T00:00:00Z", creators: ["Tool: a"]}
dataLicense: CC0-1.0
documentNamespace: https://example.org/a
name: a
packages:
- {SPDXID: SPDXRef-a, downloadLocation: NOASSERTION, name: from-yaml, versionInfo: "1"}
spdxVersion: SPDX-2.3
`;

describe('documents that begin otherwise', () => {
  const cases: readonly (readonly [string, string, string, string])[] = [
    ['YAML', 'a.spdx.yaml', YAML, 'from-yaml'],
    [
      'YAML, the version far behind',
      'a.yml',
      YAML.replace('name: a\n', `name: a\ncomment: ${'x'.repeat(50_000)}\n`),
      'from-yaml',
    ],
    ['tag-value behind a comment', 'a.spdx', `# made by hand\n\n${TAG_VALUE}`, 'from-tag-value'],
    ['XML with a byte order mark', 'a.xml', `\ufeff${XML}`, 'from-xml'],
    ['JSON with a byte order mark', 'a.json', `\ufeff${JSON_TEXT}`, 'from-json'],
  ];
  test.each(cases)('%s', async (_what, name, content, expected) => {
    const bytes = new TextEncoder().encode(content);
    const zip = buildZip([{ name, content: bytes, method: 8 }]);
    for (const member of [
      file(`opt/${name}`, bytes),
      file('opt/a.zip', zip),
      file(`opt/${name}.gz`, gzipSync(bytes)),
    ])
      expect(await stated('a.tar', imageOf([member]))).toEqual([expected]);
  });
});

/** Files of the corpus that its list names. */
function paths(): string[] {
  const [head = '', ...lines] = (decodeUtf8(corpusBytes('sbom', 'manifest.tsv')) ?? '').split('\n');
  const column = head.split('\t').indexOf('path');
  return lines
    .flatMap((line) => line.split('\t')[column] || [])
    .filter((path) => existsSync(corpusPath('sbom', path)));
}

describeCorpus('every document of the corpus', () => {
  test('is read inside a layer, a zip or gzip as it is by itself', { timeout: 120_000 }, async () => {
    const read = async (files: readonly TestFile[]) => {
      const { model } = await inspectFiles(files);
      const documents = new Set(model.documents.map(({ source }) => source));
      return new Set(
        model.sources.flatMap(({ id, digests }) => (documents.has(id) ? [digests.sha256 ?? ''] : [])),
      );
    };
    const each = paths()
      .map((name) => ({ name, content: corpusBytes('sbom', name) }))
      .filter(({ name, content }) => {
        const { row } = sniff(content.subarray(0, HEAD_BYTES), name, content.length);
        return content.length < 20_000 && documentReaderOf(row.id) !== undefined;
      });
    const known = new Set(await Promise.all(each.map(({ content }) => digestBytes(content))));
    const packed = [
      tar(each.map(({ name, content }) => file(name, content))),
      tar(each.map(({ name, content }) => file(`${name}.gz`, gzipSync(content)))),
      tar(each.map(({ name, content }, i) => file(`${i}.zip`, buildZip([{ name, content, method: 8 }])))),
    ];
    expect(known.size).toBeGreaterThan(1000);
    for (const bytes of packed) {
      const found = await read([{ name: 'a.tar', bytes }]);
      expect([...known].filter((one) => !found.has(one))).toEqual([]);
    }
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
