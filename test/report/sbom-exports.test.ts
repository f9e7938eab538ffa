import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import type { CaseModel } from '../../src/core/case/model.ts';
import { RELATION_KINDS, SCOPES, statedComponent, statedCount } from '../../src/core/model/stated.ts';
import { type Catalogue, catalogueOf } from '../../src/core/report/catalogue.ts';
import { cyclonedxExport } from '../../src/core/report/cyclonedx.ts';
import type { SbomExporter } from '../../src/core/report/sbom-exporter.ts';
import { spdxExport } from '../../src/core/report/spdx.ts';
import { cyclonedxJson } from '../../src/core/sbom/cyclonedx-json.ts';
import { spdxJson } from '../../src/core/sbom/spdx-json.ts';
import type { DocumentReader, DocumentReading } from '../../src/core/sbom/types.ts';
import { describeCorpus } from '../corpus.ts';
import { readDocument } from '../fixtures/document.ts';
import { SPDX_DOCUMENT, spdxPackage } from '../fixtures/spdx.ts';
import { inspectFiles } from '../inspect.ts';
import { inspectLite } from '../lite.ts';

const OPTIONS = { toolVersion: '1.2.3', evaluatedAt: '2026-01-02T03:04:05.678Z' };

interface Identity {
  readonly name: string;
  readonly version: string | undefined;
  readonly purl: string | undefined;
}

const nameOf = ({ name, version, purl }: Identity) => `${name} ${version ?? ''} ${purl ?? ''}`;

/** Components but the root, which is first in both formats, and relations of the kinds given, by name. */
function contentOf({ stated }: DocumentReading, kinds: readonly string[], scopes: boolean) {
  const all = Array.from({ length: statedCount(stated) }, (_, i) => nameOf(statedComponent(stated, i)));
  const { from, to, kind, scope } = stated.relations;
  const relations = Array.from(from, (a, i) => ({
    a,
    b: to[i] ?? 0,
    kind: RELATION_KINDS[kind[i] ?? 0] ?? '',
    scope: scopes ? (SCOPES[scope[i] ?? 0] ?? '') : '',
  }))
    .filter((one) => one.a !== 0 && kinds.includes(one.kind))
    .map((one) => `${all[one.a]} ${one.kind} ${one.scope} ${all[one.b]}`);
  return { components: all.slice(1).sort(), relations: [...new Set(relations)].sort() };
}

function contentOfCatalogue({ components, relations }: Catalogue, kinds: readonly string[], scopes: boolean) {
  const names = components.map(nameOf);
  const said = relations
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ from, to, kind, scope }) => `${names[from]} ${kind} ${scopes ? (scope ?? '') : ''} ${names[to]}`);
  return { components: names.sort(), relations: [...new Set(said)].sort() };
}

async function roundTrip(
  model: CaseModel,
  exporter: SbomExporter,
  reader: DocumentReader,
  kinds: readonly string[],
) {
  const read = await readDocument(reader, exporter.write(model, OPTIONS));
  expect(read.diagnostics).toEqual([]);
  expect(read.document.errors).toEqual([]);
  expect(read.document.valid).toBe(true);
  // SPDX 2.3 has no word for dependencies of peers.
  const scopes = exporter === cyclonedxExport;
  expect(contentOf(read, kinds, scopes)).toEqual(contentOfCatalogue(catalogueOf(model), kinds, scopes));
  return read;
}

/** CycloneDX has a place for these two. */
const CYCLONEDX_KINDS = ['dependsOn', 'contains'];
const SPDX_KINDS = ['dependsOn', 'contains', 'other', 'generatedFrom', 'staticLink', 'dynamicLink'];

const STATED = {
  ...SPDX_DOCUMENT,
  documentDescribes: ['SPDXRef-app'],
  hasExtractedLicensingInfos: [{ licenseId: 'LicenseRef-own', extractedText: 'Do what you want.' }],
  packages: [
    spdxPackage('app', {
      licenseDeclared: 'MIT OR Apache-2.0',
      supplier: 'Organization: Example',
      primaryPackagePurpose: 'APPLICATION',
    }),
    spdxPackage('lib', {
      licenseDeclared: 'mit',
      licenseConcluded: 'LicenseRef-own',
      homepage: 'not an address',
      externalRefs: [
        { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: 'pkg:npm/lib@1' },
      ],
      checksums: [
        {
          algorithm: 'SHA256',
          checksumValue: '11b6d3ee554eedf79299905a98f9b9a04e498210b59f15094c916c91d150efcd',
        },
      ],
    }),
    spdxPackage('part', { licenseDeclared: 'NOASSERTION' }),
  ],
  relationships: [
    { spdxElementId: 'SPDXRef-app', relationshipType: 'DEPENDS_ON', relatedSpdxElement: 'SPDXRef-lib' },
    {
      spdxElementId: 'SPDXRef-part',
      relationshipType: 'TEST_DEPENDENCY_OF',
      relatedSpdxElement: 'SPDXRef-lib',
    },
    { spdxElementId: 'SPDXRef-app', relationshipType: 'CONTAINS', relatedSpdxElement: 'SPDXRef-part' },
    { spdxElementId: 'SPDXRef-app', relationshipType: 'STATIC_LINK', relatedSpdxElement: 'SPDXRef-part' },
  ],
};

async function statedCase(): Promise<CaseModel> {
  const { model } = await inspectFiles([{ name: 'a.spdx.json', bytes: encodeUtf8(JSON.stringify(STATED)) }]);
  return model;
}

describe('what a document states, written again', () => {
  test('CycloneDX 1.6 is valid and says the same', async () => {
    const read = await roundTrip(await statedCase(), cyclonedxExport, cyclonedxJson, CYCLONEDX_KINDS);
    expect(read.document).toMatchObject({ version: '1.6', created: OPTIONS.evaluatedAt });
    expect(read.document.completeness).toMatchObject([{ state: 'unknown' }]);
  });

  test('SPDX 2.3 is valid and says the same, relations of every kind', async () => {
    await roundTrip(await statedCase(), spdxExport, spdxJson, SPDX_KINDS);
  });

  test.each([
    ['CycloneDX', cyclonedxExport, cyclonedxJson, CYCLONEDX_KINDS],
    ['SPDX', spdxExport, spdxJson, SPDX_KINDS],
  ] as const)('%s keeps that a component depends on itself', async (_what, exporter, reader, kinds) => {
    const stated = {
      ...SPDX_DOCUMENT,
      documentDescribes: ['SPDXRef-a'],
      packages: [spdxPackage('a'), spdxPackage('b')],
      relationships: ['a', 'b'].map((to) => ({
        spdxElementId: 'SPDXRef-a',
        relationshipType: 'DEPENDS_ON',
        relatedSpdxElement: `SPDXRef-${to}`,
      })),
    };
    const { model } = await inspectFiles([
      { name: 'a.spdx.json', bytes: encodeUtf8(JSON.stringify(stated)) },
    ]);
    expect(catalogueOf(model).relations.map(({ from, to }) => [from, to])).toEqual([
      [0, 0],
      [0, 1],
    ]);
    await roundTrip(model, exporter, reader, kinds);
  });

  test('SPDX 2.3 is valid though a document states a component without a name', async () => {
    const components = [
      { type: 'library', name: '', version: '1' },
      { type: 'library', name: 'a', supplier: { name: '' } },
    ];
    const bom = { bomFormat: 'CycloneDX', specVersion: '1.6', components };
    const { model } = await inspectFiles([{ name: 'a.cdx.json', bytes: encodeUtf8(JSON.stringify(bom)) }]);
    const { document, stated } = await readDocument(spdxJson, spdxExport.write(model, OPTIONS));
    expect(document.errors).toEqual([]);
    expect(statedCount(stated)).toBe(3);
  });

  test('licences are expressions where they parse, and what is not known stays unknown', async () => {
    const model = await statedCase();
    expect(spdxExport.write(model, OPTIONS)).toMatchObject({
      packages: [
        { name: 'a.spdx.json', licenseDeclared: 'NOASSERTION' },
        { name: 'app', licenseDeclared: 'MIT OR Apache-2.0', supplier: 'Organization: Example' },
        { name: 'part', licenseDeclared: 'NOASSERTION', supplier: 'NOASSERTION' },
        { name: 'lib', licenseDeclared: 'MIT', licenseConcluded: 'LicenseRef-own' },
      ],
      hasExtractedLicensingInfos: [{ licenseId: 'LicenseRef-own' }],
    });
    expect(cyclonedxExport.write(model, OPTIONS)).toMatchObject({
      components: [
        {
          name: 'app',
          licenses: [{ expression: 'MIT OR Apache-2.0', acknowledgement: 'declared' }],
          properties: [{ name: 'loupe:relation:staticLink', value: 'c2' }],
          components: [{ name: 'part' }],
        },
        { name: 'lib', purl: 'pkg:npm/lib@1' },
      ],
    });
  });

  test('scopes of dependencies stay: at each of them, and at components that all agree on', async () => {
    const names = ['app', 'run', 'tool', 'maybe', 'both', 'plain'];
    const from = (type: string, on: string) => ({
      spdxElementId: `SPDXRef-${on}`,
      relationshipType: type,
      relatedSpdxElement: 'SPDXRef-app',
    });
    const stated = {
      ...SPDX_DOCUMENT,
      documentDescribes: ['SPDXRef-app'],
      packages: names.map((name) => spdxPackage(name)),
      relationships: [
        from('RUNTIME_DEPENDENCY_OF', 'run'),
        from('DEV_DEPENDENCY_OF', 'run'),
        from('BUILD_DEPENDENCY_OF', 'tool'),
        from('OPTIONAL_DEPENDENCY_OF', 'maybe'),
        from('TEST_DEPENDENCY_OF', 'both'),
        from('DEPENDENCY_OF', 'both'),
        from('DEPENDENCY_OF', 'plain'),
      ],
    };
    const { model } = await inspectFiles([
      { name: 'a.spdx.json', bytes: encodeUtf8(JSON.stringify(stated)) },
    ]);
    await roundTrip(model, cyclonedxExport, cyclonedxJson, CYCLONEDX_KINDS);
    const written: unknown = cyclonedxExport.write(model, OPTIONS);
    const { components } = written as {
      readonly components: readonly { readonly name: string; readonly scope?: string }[];
    };
    expect(Object.fromEntries(components.map(({ name, scope }) => [name, scope]))).toEqual({
      app: undefined,
      run: 'required',
      tool: 'excluded',
      maybe: 'optional',
      both: undefined,
      plain: undefined,
    });
  });

  test('equal cases give equal exports', async () => {
    const [one, two] = [await statedCase(), await statedCase()];
    expect(cyclonedxExport.write(one, OPTIONS)).toEqual(cyclonedxExport.write(two, OPTIONS));
  });
});

test('SPDX says that it cannot meet BSI TR-03183-2 v2.1, and what can', () => {
  expect(spdxExport.note).toMatch(/BSI TR-03183-2 v2.1.*CycloneDX 1.6/);
});

describeCorpus('the catalogue of a real image', () => {
  test('reads back as it was, in both formats', async () => {
    const { model } = await inspectLite();
    const cyclonedx = await roundTrip(model, cyclonedxExport, cyclonedxJson, CYCLONEDX_KINDS);
    const spdx = await roundTrip(model, spdxExport, spdxJson, SPDX_KINDS);
    expect(cyclonedx.document.counts.components).toBe(spdx.document.counts.components);
    expect(cyclonedx.document.counts.components).toBeGreaterThan(700);
  }, 180_000);
});
