import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { statedComponent } from '../../src/core/model/stated.ts';
import { cyclonedxJson } from '../../src/core/sbom/cyclonedx-json.ts';
import { cyclonedxXml } from '../../src/core/sbom/cyclonedx-xml.ts';
import { uniqueItems } from '../../src/core/sbom/unique-items.ts';
import { corpusBytes, corpusPath, describeCorpus } from '../corpus.ts';
import { readDocument } from '../fixtures/document.ts';

const SUITE = ['sbom', 'cdx-spec', 'tools', 'src', 'test', 'resources'] as const;

const bom = (more: object) => ({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, ...more });

describe('validity of CycloneDX', () => {
  test('an error says what is wrong and where', async () => {
    const { document } = await readDocument(
      cyclonedxJson,
      bom({
        components: [
          { type: 'library', name: 'a', hashes: [{ alg: 'SHA-256', content: 'zz' }] },
          { type: 'lib', version: '1' },
          { type: 'library', name: 'c', licenses: [{ license: { id: 'Not-A-Licence' } }], wrong: true },
        ],
      }),
    );
    expect(document.valid).toBe(false);
    expect(document.errors.map(({ pointer, message }) => `${pointer} ${message}`)).toEqual([
      '/components/0/hashes/0/content "zz" does not have the form that is asked for (^([a-fA-F0-9]{32}|[a-fA-F0-9]{40}|[a-fA-F0-9]{64}|[a-fA-F0-9]{96}|[a-fA-F0-9]{12).',
      '/components/1 "name" is missing.',
      '/components/1/type "lib" is none of the values allowed here.',
      '/components/2 "wrong" is not allowed here.',
      '/components/2/licenses/0/license/id "Not-A-Licence" is none of the values allowed here.',
    ]);
  });

  test('a long list is held in pieces, and its errors are told where they are', async () => {
    const components: object[] = Array.from({ length: 1200 }, (_, i) => ({ type: 'library', name: `n${i}` }));
    components[1100] = { type: 'library' };
    components[1199] = { type: 'library', name: 'n0' };
    const { document } = await readDocument(cyclonedxJson, bom({ components }));
    expect(document.errors).toEqual([
      { code: 'schema.required', pointer: '/components/1100', message: '"name" is missing.' },
      { code: 'schema.unique-items', pointer: '/components', message: 'Two items of the list are the same.' },
    ]);
  });

  test('a document that is wrong everywhere ends after a thousand errors', async () => {
    const components = Array.from({ length: 5000 }, (_, i) => ({ version: `${i}` }));
    const { document } = await readDocument(cyclonedxJson, bom({ components }));
    expect(document.errors).toHaveLength(1000);
    expect(document.validity).toBe(
      'It breaks the schema of CycloneDX 1.6. Only the first 1,000 errors are listed.',
    );
  });

  test('a version that does not exist is invalid', async () => {
    const { document } = await readDocument(cyclonedxJson, { ...bom({}), specVersion: '9.9' });
    expect(document).toMatchObject({ valid: false, errors: [{ pointer: '/specVersion' }] });
  });

  test('items are equal whatever the order of their keys', () => {
    expect(
      uniqueItems([
        { a: 1, b: [2] },
        { b: [2], a: 1 },
      ]),
    ).toBe(false);
    expect(uniqueItems([{ a: 1 }, { a: '1' }, 1, '1', [1], null])).toBe(true);
    expect(
      uniqueItems([
        { name: 'a', x: 1 },
        { name: 'a', x: 2 },
      ]),
    ).toBe(true);
  });
});

describe('validity of CycloneDX XML', () => {
  const bom = (body: string, version = '1.6') =>
    `<?xml version="1.0"?>\n<bom xmlns="http://cyclonedx.org/schema/bom/${version}">\n${body}\n</bom>`;

  test('an error says what is wrong and in which line', async () => {
    const { document } = await readDocument(
      cyclonedxXml,
      bom(`<components>
<component type="lib" bom-ref="a"><name>a</name></component>
<component type="library" bom-ref="a"><version>1</version></component>
<component type="library"><name>c</name><hashes><hash alg="SHA-256">zz</hash></hashes><wrong/></component>
</components>`),
    );
    expect(document.valid).toBe(false);
    expect(document.errors.map(({ pointer, message }) => `${pointer}: ${message.slice(0, 90)}`)).toEqual([
      'line 4: The attribute type of <component> is "lib": that is none of the values allowed there.',
      'line 5: <component> holds no <name>.',
      'line 5: <version> may not stand here in <component>.',
      'line 6: <hash> is "zz": it does not have the form that is asked for (([a-fA-F0-9]{32})|([a-fA-F0-9',
      'line 6: <wrong> may not stand here in <component>.',
      'line 5: The bom-ref "a" is given twice.',
    ]);
  });

  test('elements of another namespace are extensions: allowed, and not read', async () => {
    const { document, stated } = await readDocument(
      cyclonedxXml,
      bom(
        '<components><component type="library"><name>a</name><v:name xmlns:v="urn:v">b</v:name></component></components>',
      ),
    );
    expect(document).toMatchObject({ valid: true, counts: { components: 1 } });
    expect(statedComponent(stated, 0)).toMatchObject({ name: 'a', pointer: 'line 3' });
  });

  test('a namespace of no version is invalid', async () => {
    const { document } = await readDocument(cyclonedxXml, bom('', '9.9'));
    expect(document).toMatchObject({ valid: false, errors: [{ code: 'cyclonedx.version' }] });
  });
});

describeCorpus("CycloneDX's own suite", () => {
  const files = readdirSync(corpusPath(...SUITE)).flatMap((version) =>
    readdirSync(corpusPath(...SUITE, version))
      .filter((name) => /^(?:skip_)?(?:in)?valid-.*\.(?:json|xml)$/.test(name))
      .map((name) => [version, name] as const),
  );

  test('holds 359 documents in JSON and 413 in XML', () => {
    expect(files.filter(([, name]) => name.endsWith('.json'))).toHaveLength(359);
    expect(files.filter(([, name]) => name.endsWith('.xml'))).toHaveLength(413);
  });

  test.each(files)('%s %s is what its name says', async (version, name) => {
    const reader = name.endsWith('.xml') ? cyclonedxXml : cyclonedxJson;
    const { document } = await readDocument(reader, corpusBytes(...SUITE, version, name));
    expect(document.valid).toBe(/^(?:skip_)?valid-/.test(name));
    for (const { pointer, message } of document.errors) expect(`${pointer}${message}`).not.toBe('');
  });
});
