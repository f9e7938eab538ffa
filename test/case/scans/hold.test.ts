import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../../../src/core/base/bytes.ts';
import { digestBytes } from '../../../src/core/base/digest.ts';
import type { CaseModel } from '../../../src/core/case/model.ts';
import { heldScans } from '../../../src/core/case/scans/hold.ts';
import { NO_SETTINGS } from '../../../src/core/case/settings.ts';
import { findingsOf } from '../../../src/core/flag/findings.ts';
import { documentDetail } from '../../../src/core/profiles/queries/documents.ts';
import { LODASH, osvRecord, osvZip } from '../../fixtures/advisories.ts';
import {
  type Claimed,
  grypeReport,
  osvScannerReport,
  reportBytes,
  SCANNED_APP,
  sarifReport,
  trivyReport,
  vdrDocument,
} from '../../fixtures/scans.ts';
import { inspectFiles, reportOf, type TestFile } from '../../inspect.ts';

/** What the data know: lodash (as GHSA), qs only below 6.5.1, left-pad in a way that needs the repository. */
const RECORDS = [
  LODASH,
  osvRecord({ id: 'GHSA-qs', name: 'qs', fixed: '6.5.1', aliases: ['CVE-2026-1000'] }),
  osvRecord({ id: 'GHSA-own', name: 'qs', fixed: '7.0.0' }),
  osvRecord({
    id: 'GHSA-git',
    name: 'left-pad',
    more: {
      affected: [
        {
          package: { ecosystem: 'npm', name: 'left-pad' },
          ranges: [{ type: 'GIT', events: [{ introduced: '0' }] }],
        },
      ],
    },
  }),
];

const CLAIMS: readonly Claimed[] = [
  { id: 'CVE-2021-23337', name: 'lodash', version: '4.17.20', severity: 'high', fixed: '4.17.21' },
  { id: 'CVE-2026-1000', name: 'qs', version: '6.5.2' },
  { id: 'CVE-2026-2000', name: 'qs', version: '6.5.2' },
  { id: 'GHSA-git', name: 'left-pad', version: '1.3.0' },
  { id: 'CVE-2026-3000', name: 'lodash', version: '4.17.15' },
  { id: 'CVE-2026-4000', name: 'minimist', version: '1.2.0' },
];

/** SARIF's readers know ids of databases by their form. */
const wellFormed = CLAIMS.map((one) => (one.id === 'GHSA-git' ? { ...one, id: 'CVE-2026-5000' } : one));

async function held(report: TestFile, more: readonly TestFile[] = [], vexAuthors: readonly string[] = []) {
  const data = { name: 'all.zip', bytes: osvZip(RECORDS) };
  const inspected = await inspectFiles([{ name: 'app.tar', bytes: SCANNED_APP }, data, report, ...more]);
  const advisories = [{ name: data.name, sha256: await digestBytes(data.bytes) }];
  inspected.case.decide({ ...NO_SETTINGS, advisories, vexAuthors });
  await inspected.case.settled();
  return inspected.case.model;
}

function rowsOf(model: CaseModel) {
  const [scan] = heldScans(model);
  return (scan?.rows ?? [])
    .map(({ state, ids, package: named, join, here, there }) => [
      state,
      ids[0],
      named.name ?? named.purl ?? named.ref,
      here?.kind ?? there ?? join,
    ])
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

const EXPECTED = [
  ['both', 'GHSA-35jh-r3h4-6jhm', 'lodash', 'purl'],
  ['only-loupe', 'GHSA-own', 'qs', undefined],
  ['only-scanner', 'CVE-2026-1000', 'qs', 'outside'],
  ['only-scanner', 'CVE-2026-2000', 'qs', 'not-listed'],
  ['only-scanner', 'CVE-2026-3000', 'lodash', 'other-version'],
  ['only-scanner', 'CVE-2026-4000', 'minimist', 'not-found'],
  ['only-scanner', 'GHSA-git', 'left-pad', 'undecided'],
];

describe('a report of another scanner beside an artifact and advisory data', () => {
  test.each([
    ['Trivy', trivyReport(CLAIMS), 'purl'],
    ['Grype', grypeReport(CLAIMS), 'purl'],
    ['OSV-Scanner', osvScannerReport(CLAIMS), 'name'],
  ])('of %s: both say it, or one does, and why', async (_tool, report, join) => {
    const model = await held({ name: 'report.json', bytes: reportBytes(report) });
    const expected = EXPECTED.map((row) => (row[0] === 'both' ? [...row.slice(0, 3), join] : row));
    expect(rowsOf(model)).toEqual(expected);
    expect(heldScans(model)[0]?.counts).toEqual({ both: 1, 'only-scanner': 5, 'only-loupe': 1 });
  });

  test('in SARIF', async () => {
    const model = await held({ name: 'r.sarif', bytes: reportBytes(sarifReport(wellFormed, 'trivy')) });
    expect(heldScans(model)[0]?.counts).toEqual({ both: 1, 'only-scanner': 5, 'only-loupe': 1 });
  });

  test('in CycloneDX: components by their reference, which is no proof that they are there', async () => {
    const model = await held({ name: 'vdr.json', bytes: reportBytes(vdrDocument(CLAIMS)) });
    expect(rowsOf(model).map(([state, id, , why]) => [state, id, why])).toEqual(
      EXPECTED.map(([state, id, , why]) => [state, id, why === 'purl' ? 'reference' : why]),
    );
  });

  test('changes no finding, no state and no verdict of Loupe', async () => {
    const none = await held({ name: 'note.txt', bytes: encodeUtf8('nothing') });
    for (const report of [trivyReport(CLAIMS), grypeReport(CLAIMS), sarifReport(wellFormed, 'grype')]) {
      const model = await held({ name: 'report.json', bytes: reportBytes(report) });
      expect(findingsOf(model)).toEqual(findingsOf(none));
      expect(model.advisories.states).toEqual(none.advisories.states);
    }
  });

  test('what a VEX statement suppresses is the scanner’s alone, and says by whom', async () => {
    const vex = encodeUtf8(
      JSON.stringify({
        '@context': 'https://openvex.dev/ns/v0.2.0',
        '@id': 'https://example.org/vex',
        author: 'Ada',
        timestamp: '2026-01-01T00:00:00Z',
        version: 1,
        statements: [
          {
            vulnerability: { name: 'CVE-2021-23337' },
            products: [{ '@id': 'pkg:npm/lodash' }],
            status: 'fixed',
          },
        ],
      }),
    );
    const model = await held(
      { name: 'report.json', bytes: reportBytes(trivyReport(CLAIMS)) },
      [{ name: 'a.openvex.json', bytes: vex }],
      ['Ada'],
    );
    const row = heldScans(model)[0]?.rows.find(({ ids }) => ids.includes('CVE-2021-23337'));
    expect([row?.state, row?.here]).toEqual([
      'only-scanner',
      { kind: 'suppressed', sentence: 'Ada says: fixed; the VEX document is not signed.' },
    ]);
  });

  test('without advisory data nothing is agreed on, and that is the reason', async () => {
    const { model } = await inspectFiles([
      { name: 'app.tar', bytes: SCANNED_APP },
      { name: 'report.json', bytes: reportBytes(trivyReport(CLAIMS.slice(0, 1))) },
    ]);
    expect(heldScans(model)[0]?.rows.map(({ state, here }) => [state, here])).toEqual([
      ['only-scanner', { kind: 'no-data', why: { kind: 'none' } }],
    ]);
  });

  test('a row that names one vulnerability twice is one', async () => {
    const twice: Claimed[] = [
      { id: 'CVE-2026-2000', name: 'qs', version: '6.5.2' },
      { id: 'GHSA-2222-3333-4444', aliases: ['CVE-2026-2000'], name: 'qs', version: '6.5.2' },
    ];
    const model = await held({ name: 'report.json', bytes: reportBytes(grypeReport(twice)) });
    const rows = heldScans(model)[0]?.rows.filter(({ state }) => state === 'only-scanner') ?? [];
    expect(rows.map(({ ids, pointers }) => [ids, pointers])).toEqual([
      [
        ['CVE-2026-2000', 'GHSA-2222-3333-4444'],
        ['/matches/0', '/matches/1'],
      ],
    ]);
  });

  test('about another image: the digests it gives are nobody’s here, and that is said', async () => {
    const model = await held({ name: 'report.json', bytes: reportBytes(trivyReport(CLAIMS)) });
    expect(heldScans(model)[0]).toMatchObject({
      by: 'only',
      otherDigests: [`sha256:${'1'.repeat(64)}`, `sha256:${'2'.repeat(64)}`],
    });
    const { sha256 = '' } = model.sources.find(({ name }) => name === 'app.tar')?.digests ?? {};
    const same = await held({
      name: 'report.json',
      bytes: reportBytes(trivyReport(CLAIMS, { Metadata: { ImageID: `sha256:${sha256}` } })),
    });
    expect(heldScans(same)[0]).toMatchObject({ by: 'digest', otherDigests: [] });
  });

  test('the order of drops does not matter', async () => {
    const files: TestFile[] = [
      { name: 'app.tar', bytes: SCANNED_APP },
      { name: 't.json', bytes: reportBytes(trivyReport(CLAIMS)) },
      { name: 'g.json', bytes: reportBytes(grypeReport(CLAIMS)) },
      { name: 'vdr.json', bytes: reportBytes(vdrDocument(CLAIMS)) },
    ];
    const one = await inspectFiles(files);
    const other = await inspectFiles(files.toReversed());
    expect(reportOf(other.model)).toEqual(reportOf(one.model));
    expect(reportOf(one.model).scans).toHaveLength(3);
  });

  test('is not said to state what only a list of components can', async () => {
    const { model } = await inspectFiles([{ name: 'trivy.json', bytes: reportBytes(trivyReport(CLAIMS)) }]);
    const [document] = model.documents;
    expect(documentDetail(model, document?.source ?? '')).toMatchObject({ silent: undefined });
  });
});
