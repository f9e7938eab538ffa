import { describe, expect, test } from 'vitest';
import { decodeUtf8Lossy, encodeUtf8 } from '../../../src/core/base/bytes.ts';
import { heard, type Spoken } from '../../../src/core/case/advisories/vex-standing.ts';
import { FindingQueries } from '../../../src/core/flag/queries/findings.ts';
import type { VexStatement } from '../../../src/core/model/document.ts';
import {
  APP,
  cyclonedxVexFile,
  DATA,
  inspectWithVex,
  jsonFile,
  LODASH_CVE,
  openvex,
  ordersOf,
  type Said,
  toldOf,
} from '../../fixtures/vex.ts';
import type { TestFile } from '../../inspect.ts';

const JANUARY = '2026-01-01T00:00:00Z';
const MARCH = '2026-03-01T00:00:00Z';
const ADA: Said = { author: 'Ada', status: 'not_affected', timestamp: MARCH };

async function told(documents: readonly TestFile[], authors = ['Ada', 'Bob']) {
  return toldOf(await inspectWithVex([APP, DATA, ...documents], authors));
}

const UNSIGNED = '; the VEX document is not signed.';
const HARMLESS = `Ada says: not affected (vulnerable code not in execute path)${UNSIGNED}`;
const DISPUTED = 'VEX statements that you accepted disagree about it, so none of them suppresses it';

describe('of two accepted authors who disagree', () => {
  test.each([
    ['affected', JANUARY, `Bob says: affected${UNSIGNED}`],
    ['affected', MARCH, `Bob says: affected${UNSIGNED}`],
    ['under_investigation', JANUARY, `Bob says: under investigation${UNSIGNED}`],
  ] as const)('%s of %s keeps the finding, and both are shown', async (status, timestamp, bob) => {
    const documents = [openvex('a.json', ADA), openvex('b.json', { author: 'Bob', status, timestamp })];
    expect(await told(documents)).toEqual({
      suppressedBy: null,
      notes: [DISPUTED],
      said: [HARMLESS, bob],
      unmatched: [],
      unresolved: [],
    });
  });

  test('the row of the finding says so', async () => {
    const { case: loupe } = await inspectWithVex(
      [
        APP,
        DATA,
        openvex('a.json', ADA),
        openvex('b.json', { author: 'Bob', status: 'affected', timestamp: JANUARY }),
      ],
      ['Ada', 'Bob'],
    );
    const { rows } = new FindingQueries().page(loupe.model, 1, { offset: 0, limit: 9 });
    expect(rows.find(({ rule }) => rule === 'vulnerability.known')?.notes).toContain(DISPUTED);
  });

  test('one who is not accepted does not count', async () => {
    const documents = [
      openvex('a.json', ADA),
      openvex('b.json', { ...ADA, author: 'Bob', status: 'affected' }),
    ];
    expect(await told(documents, ['Ada'])).toMatchObject({
      suppressedBy: HARMLESS,
      notes: [],
      unmatched: ['author'],
    });
  });

  test('what both wrote together and one took back later is disputed by the other', async () => {
    const both = cyclonedxVexFile('both.json', [{ ref: 'pkg:npm/lodash' }], {
      state: 'exploitable',
      more: { metadata: { timestamp: JANUARY, authors: [{ name: 'Ada' }, { name: 'Bob' }] } },
    });
    expect((await told([openvex('a.json', ADA), both])).suppressedBy).toBeNull();
    expect((await told([openvex('a.json', ADA), both], ['Ada'])).suppressedBy).toBe(HARMLESS);
  });
});

describe('of one author', () => {
  const pair = (older: Partial<Said>, newer: Partial<Said> = {}) => [
    openvex('old.json', { author: 'Ada', status: 'affected', ...older }),
    openvex('new.json', { ...ADA, ...newer }),
  ];

  test('a newer statement takes the place of a warning', async () => {
    expect(await told(pair({ timestamp: JANUARY }))).toMatchObject({
      suppressedBy: HARMLESS,
      notes: [],
      said: [HARMLESS],
    });
  });

  test.each<[string, Partial<Said>, Partial<Said>]>([
    ['of the same time', { timestamp: MARCH }, {}],
    ['of the same time in another zone', { timestamp: '2026-03-01T01:00:00+01:00' }, {}],
    ['without a time', {}, {}],
    ['of a time that cannot be read', { timestamp: 'last year' }, {}],
    ['of a time in no zone', { timestamp: '2026-01-01T00:00:00' }, {}],
    ['where the other has no time', { timestamp: JANUARY }, { timestamp: 'today' }],
  ])('no statement takes the place of a warning %s', async (_what, older, newer) => {
    expect(await told(pair(older, newer))).toMatchObject({ suppressedBy: null, notes: [DISPUTED] });
  });

  test('a warning in a document that was changed later takes the place of a statement', async () => {
    const changed = pair({ timestamp: JANUARY, last_updated: '2026-04-01T00:00:00Z' });
    expect(await told(changed)).toMatchObject({
      suppressedBy: null,
      said: [`Ada says: affected${UNSIGNED}`],
    });
  });

  test('a warning whose statement was changed later than it was made is as new as that', async () => {
    const statement = { timestamp: JANUARY, last_updated: '2026-04-01T00:00:00Z' };
    const warns = openvex('w.json', { author: 'Ada', status: 'affected', timestamp: JANUARY }, { statement });
    expect((await told([openvex('a.json', ADA), warns])).suppressedBy).toBeNull();
  });

  test('a statement of a CSAF document is as new as its last revision', async () => {
    const revised = (date: string) =>
      jsonFile('advisory.json', {
        document: {
          category: 'csaf_vex',
          csaf_version: '2.0',
          title: 'x',
          publisher: { category: 'vendor', name: 'Ada', namespace: 'https://example.org' },
          tracking: {
            id: 'X-1',
            status: 'final',
            version: '2',
            initial_release_date: JANUARY,
            current_release_date: JANUARY,
            revision_history: [
              { number: '1', date: JANUARY, summary: 'first' },
              { number: '2', date, summary: 'second' },
            ],
          },
        },
        product_tree: {
          full_product_names: [
            { product_id: 'P', name: 'lodash', product_identification_helper: { purl: 'pkg:npm/lodash' } },
          ],
        },
        vulnerabilities: [{ cve: LODASH_CVE, product_status: { known_affected: ['P'] } }],
      });
    expect((await told([openvex('a.json', ADA), revised('2026-02-01T00:00:00Z')])).suppressedBy).toBe(
      HARMLESS,
    );
    expect((await told([openvex('a.json', ADA), revised('2026-04-01T00:00:00Z')])).suppressedBy).toBeNull();
  });

  test('an analysis of CycloneDX without time is as new as its document', async () => {
    const bom = (timestamp: string) =>
      cyclonedxVexFile('bom.json', [{ ref: 'pkg:npm/lodash' }], {
        state: 'in_triage',
        more: { metadata: { timestamp, authors: [{ name: 'Ada' }] } },
      });
    expect((await told([openvex('a.json', ADA), bom(JANUARY)])).suppressedBy).toBe(HARMLESS);
    expect((await told([openvex('a.json', ADA), bom('2026-04-01T00:00:00Z')])).suppressedBy).toBeNull();
  });
});

describe('a later version of a document', () => {
  const version = (name: string, number: number, statements?: readonly object[]) =>
    openvex(name, ADA, {
      document: {
        '@id': 'https://example.org/vex',
        version: number,
        ...(statements === undefined ? {} : { statements }),
      },
    });

  test.each(ordersOf([version('1.json', 1), version('2.json', 2, [])]))(
    'that no longer calls it harmless takes that back',
    async (...documents) => {
      expect(await told(documents)).toMatchObject({ suppressedBy: null, said: [], unmatched: ['outdated'] });
    },
  );

  test('that still does, counts', async () => {
    expect(await told([version('1.json', 1), version('2.json', 2)])).toMatchObject({
      suppressedBy: HARMLESS,
      unmatched: ['outdated'],
    });
  });

  test('of another author takes nothing back', async () => {
    const other = openvex(
      '2.json',
      { ...ADA, author: 'Bob' },
      {
        document: { '@id': 'https://example.org/vex', version: 2, statements: [] },
      },
    );
    expect((await told([version('1.json', 1), other])).suppressedBy).toBe(HARMLESS);
  });
});

test('a document that gives keys twice suppresses nothing: its other reading may warn', async () => {
  const text = decodeUtf8Lossy(openvex('a.json', ADA).bytes);
  const twice = (...statuses: string[]) => ({
    name: 'a.json',
    bytes: encodeUtf8(
      text.replace('"status":"not_affected"', statuses.map((one) => `"status":"${one}"`).join(',')),
    ),
  });
  expect(await told([twice('affected', 'not_affected')])).toMatchObject({
    suppressedBy: null,
    said: [],
    unmatched: ['ambiguous'],
  });
  expect((await told([twice('not_affected', 'affected')])).said).toEqual([`Ada says: affected${UNSIGNED}`]);
});

test.each([
  ['authors who disagree', 'affected', 'Bob'],
  ['authors who agree', 'fixed', 'Bob'],
  ['one author at one time', 'affected', 'Ada'],
] as const)('all 24 orders of drops give one report: %s', async (_what, status, author) => {
  const files = [APP, DATA, openvex('a.json', ADA), openvex('b.json', { author, status, timestamp: MARCH })];
  const reports = new Set<string>();
  for (const order of ordersOf(files))
    reports.add(JSON.stringify((await inspectWithVex(order, ['Ada', 'Bob'])).report()));
  expect(reports.size).toBe(1);
});

describe('of one author, signed and not', () => {
  const said = (status: VexStatement['status'], timestamp: string, signed: boolean): Spoken => ({
    author: 'Ada',
    statement: {
      vulnerability: 'CVE-1',
      aliases: [],
      products: [],
      subcomponents: [],
      status,
      timestamp,
      pointer: '',
    },
    source: timestamp,
    created: undefined,
    signed,
    linked: [],
  });
  const [FIRST, SECOND, THIRD] = ['2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z'];

  test('two statements that are not signed take back no signed warning between them', () => {
    const warning = said('affected', FIRST, true);
    const unsigned = [said('under_investigation', SECOND, false), said('not_affected', THIRD, false)];
    expect(heard([warning, ...unsigned]).suppressed).toBeUndefined();
    expect(heard([...unsigned, warning]).suppressed).toBeUndefined();
  });

  test('a signed one that is newer does', () => {
    const all = [said('affected', FIRST, true), said('not_affected', THIRD, true)];
    expect(heard(all).suppressed?.source).toBe(THIRD);
  });
});
