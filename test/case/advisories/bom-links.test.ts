import { describe, expect, test } from 'vitest';
import { decodeUtf8Lossy, encodeUtf8 } from '../../../src/core/base/bytes.ts';
import { dataPage } from '../../../src/core/case/advisories/data-page.ts';
import { file, tar } from '../../fixtures/tar.ts';
import {
  APP,
  cyclonedxVexFile,
  DATA,
  inspectWithVex,
  jsonFile,
  ordersOf,
  toldOf,
} from '../../fixtures/vex.ts';
import type { TestFile } from '../../inspect.ts';

const SERIAL = '411dafd2-c29f-491a-97d7-e97de5bc2289';
const LODASH = {
  type: 'library',
  'bom-ref': 'part 1',
  name: 'lodash',
  version: '4.17.20',
  purl: 'pkg:npm/lodash@4.17.20',
};
const OTHER = { ...LODASH, name: 'other', purl: 'pkg:npm/other@1', version: '1' };

const bomOf = (components: readonly object[], more: object = {}) => ({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  serialNumber: `urn:uuid:${SERIAL}`,
  version: 1,
  components,
  ...more,
});
const BOM = jsonFile('bom.cdx.json', bomOf([LODASH]));
const LINK = `urn:cdx:${SERIAL}/1#part%201`;
const vex = (ref = LINK, state = 'not_affected') => cyclonedxVexFile('vex.cdx.json', [{ ref }], { state });

const inspected = (files: readonly TestFile[]) => inspectWithVex([DATA, ...files], ['Ada']);
const told = async (...files: readonly TestFile[]) => toldOf(await inspected([APP, ...files]));
/** The app with a BOM in it. */
const appWith = (bom: object): TestFile => ({
  name: APP.name,
  bytes: tar([
    file('app/node_modules/lodash/package.json', JSON.stringify({ name: 'lodash', version: '4.17.20' })),
    file('app/bom.cdx.json', JSON.stringify(bom)),
  ]),
});

const BY_LINK =
  'Ada says: not affected; what it speaks of is looked up in bom.cdx.json; the VEX document is not signed.';

describe('a statement that names its product by BOM-Link', () => {
  test('means the component of the BOM that was dropped beside it, in whatever order', async () => {
    const reports = new Set<string>();
    for (const order of ordersOf([APP, BOM, vex()])) {
      const one = await inspected(order);
      reports.add(JSON.stringify(one.report()));
      expect(toldOf(one)).toMatchObject({ suppressedBy: BY_LINK, unmatched: [], unresolved: [] });
    }
    expect(reports.size).toBe(1);
  });

  test.each<[string, readonly TestFile[], string, string]>([
    ['no such BOM', [], LINK, 'link-not-dropped'],
    ['a BOM of another version', [BOM], `urn:cdx:${SERIAL}/2#part%201`, 'link-not-dropped'],
    ['no component of that reference', [BOM], `urn:cdx:${SERIAL}/1#part`, 'link-element'],
    ['a link to the BOM as a whole', [BOM], `urn:cdx:${SERIAL}/1`, 'link-element'],
    [
      'two BOMs of that serial number and version',
      [BOM, jsonFile('bom2.cdx.json', bomOf([LODASH, OTHER]))],
      LINK,
      'link-several',
    ],
    [
      'two components of that reference',
      [jsonFile('bom.cdx.json', bomOf([LODASH, OTHER]))],
      LINK,
      'reference-several',
    ],
  ])('%s: has no effect, and says why', async (_what, boms, ref, why) => {
    expect(await told(...boms, vex(ref))).toMatchObject({
      suppressedBy: null,
      unmatched: [why],
      unresolved: [{ product: ref, why }],
    });
  });

  test('to a BOM that gives keys twice means nothing for certain', async () => {
    const text = decodeUtf8Lossy(BOM.bytes).replace('"name":"lodash"', '"name":"other","name":"lodash"');
    const bom = { name: 'bom.cdx.json', bytes: encodeUtf8(text) };
    expect(await told(bom, vex())).toMatchObject({ suppressedBy: null, unmatched: ['link-ambiguous'] });
  });

  test('to a BOM that states no version means its first', async () => {
    const bom = jsonFile('bom.cdx.json', bomOf([LODASH], { version: undefined }));
    expect((await told(bom, vex())).suppressedBy).toBe(BY_LINK);
  });

  test('a BOM inside the artifact does not say what a judge speaks of', async () => {
    const inside = await inspected([appWith(bomOf([LODASH])), vex()]);
    expect(toldOf(inside)).toMatchObject({ suppressedBy: null, unmatched: ['link-nested'] });
    expect(dataPage(inside.model, 1).vex[0]?.unresolved).toEqual([
      {
        product: LINK,
        why: 'The BOM it links to was found inside an artifact only, and what is judged does not say what is spoken of: drop that BOM itself.',
      },
    ]);
  });

  test('nor does it take the place of one that was dropped', async () => {
    const dropped = jsonFile('bom.cdx.json', bomOf([OTHER]));
    expect(toldOf(await inspected([appWith(bomOf([LODASH])), dropped, vex()]))).toMatchObject({
      suppressedBy: null,
      unmatched: ['finding'],
    });
  });

  test('a warning counts for all that it may mean', async () => {
    const harmless = cyclonedxVexFile('ada.cdx.json', [{ ref: 'pkg:npm/lodash' }]);
    const warns = cyclonedxVexFile('bob.cdx.json', [{ ref: LINK }], { state: 'exploitable', author: 'Bob' });
    const all = await inspectWithVex([DATA, appWith(bomOf([LODASH])), harmless, warns], ['Ada', 'Bob']);
    expect(toldOf(all)).toMatchObject({ suppressedBy: null, said: [expect.anything(), expect.anything()] });
  });
});

test('a reference that two components of its own document have means neither', async () => {
  const document = cyclonedxVexFile('vex.cdx.json', [{ ref: 'part 1' }], {
    more: { components: [OTHER, LODASH] },
  });
  expect(await told(document)).toMatchObject({ suppressedBy: null, unmatched: ['reference-several'] });
});

describe('a range of versions', () => {
  const ranged = (range: string, state = 'not_affected') =>
    cyclonedxVexFile(
      'vex.cdx.json',
      [
        {
          ref: 'pkg:npm/lodash',
          versions: [{ range, status: state === 'not_affected' ? 'unaffected' : 'affected' }],
        },
      ],
      { state },
    );

  test.each(['vers:npm/*', 'vers:npm/<5', 'vers:semver/<5', 'vers:NPM/*'])(
    '%s is of the package',
    async (range) => {
      expect((await told(ranged(range))).suppressedBy).toMatch(/^Ada says: not affected/);
    },
  );

  test.each(['vers:pypi/*', 'vers:pypi/<5', 'vers:deb/*', 'vers:constructor/*'])(
    '%s, of another type of package, says nothing, and why is said',
    async (range) => {
      expect(await told(ranged(range))).toMatchObject({ suppressedBy: null, said: [], unmatched: ['range'] });
      expect(await told(ranged(range, 'exploitable'))).toMatchObject({ said: [], unmatched: ['range'] });
    },
  );

  test('in an order that nobody names suppresses nothing, and warns', async () => {
    expect((await told(ranged('vers:generic/<5'))).suppressedBy).toBeNull();
    expect((await told(ranged('vers:generic/<5', 'exploitable'))).said).toHaveLength(1);
  });
});
