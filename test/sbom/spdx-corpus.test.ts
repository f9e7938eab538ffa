import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { decodeUtf8 } from '../../src/core/base/bytes.ts';
import { spdxJson } from '../../src/core/sbom/spdx-json.ts';
import { spdxRdf } from '../../src/core/sbom/spdx-rdf.ts';
import { spdxTagValue } from '../../src/core/sbom/spdx-tag-value.ts';
import { spdxXml } from '../../src/core/sbom/spdx-xml.ts';
import { spdxYaml } from '../../src/core/sbom/spdx-yaml.ts';
import { spdx3Json } from '../../src/core/sbom/spdx3-json.ts';
import type { DocumentReader } from '../../src/core/sbom/types.ts';
import { sniff } from '../../src/core/sniff/sniff.ts';
import { HEAD_BYTES } from '../../src/core/sniff/types.ts';
import { corpusBytes, describeCorpus, hasCorpus } from '../corpus.ts';
import { readDocument } from '../fixtures/document.ts';

interface Row {
  readonly path: string;
  readonly format: string;
  readonly components: number;
  readonly relations: number;
}

function rows(formats: RegExp): Row[] {
  if (!hasCorpus) return [];
  const lines = (decodeUtf8(corpusBytes('sbom/manifest.tsv')) ?? '').split('\n').slice(1);
  return lines.flatMap((line) => {
    const [path = '', , format = '', components = '', relations = ''] = line.split('\t');
    if (!formats.test(format) || components === '') return [];
    return [{ path, format, components: Number(components), relations: Number(relations) }];
  });
}

/**
 * The manifest counts 1 package in every YAML document: the lines that begin with `packages:`, and not what stands below.
 * The source that sides with us is the same document in JSON, whose row of the manifest has the true count.
 */
const MISCOUNTED: Readonly<Record<string, { readonly packages: number; readonly twin: string }>> = {
  'spdx-tools-go/examples/sample-docs/yaml/SPDXYAMLExample-2.2.spdx.yaml': {
    packages: 4,
    twin: 'spdx-tools-go/examples/sample-docs/json/SPDXJSONExample-v2.2.spdx.json',
  },
  'spdx-tools-go/examples/sample-docs/yaml/SPDXYAMLExample-2.3.spdx.yaml': {
    packages: 5,
    twin: 'spdx-tools-go/examples/sample-docs/json/SPDXJSONExample-v2.3.spdx.json',
  },
  'spdx-tools-java/testResources/DifferentFileComment.spdx.yaml': {
    packages: 4,
    twin: 'spdx-tools-java/testResources/SPDXJSONExample-v2.2.spdx.json',
  },
  'spdx-tools-java/testResources/SPDXYAMLExample-2.2.spdx.yaml': {
    packages: 4,
    twin: 'spdx-tools-java/testResources/SPDXJSONExample-v2.2.spdx.json',
  },
  'spdx-tools-java/testResources/SPDXYAMLExample-2.3.spdx.yaml': {
    packages: 4,
    twin: 'spdx-tools-java/testResources/SPDXJSONExample-v2.3.spdx.json',
  },
  'spdx-tools-python/tests/spdx/data/SPDXYAMLExample-v2.2.spdx.yaml': {
    packages: 4,
    twin: 'spdx-tools-python/tests/spdx/data/SPDXJSONExample-v2.2.spdx.json',
  },
  'spdx-tools-python/tests/spdx/data/SPDXYAMLExample-v2.3.spdx.yaml': {
    packages: 4,
    twin: 'spdx-tools-python/tests/spdx/data/SPDXJSONExample-v2.3.spdx.json',
  },
};

const packages = ({ path, components }: Row) => MISCOUNTED[path]?.packages ?? components;

const SERIALIZATIONS: readonly [string, RegExp, DocumentReader, number][] = [
  ['JSON', /^SPDX-2\S* JSON$/, spdxJson, 93],
  ['tag-value', /tag-value$/, spdxTagValue, 28],
  ['YAML', /YAML$/, spdxYaml, 7],
  ['RDF/XML', /^SPDX 2.x RDF/, spdxRdf, 11],
  ['XML', /^SPDX 2.x XML$/, spdxXml, 4],
];

describeCorpus('every SPDX 2 document of the corpus is read with its counts', () => {
  for (const [name, format, reader, count] of SERIALIZATIONS) {
    test(name, async () => {
      const read = [];
      const expected = rows(format);
      for (const { path } of expected) {
        const { document } = await readDocument(reader, corpusBytes('sbom', path));
        read.push({ path, ...document.counts });
      }
      expect(expected).toHaveLength(count);
      expect(read).toEqual(
        expected.map((row) => ({ path: row.path, components: packages(row), relations: row.relations })),
      );
    });
  }
});

describeCorpus('the rows of the manifest that are not what the file holds', () => {
  const yaml = rows(/YAML$/);
  const twins = rows(/^SPDX-2\S* JSON$/);

  test('are seven, and no more', () => {
    expect(Object.keys(MISCOUNTED).sort()).toEqual(yaml.map(({ path }) => path).sort());
    expect(yaml).toHaveLength(7);
  });

  test.each(Object.entries(MISCOUNTED))('%s', (path, { packages: held, twin }) => {
    const text = decodeUtf8(corpusBytes('sbom', path)) ?? '';
    const row = yaml.find((one) => one.path === path);
    // What the manifest counted.
    expect(text.match(/^packages:/gm)).toHaveLength(row?.components ?? 0);
    // What is there, by a parser that knows nothing of SPDX, and in the twin: its row and its bytes.
    expect(parse(text).packages).toHaveLength(held);
    expect(JSON.parse(decodeUtf8(corpusBytes('sbom', twin)) ?? '').packages).toHaveLength(held);
    expect(twins.find((one) => one.path === twin)?.components).toBe(held);
  });
});

describeCorpus('every SPDX 3 document of the corpus is read with its counts', () => {
  test('JSON-LD', async () => {
    const expected = rows(/^SPDX (?:3\S*|\?) JSON-LD$/);
    const read = [];
    for (const { path } of expected) {
      const { document } = await readDocument(spdx3Json, corpusBytes('sbom', path));
      read.push({ path, ...document.counts });
    }
    expect(expected).toHaveLength(106);
    expect(read).toEqual(
      expected.map(({ path, components, relations }) => ({ path, components, relations })),
    );
  });

  test('10,500 packages of Debian', async () => {
    const bytes = gunzipSync(corpusBytes('sbom/large/debian-10k.spdx301.json.gz'));
    const { document, diagnostics } = await readDocument(spdx3Json, new Uint8Array(bytes));
    expect(document.counts.components).toBe(10_500);
    expect(diagnostics).toEqual([]);
  });
});

describeCorpus('every SPDX document of the corpus is recognized by what it holds', () => {
  test('and goes to the reader of its serialization', () => {
    const wrong = [
      [/^SPDX-2\S* JSON$/, 'spdx-json'],
      [/tag-value$/, 'spdx-tag-value'],
      [/YAML$/, 'spdx-yaml'],
      [/^SPDX 2.x RDF/, 'spdx-rdf'],
      [/^SPDX 2.x XML$/, 'spdx-xml'],
      [/^SPDX (?:3\S*|\?) JSON-LD$/, 'spdx3-json'],
    ].flatMap(([format, kind]) =>
      rows(format instanceof RegExp ? format : /^$/).filter(({ path }) => {
        const bytes = corpusBytes('sbom', path);
        return sniff(bytes.subarray(0, HEAD_BYTES), path, bytes.length).row.id !== kind;
      }),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });
});
