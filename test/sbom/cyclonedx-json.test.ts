import { describe, expect, test } from 'vitest';
import { cyclonedxJson } from '../../src/core/sbom/cyclonedx-json.ts';
import { readDocument } from '../fixtures/document.ts';
import { factsOf, namesOf, relationsOf } from '../fixtures/stated-reading.ts';

const bom = (more: object) => ({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, ...more });
const library = (name: string, more: object = {}) => ({ type: 'library', name, 'bom-ref': name, ...more });

describe('CycloneDX JSON', () => {
  test('tells what the document is and who made it', async () => {
    const { document } = await readDocument(
      cyclonedxJson,
      bom({
        serialNumber: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79',
        metadata: {
          timestamp: '2026-01-02T03:04:05Z',
          lifecycles: [{ phase: 'build' }, { name: 'our own' }],
          tools: { components: [{ type: 'application', name: 'maker', version: '2' }] },
          authors: [{ name: 'Ada', email: 'ada@example.org' }],
          manufacturer: {
            name: 'Works',
            url: ['https://works.example'],
            contact: [{ email: 'a@works.example' }],
          },
          component: { type: 'application', name: 'app', version: '1', 'bom-ref': 'app' },
        },
        components: [library('a')],
      }),
    );
    expect(document).toMatchObject({
      format: 'CycloneDX',
      version: '1.6',
      serialization: 'json',
      id: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79/1',
      title: 'app 1',
      created: '2026-01-02T03:04:05Z',
      lifecycles: ['build', 'our own'],
      describes: ['0'],
      counts: { components: 2, relations: 0 },
    });
    expect(document.parties).toEqual([
      { role: 'author', kind: 'person', name: 'Ada', email: 'ada@example.org' },
      {
        role: 'manufacturer',
        kind: 'organization',
        name: 'Works',
        url: 'https://works.example',
        email: 'a@works.example',
      },
      { role: 'tool', kind: 'tool', name: 'maker', version: '2' },
    ]);
  });

  test('keeps what a component says of itself, each fact with its place', async () => {
    const read = await readDocument(
      cyclonedxJson,
      bom({
        components: [
          {
            type: 'library',
            group: 'org.example',
            name: 'lib',
            version: '1.0',
            purl: 'pkg:Maven/org.example/lib@1.0',
            cpe: 'cpe:2.3:a:example:lib:1.0:*:*:*:*:*:*:*',
            supplier: { name: 'Works' },
            hashes: [{ alg: 'SHA-256', content: 'AB'.repeat(32) }],
            licenses: [
              { expression: 'MIT OR Apache-2.0', acknowledgement: 'declared' },
              { license: { name: 'Ours' } },
            ],
            externalReferences: [
              {
                type: 'distribution',
                url: 'https://x.example/lib',
                hashes: [{ alg: 'SHA-512', content: 'cd' }],
              },
            ],
            properties: [{ name: 'bsi:component:filename', value: 'lib.jar' }],
            evidence: { licenses: [{ license: { id: 'MIT' } }], occurrences: [{ location: '/opt/lib.jar' }] },
          },
        ],
      }),
    );
    expect(factsOf(read, 0)).toEqual([
      'identifier[purl]=pkg:Maven/org.example/lib@1.0',
      'group=org.example',
      'supplier[name]=Works',
      'identifier[cpe]=cpe:2.3:a:example:lib:1.0:*:*:*:*:*:*:*',
      `hash[component]=sha256:${'ab'.repeat(32)}`,
      'license[declared]=MIT OR Apache-2.0',
      'license=Ours',
      'external-reference[distribution]=https://x.example/lib',
      'hash[distribution]=sha512:cd',
      'property[bsi:component:filename]=lib.jar',
      'license[detected]=MIT',
      'location=/opt/lib.jar',
    ]);
  });

  test('nesting is containment, not dependency', async () => {
    const read = await readDocument(
      cyclonedxJson,
      bom({
        components: [library('outer', { components: [library('inner', { components: [library('core')] })] })],
      }),
    );
    expect(namesOf(read)).toEqual(['outer', 'inner', 'core']);
    expect(relationsOf(read)).toEqual([
      'outer contains(components) inner',
      'inner contains(components) core',
    ]);
    expect(read.document.counts).toEqual({ components: 3, relations: 0 });
  });

  test('one that is not listed among the dependencies is unknown; one listed with none has none', async () => {
    const read = await readDocument(
      cyclonedxJson,
      bom({
        components: [library('a'), library('leaf'), library('silent')],
        dependencies: [{ ref: 'a', dependsOn: ['leaf'] }, { ref: 'leaf' }],
      }),
    );
    expect(relationsOf(read)).toEqual(['a dependsOn leaf']);
    expect(factsOf(read, 1)).toEqual(['dependencies=(NONE)']);
    expect(factsOf(read, 2)).toEqual([]);
  });

  test('a reference that leads nowhere is told, and is no component', async () => {
    const read = await readDocument(
      cyclonedxJson,
      bom({
        metadata: { tools: { components: [library('maker')] } },
        components: [library('a')],
        dependencies: [{ ref: 'a', dependsOn: ['gone', 'urn:cdx:3e671687/1#b', 'maker'] }],
      }),
    );
    expect(namesOf(read)).toEqual(['a']);
    expect(read.document.counts.relations).toBe(3);
    expect(read.document.unresolved.map(({ ref, inside }) => ({ ref, inside }))).toEqual([
      { ref: 'gone', inside: true },
      { ref: 'urn:cdx:3e671687/1#b', inside: false },
    ]);
    expect(read.diagnostics.map(({ message }) => message)).toEqual([
      '"document" relates once to something that it does not hold, for example "gone" (the first at /dependencies/0/dependsOn/0).',
    ]);
  });

  test('version 2.0 is named, and not read as something it is not', async () => {
    const { document, diagnostics } = await readDocument(cyclonedxJson, {
      specFormat: 'CycloneDX',
      specVersion: '2.0',
      inventories: [],
    });
    expect(document).toMatchObject({ version: '2.0', valid: undefined, errors: [] });
    expect(diagnostics).toMatchObject([
      { code: 'kind.unsupported', message: 'CycloneDX 2.0 is not read yet: Loupe reads 1.0 to 1.7.' },
    ]);
  });

  test('what cannot be read at all is invalid, with its place', async () => {
    const { document, diagnostics } = await readDocument(cyclonedxJson, '{"bomFormat":"CycloneDX",');
    expect(document).toMatchObject({ valid: false, counts: { components: 0 } });
    expect(diagnostics).toMatchObject([{ code: 'json.syntax', offset: 25 }]);
  });
});
