/** What goes wrong with real documents, trap by trap; each is met by the whole engine, as a user's file is. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { CaseDocument, CaseModel } from '../../src/core/case/model.ts';
import { GraphQueries } from '../../src/core/case/queries/graph.ts';
import { circlesOf } from '../../src/core/profiles/document-circles.ts';
import { evaluate } from '../../src/core/profiles/evaluate.ts';
import { profiles } from '../../src/core/profiles/registry.ts';
import { jsfSign, jsfSigner } from '../fixtures/jsf.ts';
import { buildZip } from '../fixtures/zip.ts';
import { inspectFiles } from '../inspect.ts';

const encode = (text: string) => new TextEncoder().encode(text);

async function read(content: unknown, name = 'a.json'): Promise<CaseModel> {
  const bytes =
    content instanceof Uint8Array
      ? content
      : encode(typeof content === 'string' ? content : JSON.stringify(content));
  return (await inspectFiles([{ name, bytes }])).model;
}

function only({ documents: [document] }: CaseModel): CaseDocument {
  if (document === undefined) throw new Error('no document');
  return document;
}

const cyclonedx = (more: object) => ({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, ...more });
const part = (name: string, more: object = {}) => ({ type: 'library', 'bom-ref': name, name, ...more });

const spdx = (more: object) => ({
  spdxVersion: 'SPDX-2.3',
  dataLicense: 'CC0-1.0',
  SPDXID: 'SPDXRef-DOCUMENT',
  name: 'a',
  documentNamespace: 'https://example.org/a',
  creationInfo: { created: '2026-01-02T03:04:05Z', creators: ['Organization: Example Org'] },
  ...more,
});
const pack = (name: string, more: object = {}) => ({
  SPDXID: `SPDXRef-${name}`,
  name,
  downloadLocation: 'NONE',
  ...more,
});
const relate = (from: string, type: string, to: string) => ({
  spdxElementId: `SPDXRef-${from}`,
  relationshipType: type,
  relatedSpdxElement: /^NO/.test(to) ? to : `SPDXRef-${to}`,
});

function relations({ relations: { from, to, kind }, occurrences, components }: CaseModel): string[] {
  const name = (at: number | undefined) => components[occurrences[at ?? -1]?.component ?? -1]?.name;
  return [...from].map((a, i) => `${name(a)} ${kind[i]} ${name(to[i])}`);
}

/** What is said of the dependencies of the components: their number, or the absence by name. */
function leaves({ occurrences, components }: CaseModel): Record<string, string> {
  return Object.fromEntries(
    occurrences.map(({ component, facts }) => {
      const said = facts.find(({ field }) => field === 'dependencies')?.value;
      return [components[component]?.name ?? '', typeof said === 'object' ? said.absent : 'not said'];
    }),
  );
}

const codes = (model: CaseModel) => model.diagnostics.map(({ code }) => code);

function rule(model: CaseModel, id: string): string | undefined {
  const all = evaluate(model, only(model), [...profiles]).flatMap(({ rules }) => rules);
  const found = all.find((one) => one.rule === id);
  return found && `${found.status} ${found.pass}/${found.of}`;
}

test('1. a component that is not among the dependencies is unknown; one with an empty list has none', async () => {
  const model = await read(
    cyclonedx({ components: [part('a'), part('b')], dependencies: [{ ref: 'a', dependsOn: [] }] }),
  );
  expect(leaves(model)).toEqual({ a: 'NONE', b: 'not said' });
});

test('2. nesting is assembly, and no dependency', async () => {
  const model = await read(cyclonedx({ components: [part('a', { components: [part('b')] })] }));
  expect(relations(model)).toEqual(['a contains b']);
});

test('3. a document of CONTAINS alone has no dependency graph, and its containment stands', async () => {
  const model = await read(
    spdx({
      packages: [pack('a'), pack('b')],
      documentDescribes: ['SPDXRef-a'],
      relationships: [relate('a', 'CONTAINS', 'b')],
    }),
  );
  expect(relations(model)).toEqual(['a contains b']);
  expect(rule(model, 'CRA-1')).toBe('fail 0/1');
});

describe('4. NOASSERTION, NONE, empty, unknown and withheld are five things, and none counts as present', () => {
  test('in fields', async () => {
    const suppliers = ['NOASSERTION', '', undefined, 'Organization: Example Org'];
    const model = await read(
      spdx({
        packages: suppliers.map((supplier, i) => pack(`p${i}`, { supplier })),
        documentDescribes: ['SPDXRef-p0'],
      }),
    );
    expect(rule(model, 'N1')).toBe('fail 1/4');
  });

  test('as the end of a relation', async () => {
    const model = await read(
      spdx({
        packages: [pack('a'), pack('b')],
        relationships: [relate('a', 'DEPENDS_ON', 'NONE'), relate('b', 'DEPENDS_ON', 'NOASSERTION')],
      }),
    );
    expect(leaves(model)).toMatchObject({ a: 'NONE', b: 'NOASSERTION' });
    expect([relations(model), model.components.map(({ name }) => name)]).toEqual([[], ['a', 'b']]);
  });
});

describe('5. references of a document', () => {
  test('given twice: both components stay, and what refers to the name means the first', async () => {
    const model = await read(
      cyclonedx({
        components: [part('x', { name: 'first' }), part('x', { name: 'second' }), part('b')],
        dependencies: [{ ref: 'b', dependsOn: ['x'] }],
      }),
    );
    expect(codes(model)).toEqual(['document.duplicate-identifier']);
    expect(relations(model)).toEqual(expect.arrayContaining(['b dependsOn first', 'first sameAs second']));
    expect(model.components).toHaveLength(3);
  });

  test('with blanks in them, and a purl in place of a name', async () => {
    const purl = 'pkg:npm/a@1';
    const model = await read(
      cyclonedx({
        components: [part(' a b ', { name: 'blank' }), part(purl, { name: 'a', version: '1', purl })],
        dependencies: [{ ref: ' a b ', dependsOn: [purl] }],
      }),
    );
    expect(relations(model)).toEqual(['blank dependsOn a']);
  });
});

test('6. a BOM-Link and an external document are met only by what was dropped', async () => {
  const link = 'urn:cdx:411dafd2-c29f-491a-97d7-e97de5bc2289/1#b';
  const model = await read(
    cyclonedx({ components: [part('a')], dependencies: [{ ref: 'a', dependsOn: [link] }] }),
  );
  expect(only(model).unresolved).toMatchObject([{ ref: link, inside: false }]);
  expect([codes(model), relations(model)]).toEqual([[], []]);
});

describe('7. dependencies in circles', () => {
  const circle = (length: number) =>
    cyclonedx({
      components: Array.from({ length }, (_, i) => part(`c${i}`)),
      dependencies: Array.from({ length }, (_, i) => ({ ref: `c${i}`, dependsOn: [`c${(i + 1) % length}`] })),
    });

  const notes = ({ diagnostics }: CaseModel) =>
    diagnostics.filter(({ code }) => code === 'document.circles').map(({ message }) => message);

  test('are told with the document, whoever opens it: how many, and shortest ways round the largest', async () => {
    const depends = (ref: string, ...dependsOn: string[]) => ({ ref, dependsOn });
    const model = await read(
      cyclonedx({
        components: [...'abcdefghijkl'].map((name) => part(name, { version: '1' })),
        dependencies: [
          depends('a', 'b'),
          depends('b', 'c', 'd'),
          // Three ways lead back, and the shortest is told.
          depends('c', 'd', 'e'),
          depends('d', 'a'),
          depends('e', 'a'),
          depends('f', 'g'),
          depends('g', 'f', 'g'),
          depends('h', 'i'),
          depends('i', 'h'),
          depends('j', 'k', 'j'),
          depends('k', 'j'),
          depends('l', 'a'),
        ],
      }),
    );
    expect(circlesOf(model, only(model))).toEqual({ selves: 2, circles: 4, components: 11 });
    expect(notes(model)).toEqual([
      '11 components of "a.json" depend on each other in 4 circles, among them a 1 → b 1 → d 1 → a 1; f 1 → g 1 → f 1; h 1 → i 1 → h 1. 2 components of "a.json" are said to depend on themselves: g 1, j 1. This is common, and no fault by itself.',
    ]);
  });

  test('are none where every dependency leads on, or where containment does', async () => {
    const line = cyclonedx({
      components: [part('a', { components: [part('b')] }), part('c')],
      dependencies: [
        { ref: 'a', dependsOn: ['b', 'c'] },
        { ref: 'b', dependsOn: ['c'] },
      ],
    });
    expect(notes(await read(line))).toEqual([]);
  });

  test('of a component with itself', async () => {
    const model = await read(circle(1));
    expect(relations(model)).toEqual(['c0 dependsOn c0']);
    expect(circlesOf(model, only(model))).toEqual({ selves: 1, circles: 0, components: 0 });
    expect(notes(model)).toEqual([
      'One component of "a.json" is said to depend on itself: c0. This is common, and no fault by itself.',
    ]);
  });

  test('of twenty thousand: found, counted and drawn without a step that goes deeper', async () => {
    const model = await read(circle(20_000));
    expect(circlesOf(model, only(model))).toEqual({ selves: 0, circles: 1, components: 20_000 });
    expect(notes(model)).toEqual([
      '20,000 components of "a.json" depend on each other in a circle: c0 → c1 → c2 → c3 → c4 → c5 → 19,994 more → c0. This is common, and no fault by itself.',
    ]);
    const answer = new GraphQueries().answer(model, { place: 7, question: 'around', hops: 2, open: [] });
    expect(answer?.nodes.length).toBeGreaterThan(0);
  });
});

test('8. a reference that leads nowhere is told with its place, and is no component', async () => {
  const model = await read(
    cyclonedx({ components: [part('a')], dependencies: [{ ref: 'a', dependsOn: ['gone'] }] }),
  );
  expect(model.components.map(({ name }) => name)).toEqual(['a']);
  expect(model.diagnostics.map(({ message }) => message)).toEqual([
    '"a.json" relates once to something that it does not hold, for example "gone" (the first at /dependencies/0/dependsOn/0).',
  ]);
});

describe('9. roots', () => {
  const root = part('app', { name: 'app', version: '1', purl: 'pkg:npm/app@1' });

  test('repeated among the components: one component, of two places', async () => {
    const model = await read(cyclonedx({ metadata: { component: root }, components: [root, part('a')] }));
    expect(model.components.map(({ name }) => name)).toEqual(['app', 'a']);
    expect([only(model).describes.length, only(model).counts.components]).toEqual([1, 3]);
  });

  test('several', async () => {
    const model = await read(
      spdx({ packages: [pack('a'), pack('b')], documentDescribes: ['SPDXRef-a', 'SPDXRef-b'] }),
    );
    expect(only(model).describes).toHaveLength(2);
  });

  test('none, and a circle that nothing leads into', async () => {
    const model = await read(
      cyclonedx({
        components: [part('a'), part('b')],
        dependencies: [
          { ref: 'a', dependsOn: ['b'] },
          { ref: 'b', dependsOn: ['a'] },
        ],
      }),
    );
    expect(only(model).describes).toEqual([]);
    expect(rule(model, 'F2')).toBe('fail 0/1');
  });
});

describe('10. what older versions spell otherwise', () => {
  test('CycloneDX: tools as a list, one author, manufacture, licenses as a choice', async () => {
    const model = await read({
      ...cyclonedx({
        metadata: {
          tools: [{ vendor: 'v', name: 'maker', version: '2' }],
          authors: [{ name: 'Jo' }],
          manufacture: { name: 'Example Org' },
        },
        components: [part('a', { version: '1', author: 'Ann', licenses: [{ expression: 'MIT' }] })],
      }),
      specVersion: '1.4',
    });
    const { parties, valid } = only(model);
    expect(valid).toBe(true);
    expect(parties.map(({ role, name, version }) => [role, name, version].filter(Boolean).join(' '))).toEqual(
      expect.arrayContaining(['tool maker 2', 'author Jo', 'manufacturer Example Org']),
    );
    expect([rule(model, 'C26-10'), rule(model, 'C26-16'), rule(model, 'C26-08')]).toEqual([
      'pass 1/1',
      'pass 1/1',
      'pass 1/1',
    ]);
  });

  test('SPDX: hasFiles, documentDescribes, PACKAGE_MANAGER, and SHA-256 with a hyphen', async () => {
    const model = await read({
      ...spdx({
        documentDescribes: ['SPDXRef-a'],
        packages: [
          pack('a', {
            hasFiles: ['SPDXRef-f'],
            checksums: [{ algorithm: 'SHA-256', checksumValue: 'a'.repeat(64) }],
            externalRefs: [
              {
                referenceCategory: 'PACKAGE_MANAGER',
                referenceType: 'purl',
                referenceLocator: 'pkg:npm/a@1',
              },
            ],
          }),
        ],
        files: [{ SPDXID: 'SPDXRef-f', fileName: './f', checksums: [] }],
      }),
      spdxVersion: 'SPDX-2.2',
    });
    expect(relations(model)).toEqual(['a contains ./f']);
    expect([only(model).describes.length, rule(model, 'C26-13'), rule(model, 'C26-14')]).toEqual([
      1,
      'pass 1/1',
      'pass 1/1',
    ]);
  });
});

test('11. qualifiers of a purl are part of what it names; a bad one is kept as written', async () => {
  const purls = [
    'pkg:deb/debian/a@1?arch=amd64',
    'pkg:deb/debian/a@1?arch=arm64',
    'pkg:DEB/debian/a@1?arch=amd64',
    'pkg:',
  ];
  const model = await read(
    cyclonedx({ components: purls.map((purl, i) => part(`p${i}`, { name: 'a', version: '1', purl })) }),
  );
  expect(model.components.map(({ purl }) => purl)).toEqual([purls[0], purls[1], undefined]);
  const kept = model.occurrences.flatMap(({ facts }) =>
    facts.flatMap(({ field, value }) => (field === 'invalid-identifier' ? [value] : [])),
  );
  expect(kept).toEqual(['pkg:']);
});

test('12. files are counted apart from packages, and no rule asks of them what it asks of packages', async () => {
  const files = Array.from({ length: 50 }, (_, i) => ({
    SPDXID: `SPDXRef-f${i}`,
    fileName: `./f${i}`,
    checksums: [],
  }));
  const model = await read(
    spdx({ packages: [pack('a', { versionInfo: '1' })], files, documentDescribes: ['SPDXRef-a'] }),
  );
  expect([only(model).counts.components, rule(model, 'C26-12')]).toEqual([1, 'pass 1/1']);
});

describe('13. a document that is wrapped is unwrapped, and how is kept', () => {
  const bom = JSON.stringify(cyclonedx({ components: [part('inner')] }));
  const statement = JSON.stringify({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'a', digest: { sha256: 'a'.repeat(64) } }],
    predicateType: 'https://cyclonedx.org/bom',
    predicate: JSON.parse(bom),
  });
  const dsse = JSON.stringify({
    payloadType: 'application/vnd.in-toto+json',
    payload: Buffer.from(statement).toString('base64'),
    signatures: [{ sig: 'AA==' }],
  });

  test.each<[string, string, string, Uint8Array]>([
    ['gzip', 'bom.json.gz', 'bom.json', gzipSync(bom)],
    ['zip', 'bom.zip', '!/bom.json', buildZip([{ name: 'bom.json', content: bom, method: 8 }])],
    ['an in-toto statement', 'a.intoto.json', 'a.intoto.json', encode(statement)],
    ['a DSSE envelope', 'a.dsse.json', 'a.dsse.json', encode(dsse)],
  ])('%s', async (_what, name, path, bytes) => {
    const model = await read(bytes, name);
    expect(model.components.map((one) => one.name)).toContain('inner');
    const source = model.sources.find(({ id }) => id === only(model).source);
    // What an archive holds is a source in it; what an envelope carries is the envelope's own.
    expect([source?.path.startsWith(name), source?.path.endsWith(path)]).toEqual([true, true]);
  });

  test("GitHub's export", async () => {
    const model = await read({ sbom: spdx({ packages: [pack('inner')] }) });
    expect(model.components.map(({ name }) => name)).toEqual(['inner']);
  });
});

describe('14. JSON and XML that mean harm', () => {
  test('a number beyond all numbers is no version', async () => {
    const text = JSON.stringify(cyclonedx({ components: [part('a')] })).replace(
      '"version":1',
      '"version":1e309',
    );
    const model = await read(text);
    expect([only(model).valid, model.components.map(({ name }) => name)]).toEqual([false, ['a']]);
    expect(only(model).errors.map(({ pointer }) => pointer)).toContain('/version');
    expect(JSON.stringify(only(model).id ?? '')).not.toMatch(/Infinity|null/);
  });

  test('a key given twice, and a key that names a prototype', async () => {
    const text = JSON.stringify(cyclonedx({ components: [part('a')] }));
    expect(codes(await read(text.replace('"version":1', '"version":1,"version":2')))).toContain(
      'json.duplicate-key',
    );
    // Two readings are no valid document, whatever holds of the one that is read here.
    const twice = only(await read(text.replace('"name":"a"', '"name":"b","name":"a"')));
    expect([twice.valid, twice.ambiguous]).toEqual([undefined, true]);
    expect(twice.validity).toBe(
      'Not checkable: it gives keys twice, so that it has two readings. Of the one in which the last counts: It holds against the schema of CycloneDX 1.6.',
    );
    expect(only(await read(text.replace('"name":"a"', '"name":"b","name":5'))).valid).toBe(false);
    expect(only(await read(text))).not.toHaveProperty('ambiguous');
    const model = await read(text.replace('"name":"a"', '"name":"a","__proto__":{"polluted":"yes"}'));
    expect(model.components.map(({ name }) => name)).toEqual(['a']);
    expect(Object.prototype).not.toHaveProperty('polluted');
  });

  test('depth, a byte order mark, UTF-16', async () => {
    const nested = '{"components":['.repeat(2000);
    expect(
      codes(await read(`{"bomFormat":"CycloneDX","specVersion":"1.6","components":[${nested}`)),
    ).toContain('limit.json-depth');
    const text = JSON.stringify(cyclonedx({ components: [part('a')] }));
    expect((await read(`\ufeff${text}`)).components.map(({ name }) => name)).toEqual(['a']);
    const wide = new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));
    const model = await read(wide);
    expect(model.documents.length + model.diagnostics.length).toBeGreaterThan(0);
  });

  test('a DOCTYPE is refused, whatever it declares', async () => {
    const xml =
      '<?xml version="1.0"?><!DOCTYPE bom [<!ENTITY a "b">]><bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1"><components/></bom>';
    const model = await read(xml, 'bom.xml');
    expect(codes(model)).toContain('xml.doctype');
    expect(model.documents.filter(({ valid }) => valid === true)).toEqual([]);
  });

  test('script in every field is text', async () => {
    const script = '<img src=x onerror=alert(1)>';
    const model = await read(
      cyclonedx({ components: [part(script, { version: script, description: script })] }),
    );
    expect(model.components.map(({ name, version }) => [name, version])).toEqual([[script, script]]);
  });
});

describe('15. a signature is over bytes, and its scope is told', () => {
  const signer = jsfSigner('ES256');

  test('over the document: the key in it is vouched for by nobody else', async () => {
    const { signature } = only(await read(jsfSign(cyclonedx({ components: [part('a')] }), signer)));
    expect([signature?.verdict, signature?.parts.length]).toEqual(['unknown-root', 0]);
  });

  test('over a component alone: the document is not signed by it', async () => {
    const { signature } = only(await read(cyclonedx({ components: [jsfSign(part('a'), signer)] })));
    expect(signature?.verdict).toBe('unsigned');
    expect(signature?.parts.map(({ pointer, verdict }) => [pointer, verdict])).toEqual([
      ['/components/0/signature', 'unknown-root'],
    ]);
  });

  test('without what it leaves out, which anybody may change', async () => {
    const signed = jsfSign(cyclonedx({ components: [part('a')] }), signer, { excludes: ['version'] });
    const { signature } = only(await read({ ...signed, version: 7 }));
    expect(signature?.verdict).toBe('unknown-root');
    expect(signature?.why).toMatch(/ It leaves out what it names: version\.$/);
  });

  test('and one key twice is one text with two meanings: it does not hold', async () => {
    const text = JSON.stringify(jsfSign(cyclonedx({ components: [part('a')] }), signer));
    const { signature } = only(await read(text.replace('"version":1', '"version":1,"version":1')));
    expect(signature?.verdict).toBe('failed');
  });
});

test('16. a VEX statement means what its document calls so, by BOM-Link too, and only its author vouches for it', async () => {
  const serial = '411dafd2-c29f-491a-97d7-e97de5bc2289';
  const bom = cyclonedx({
    serialNumber: `urn:uuid:${serial}`,
    components: [part('a', { version: '1', purl: 'pkg:npm/a@1' })],
  });
  const vex = cyclonedx({
    vulnerabilities: [
      {
        id: 'CVE-2026-1',
        analysis: { state: 'not_affected', justification: 'code_not_present' },
        affects: [{ ref: `urn:cdx:${serial}/1#a` }],
      },
    ],
  });
  const { model } = await inspectFiles([
    { name: 'bom.json', bytes: encode(JSON.stringify(bom)) },
    { name: 'vex.json', bytes: encode(JSON.stringify(vex)) },
  ]);
  const statements = model.documents.flatMap((document) => document.vex);
  expect(statements).toMatchObject([{ vulnerability: 'CVE-2026-1', status: 'not_affected' }]);
  // Nobody accepted its author: it suppresses nothing.
  expect(model.settings.vexAuthors).toEqual([]);
});
