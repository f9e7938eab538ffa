import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { externalId, linkedElement } from '../../src/core/case/external-documents.ts';
import type { CaseModel } from '../../src/core/case/model.ts';
import { documentDetail } from '../../src/core/profiles/queries/documents.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { inspectFiles, type TestFile } from '../inspect.ts';

const SERIAL = '411dafd2-c29f-491a-97d7-e97de5bc2289';

const file = (name: string, content: object): TestFile => ({
  name,
  bytes: new TextEncoder().encode(JSON.stringify(content)),
});
const sha1 = ({ bytes }: TestFile) => createHash('sha1').update(bytes).digest('hex');
const sha256 = ({ bytes }: TestFile) => createHash('sha256').update(bytes).digest('hex');

/** The part: a document of its own. */
const part = (version = 1, more: object = {}) =>
  file('part.json', {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${SERIAL.toUpperCase()}`,
    version,
    metadata: { component: { type: 'library', 'bom-ref': 'root', name: 'part', version: '1' } },
    components: [{ type: 'library', 'bom-ref': 'deep/est', name: 'deep', version: '2' }],
    ...more,
  });

/** The whole names the part: by BOM-Link in a component, and as an end of a dependency. */
const whole = (url: string, hashes: readonly object[] = [], dependsOn: readonly string[] = []) =>
  file('whole.json', {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', 'bom-ref': 'app', name: 'app', version: '1' } },
    components: [
      {
        type: 'library',
        'bom-ref': 'p',
        name: 'part',
        externalReferences: [{ type: 'bom', url, ...(hashes.length === 0 ? {} : { hashes }) }],
      },
    ],
    dependencies: [{ ref: 'app', dependsOn: ['p', ...dependsOn] }],
  });

function told({ externals, sources }: CaseModel): string[] {
  const name = (id: string | undefined) => sources.find((one) => one.id === id)?.name;
  return externals.map(({ state, by, target }) => [state, by, name(target)].filter(Boolean).join(' '));
}

/** Relations that lead from one document into another. */
function crossing({ relations, occurrences, components }: CaseModel): string[] {
  const label = (at: number | undefined) => {
    const one = occurrences[at ?? -1];
    return `${one?.path.replace('.json', '')}:${components[one?.component ?? -1]?.name}`;
  };
  return [...relations.from].flatMap((from, i) => {
    const to = relations.to[i];
    if (occurrences[from]?.source === occurrences[to ?? -1]?.source) return [];
    return [`${label(from)} ${relations.kind[i]}(${relations.rawKind[i]}) ${label(to)}`];
  });
}

const said = (model: CaseModel) =>
  model.diagnostics.filter(({ code }) => code.startsWith('document.external')).map(({ message }) => message);

/** In either order of the drops, the same. */
async function both(...files: readonly TestFile[]): Promise<CaseModel> {
  const { model, report } = await inspectFiles(files);
  const reversed = await inspectFiles([...files].reverse());
  expect(reversed.report().documents.map(({ external }) => external)).toEqual(
    report().documents.map(({ external }) => external),
  );
  expect(reversed.report().relations).toEqual(report().relations);
  return model;
}

const LINK = `urn:cdx:${SERIAL}/1`;

describe('a BOM-Link', () => {
  test('to a document of the case: its component is what that document is about', async () => {
    const model = await both(whole(LINK), part());
    expect(told(model)).toEqual(['resolved id part.json']);
    expect(crossing(model)).toEqual(['whole:part sameAs(bom) part:part']);
    expect(said(model)).toEqual([]);
  });

  test('to an element of it, and a dependency on one', async () => {
    const element = `${LINK}#${encodeURIComponent('deep/est')}`;
    const model = await both(whole(element, [], [element]), part());
    expect(told(model)).toEqual(['resolved id part.json']);
    expect(crossing(model)).toEqual([
      'whole:app dependsOn(dependsOn) part:deep',
      'whole:part sameAs(bom) part:deep',
    ]);
  });

  test('to a document that was not dropped, or in another version', async () => {
    const missing = await both(whole(LINK));
    expect([told(missing), crossing(missing)]).toEqual([['not-dropped'], []]);
    expect(said(missing)).toEqual([
      `"whole.json" names another document, ${LINK}, which is not in this case: what it says there is not known.`,
    ]);
    expect(told(await both(whole(LINK), part(2)))).toEqual(['not-dropped']);
    // Without a version, any is meant.
    expect(told(await both(whole(`urn:cdx:${SERIAL}`), part(2)))).toEqual(['resolved id part.json']);
  });

  test('with the checksum of the file, and with another one', async () => {
    const right = [{ alg: 'SHA-256', content: sha256(part()) }];
    expect(told(await both(whole(LINK, right), part()))).toEqual(['resolved digest part.json']);
    const wrong = [{ alg: 'SHA-256', content: 'a'.repeat(64) }];
    const model = await both(whole(LINK, wrong), part());
    expect([told(model), crossing(model)]).toEqual([['checksum-differs id part.json'], []]);
    expect(said(model)).toEqual([
      `"whole.json" names "part.json" (${LINK}) with sha256:${'a'.repeat(64)}, which is not the checksum of the file in this case: it means another version of it.`,
    ]);
  });

  test('to one of two files that carry the same serial number: the checksum decides', async () => {
    const twin = { ...part(1, { components: [] }), name: 'twin.json' };
    const model = await both(whole(LINK), part(), twin);
    expect([told(model), crossing(model)]).toEqual([['several id'], []]);
    expect(said(model)[0]).toMatch(/more than one file of this case is called so/);
    const right = [{ alg: 'SHA-256', content: sha256(twin) }];
    expect(told(await both(whole(LINK, right), part(), twin))).toEqual(['resolved digest twin.json']);
  });
});

test('a plain URL is found by its checksum alone', async () => {
  const url = 'https://example.org/part.json';
  expect(told(await both(whole(url), part()))).toEqual(['not-dropped']);
  const hashes = [{ alg: 'SHA-1', content: sha1(part()) }];
  expect(told(await both(whole(url, hashes), part()))).toEqual(['resolved digest part.json']);
});

const spdx = (name: string, more: object): TestFile =>
  file(name, {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name,
    documentNamespace: `https://example.org/${name}`,
    creationInfo: { created: '2026-01-02T03:04:05Z', creators: ['Organization: Example Org'] },
    ...more,
  });

const tools = spdx('tools.json', {
  packages: [{ SPDXID: 'SPDXRef-cc', name: 'cc', downloadLocation: 'NONE' }],
  documentDescribes: ['SPDXRef-cc'],
});

const built = (checksumValue: string) =>
  spdx('built.json', {
    externalDocumentRefs: [
      {
        externalDocumentId: 'DocumentRef-tools',
        spdxDocument: 'https://example.org/tools.json',
        checksum: { algorithm: 'SHA1', checksumValue },
      },
    ],
    packages: [{ SPDXID: 'SPDXRef-app', name: 'app', downloadLocation: 'NONE' }],
    documentDescribes: ['SPDXRef-app'],
    relationships: [
      {
        spdxElementId: 'DocumentRef-tools:SPDXRef-cc',
        relationshipType: 'BUILD_TOOL_OF',
        relatedSpdxElement: 'SPDXRef-app',
      },
    ],
  });

describe('an external document of SPDX 2', () => {
  test('with its SHA-1, which is computed because it is asked for', async () => {
    const model = await both(built(sha1(tools)), tools);
    expect(told(model)).toEqual(['resolved digest tools.json']);
    expect(crossing(model)).toEqual(['built:app dependsOn(BUILD_TOOL_OF) tools:cc']);
    const source = model.sources.find(({ name }) => name === 'built.json')?.id ?? '';
    expect(documentDetail(model, source)?.external).toEqual([
      {
        ref: 'https://example.org/tools.json',
        outcome: 'resolved',
        state: 'claimed',
        target: model.sources.find(({ name }) => name === 'tools.json')?.id,
        name: 'tools.json',
      },
    ]);
  });

  test('whose file is another one than was meant', async () => {
    const model = await both(built('b'.repeat(40)), tools);
    expect([told(model), crossing(model)]).toEqual([['checksum-differs id tools.json'], []]);
  });
});

test('an import of SPDX 3 is resolved to the document that holds the element', async () => {
  const creation = {
    type: 'CreationInfo',
    '@id': '_:c',
    specVersion: '3.0.1',
    created: '2026-01-02T03:04:05Z',
    createdBy: [],
  };
  const graph = (name: string, elements: readonly object[]) =>
    file(name, {
      '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld',
      '@graph': [creation, ...elements],
    });
  const held = graph('held.json', [
    { type: 'SpdxDocument', spdxId: 'https://example.org/held', creationInfo: '_:c' },
    { type: 'software_Package', spdxId: 'https://example.org/held#cc', creationInfo: '_:c', name: 'cc' },
  ]);
  const importing = graph('importing.json', [
    {
      type: 'SpdxDocument',
      spdxId: 'https://example.org/importing',
      creationInfo: '_:c',
      import: [
        {
          type: 'ExternalMap',
          externalSpdxId: 'https://example.org/held#cc',
          verifiedUsing: [{ type: 'Hash', algorithm: 'sha256', hashValue: sha256(held) }],
        },
      ],
    },
    { type: 'software_Package', spdxId: 'https://example.org/app', creationInfo: '_:c', name: 'app' },
    {
      type: 'Relationship',
      spdxId: 'https://example.org/r',
      creationInfo: '_:c',
      from: 'https://example.org/app',
      relationshipType: 'dependsOn',
      to: ['https://example.org/held#cc'],
    },
  ]);
  const model = await both(importing, held);
  expect(told(model)).toEqual(['resolved digest held.json']);
  expect(crossing(model)).toEqual(['importing:app dependsOn(dependsOn) held:cc']);
  // Alone, the relation leads elsewhere, which is not the same as leading nowhere.
  const alone = await both(importing);
  expect(alone.diagnostics.map(({ code }) => code)).toEqual(['document.external-missing']);
});

test('names of documents and of elements in them', () => {
  expect(externalId(`urn:cdx:${SERIAL.toUpperCase()}/1#a`)).toBe(`urn:uuid:${SERIAL}/1`);
  expect(externalId('https://example.org/a#')).toBe('https://example.org/a');
  expect(linkedElement(LINK)).toBeUndefined();
  expect(linkedElement(`${LINK}#a%2Fb`)).toBe('a/b');
  expect(linkedElement(`${LINK}#100%`)).toBe('100%');
});

describeCorpus("SPDX's own examples, which were edited after they named each other", () => {
  const read = (example: string, name: string): TestFile => ({
    name,
    bytes: corpusBytes('sbom', 'spdx-examples', 'software', example, 'spdx2.2', name),
  });

  test('the namespaces fit and the checksums do not', async () => {
    const [bin, src, lib] = ['bin', 'src', 'lib'].map((part) => read('example6', `example6-${part}.spdx`));
    if (bin === undefined || src === undefined || lib === undefined) throw new Error('no example 6');
    const model = await both(bin, src, lib);
    expect(told(model)).toEqual([
      'checksum-differs id example6-src.spdx',
      'checksum-differs id example6-lib.spdx',
    ]);
    expect(said(model)).toEqual([
      expect.stringMatching(/names "example6-src\.spdx" .* with sha1:b3018ddb.* So it is with 1 more\.$/),
    ]);
  });

  test('a namespace with a slip of the pen leads nowhere', async () => {
    const model = await both(read('example2', 'example2-bin.spdx'), read('example2', 'example2-src.spdx'));
    expect(told(model)).toEqual(['not-dropped']);
  });
});
