import { describe, expect, test } from 'vitest';
import { importZip } from '../../src/core/advisory/import.ts';
import { IndexBuilder } from '../../src/core/advisory/index-builder.ts';
import { openIndex } from '../../src/core/advisory/index-format.ts';
import { KeptRecords } from '../../src/core/advisory/kept-records.ts';
import { lookUp } from '../../src/core/advisory/lookup.ts';
import { readOsv } from '../../src/core/advisory/record.ts';
import { SortedRows } from '../../src/core/advisory/sorted-rows.ts';
import { BlobSource, BufferSource } from '../../src/core/base/byte-source.ts';
import { type Bytes, concatBytes, decodeUtf8Lossy, encodeUtf8 } from '../../src/core/base/bytes.ts';
import { digestBytes } from '../../src/core/base/digest.ts';
import { Budget, DEFAULT_LIMITS, type Limits } from '../../src/core/base/limits.ts';
import { osvRecord, osvZip } from '../fixtures/advisories.ts';
import { buildZip } from '../fixtures/zip.ts';

const OF = { name: 'all.zip', sha256: 'ab'.repeat(32) };

function importing(limits: Partial<Limits> = {}) {
  return { budget: new Budget({ ...DEFAULT_LIMITS, ...limits }), signal: new AbortController().signal };
}

async function built(records: readonly object[]): Promise<Bytes> {
  const builder = new IndexBuilder();
  builder.begin(OF);
  for (const value of records) {
    const record = readOsv(value);
    if (record !== undefined) builder.add(record);
  }
  builder.end(true);
  return new Uint8Array(await builder.finish().arrayBuffer());
}

async function headerOf(index: Bytes | Blob) {
  const opened = await openIndex(index instanceof Blob ? new BlobSource(index) : new BufferSource(index));
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value.header;
}

const RECORDS = Array.from({ length: 3000 }, (_, i) =>
  osvRecord({
    id: `EXAMPLE-${i}`,
    name: `package-${i % 1500}`,
    fixed: `1.${i}.0`,
    aliases: [`CVE-2026-${i}`],
  }),
);

describe('the compact index', () => {
  test('has the same bytes whatever the order of the records', async () => {
    expect(await built(RECORDS.toReversed())).toEqual(await built(RECORDS));
  });

  test.each([
    ['of no ecosystem', { purl: 'pkg:npm/b' }],
    ['of no name', { ecosystem: 'npm' }],
    ['of a name that is none', { ecosystem: 'npm', name: 5 }],
  ])('of a record that names a package %s calls nothing clean', async (_what, named) => {
    const record = osvRecord({ id: 'EXAMPLE-1' });
    const { affected } = record as { readonly affected: readonly object[] };
    const zip = osvZip([{ ...record, affected: [...affected, { package: named, versions: ['1.0.0'] }] }]);
    const { index, faults } = await importZip(new BufferSource(zip), 'all.zip', importing());
    expect(faults.map(({ code }) => code)).toEqual(['advisory.package-unreadable']);
    expect((await headerOf(index)).ecosystems).toMatchObject([{ name: 'npm', complete: false }]);
  });

  test('of an archive with records that its directory does not list calls nothing clean', async () => {
    const [hidden, listed] = [1, 2].map((i) => osvZip([osvRecord({ id: `EXAMPLE-${i}` })]));
    if (hidden === undefined || listed === undefined) throw new Error('not made');
    const { index, faults } = await importZip(
      new BufferSource(concatBytes([hidden, listed])),
      'all.zip',
      importing(),
    );
    expect(faults.map(({ code }) => code)).toContain('advisory.hidden-bytes');
    expect((await headerOf(index)).ecosystems).toMatchObject([{ name: 'npm', complete: false }]);
  });

  test('takes no word for a time, and of two records as new the one that was not taken back', async () => {
    const live = osvRecord({ id: 'EXAMPLE-1', name: 'live' });
    const old = osvRecord({ id: 'EXAMPLE-1', name: 'word', modified: 'zzz' });
    const back = { ...osvRecord({ id: 'EXAMPLE-1', name: 'live' }), withdrawn: '2026-01-02T03:04:05Z' };
    for (const records of [
      [live, old],
      [old, live],
      [live, back],
      [back, live],
    ]) {
      const { answers } = await lookUp(new BufferSource(await built(records)), [
        { ecosystem: 'npm', name: 'live', version: '1.0.0' },
      ]);
      expect(answers.map(({ hits }) => hits.length)).toEqual([1]);
    }
  });

  test('of a record that says something twice calls nothing clean', async () => {
    const twice =
      '{"id":"EXAMPLE-1","affected":[{"package":{"ecosystem":"npm","name":"a"},"versions":["1.0.0"],"versions":["2.0.0"]}]}';
    const zip = buildZip([{ name: 'EXAMPLE-1.json', content: encodeUtf8(twice) }]);
    const { index, faults } = await importZip(new BufferSource(zip), 'all.zip', importing());
    expect(faults.map(({ message }) => message)).toEqual([
      '"EXAMPLE-1.json": The key "versions" stands twice in one object of this record; the last one counts.',
    ]);
    expect((await headerOf(index)).ecosystems).toMatchObject([{ name: 'npm', complete: false }]);
  });

  test.each([
    ['Go', 'github.com/Masterminds/goutils', 'github.com/masterminds/goutils'],
    ['SwiftURL', 'github.com/Apple/swift-nio', 'github.com/apple/swift-nio'],
    ['VSCode', 'GitHub.copilot', 'github.copilot'],
  ])('finds a package of %s however its name is written', async (ecosystem, name, asked) => {
    const index = await built([osvRecord({ id: 'EXAMPLE-1', ecosystem, name })]);
    const { answers } = await lookUp(new BufferSource(index), [{ ecosystem, name: asked, version: '1.0.0' }]);
    expect(answers.map(({ hits }) => hits.length)).toEqual([1]);
  });

  test('finds what comes after a package that it does not name, in the same block', async () => {
    const names = ['lodash', 'é', 'qs', 'zod'];
    const index = await built(names.map((name) => osvRecord({ id: `EXAMPLE-${name}`, name })));
    const asked = ['a', 'lodash', 'lodash-es', 'minimist', 'p', 'qs', 'qs-x', 'zod', 'zz', 'à', 'é', 'ê'];
    const { answers } = await lookUp(
      new BufferSource(index),
      asked.map((name) => ({ ecosystem: 'npm', name, version: '1.0.0' })),
    );
    expect(answers.map(({ coordinate }) => coordinate.name)).toEqual(['lodash', 'qs', 'zod', 'é']);
  });

  test('finds packages across its blocks, and says nothing of others', async () => {
    const names = ['package-0', 'package-0-not', 'package-7', 'package-1499', 'a', 'zzz'];
    const { answers, faults } = await lookUp(
      new BufferSource(await built(RECORDS)),
      names.map((name) => ({ ecosystem: 'npm', name, version: '1.8.0' })),
    );
    expect(faults).toEqual([]);
    expect(
      answers.map(({ coordinate, hits }) => [coordinate.name, hits.map(({ advisory }) => advisory.id)]),
    ).toEqual([
      ['package-0', ['EXAMPLE-1500']],
      ['package-7', ['EXAMPLE-1507']],
      ['package-1499', ['EXAMPLE-1499', 'EXAMPLE-2999']],
    ]);
  });

  test('states what it was made of', async () => {
    const records = [
      osvRecord({ id: 'GHSA-1', modified: '2026-05-01T00:00:00Z' }),
      osvRecord({ id: 'GHSA-2', more: { withdrawn: '2026-02-01T00:00:00Z' } }),
    ];
    expect(await headerOf(await built(records))).toEqual({
      sources: [
        {
          ...OF,
          records: 2,
          newest: '2026-05-01T00:00:00Z',
          complete: true,
          licences: ['CC-BY-4.0'],
        },
      ],
      ecosystems: [{ name: 'npm', records: 1, newest: '2026-05-01T00:00:00Z', complete: true }],
      records: 1,
      withdrawn: 1,
      unplaced: 0,
    });
  });

  test('of two records with one id the one modified last counts, even to take it back', async () => {
    const old = osvRecord({ id: 'A-1', modified: '2026-01-01T00:00:00Z' });
    const gone = osvRecord({
      id: 'A-1',
      modified: '2026-02-01T00:00:00Z',
      more: { withdrawn: '2026-02-01T00:00:00Z' },
    });
    expect((await headerOf(await built([gone, old]))).records).toBe(0);
    expect((await headerOf(await built([old, gone]))).records).toBe(0);
  });

  test('takes the date of publication where the record states the year 1, as the archive of Go does', async () => {
    const dates = { modified: '0001-01-01T00:00:00Z', published: '2021-04-14T20:04:52Z' };
    const { sources } = await headerOf(await built([osvRecord({ id: 'GO-1', name: 'a', more: dates })]));
    expect(sources).toMatchObject([{ newest: '2021-04-14T20:04:52Z' }]);
    const { published, ...undated } = dates;
    expect(published).not.toBe('');
    const none = await headerOf(await built([osvRecord({ id: 'GO-1', name: 'a', more: undated })]));
    expect(none.sources).toMatchObject([{ newest: '' }]);
  });

  test('covers only the ecosystem that every record names', async () => {
    const go = osvRecord({ id: 'A-2', ecosystem: 'Go' });
    const { ecosystems } = await headerOf(await built([osvRecord({ id: 'A-1' }), go]));
    expect(ecosystems.map(({ name, complete }) => [name, complete])).toEqual([
      ['Go', false],
      ['npm', false],
    ]);
  });

  test('that is damaged in a block says which, and answers nothing from it', async () => {
    const index = await built(RECORDS);
    const opened = await openIndex(new BufferSource(index));
    const block = opened.ok ? opened.value.match[0] : undefined;
    if (!opened.ok || block === undefined) throw new Error('no block');
    const at = opened.value.start + block.offset + 20;
    index[at] = (index[at] ?? 0) ^ 0xff;
    const { answers, faults } = await lookUp(new BufferSource(index), [
      { ecosystem: 'npm', name: 'package-0', version: '1.0.0' },
    ]);
    expect(faults.map(({ code }) => code)).toEqual(['advisory.block-damaged']);
    expect(answers).toMatchObject([{ hits: [], unreadable: true }]);
  });

  test('cut anywhere, or with any byte of its header changed, it is refused and never thrown over', async () => {
    const index = await built(RECORDS.slice(0, 20));
    for (let cut = 0; cut < index.length; cut += 7) {
      const source = new BufferSource(index.slice(0, cut));
      const { answers, faults } = await lookUp(source, [
        { ecosystem: 'npm', name: 'package-0', version: '1.0.0' },
      ]);
      expect(faults.length > 0 || answers.length > 0).toBe(true);
    }
    for (let at = 0; at < 200; at++) {
      const changed = index.slice();
      changed[at] = (changed[at] ?? 0) ^ 0x55;
      const opened = await openIndex(new BufferSource(changed));
      expect(opened.ok).toBe(false);
    }
  });
});

describe('importing an all.zip', () => {
  test('with zip64 records counts them', async () => {
    const { index, faults } = await importZip(
      new BufferSource(osvZip(RECORDS.slice(0, 50), { zip64: true })),
      OF.name,
      importing(),
    );
    expect(faults).toEqual([]);
    expect((await headerOf(index)).sources[0]).toMatchObject({ records: 50, complete: true });
  });

  test('whose count does not fit keeps its records and covers nothing', async () => {
    const zip = osvZip(RECORDS.slice(0, 5), { end: { count: 4, countHere: 4 } });
    const { index, faults } = await importZip(new BufferSource(zip), OF.name, importing());
    expect(faults.map(({ code }) => code)).toEqual(['advisory.count-differs']);
    const header = await headerOf(index);
    expect(header.records).toBe(5);
    expect(header.ecosystems[0]?.complete).toBe(false);
  });

  test('with a damaged member names it, keeps the others, and covers nothing', async () => {
    const zip = osvZip(RECORDS.slice(0, 3));
    const damaged = zip.slice();
    // Into the deflated data of the second member.
    const second = zip.indexOf(0x50, 200);
    damaged[second + 80] = (damaged[second + 80] ?? 0) ^ 0xff;
    const { index, faults } = await importZip(new BufferSource(damaged), OF.name, importing());
    expect(faults.length).toBeGreaterThan(0);
    const header = await headerOf(index);
    expect(header.records).toBe(2);
    expect(header.ecosystems[0]?.complete).toBe(false);
  });

  test('with a member that is no record covers nothing', async () => {
    const { index, faults } = await importZip(
      new BufferSource(osvZip([osvRecord({ id: 'A-1' }), { id: 'A-2' }, { id: '' }])),
      OF.name,
      importing(),
    );
    expect(faults.map(({ code }) => code)).toEqual(['advisory.no-record']);
    expect((await headerOf(index)).ecosystems[0]?.complete).toBe(false);
  });

  test('stops at the limit of records and says so', async () => {
    const { index, faults } = await importZip(
      new BufferSource(osvZip(RECORDS.slice(0, 5))),
      OF.name,
      importing({ advisoryRecords: 3 }),
    );
    expect(faults[0]?.code).toBe('limit.advisory-records');
    expect((await headerOf(index)).records).toBe(3);
  });

  test('hashes what it reads on the way, whatever the order of its members', async () => {
    const zip = osvZip(RECORDS.slice(0, 50));
    const inOrder = await importZip(new BufferSource(zip), OF.name, importing());
    expect(inOrder.sha256).toBe(await digestBytes(zip));
    expect((await headerOf(inOrder.index)).sources[0]?.sha256).toBe(inOrder.sha256);
    // The members lie behind bytes that nobody asks for.
    const behind = concatBytes([new Uint8Array(5_000_000), zip]);
    expect((await importZip(new BufferSource(behind), OF.name, importing())).sha256).toBe(
      await digestBytes(behind),
    );
  });
});

describe('a record read twice', () => {
  test('counts as it was modified last, and not at all once it was taken back', async () => {
    const older = osvRecord({ id: 'A-1', modified: '2024-01-01T00:00:00Z' });
    const newer = osvRecord({ id: 'A-1', modified: '2025-01-01T00:00:00Z' });
    expect(await built([newer, older, newer])).toEqual(await built([older, newer, older]));
    const back = {
      ...osvRecord({ id: 'A-1', modified: '2026-01-01T00:00:00Z' }),
      withdrawn: '2026-01-01T00:00:00Z',
    };
    const header = await headerOf(await built([back, newer, older]));
    expect([header.records, header.withdrawn]).toEqual([0, 1]);
  });
});

describe('names beyond ASCII', () => {
  test('are in the order of strings, in whatever plane they are', () => {
    const names = ['\u{10ffff}', '\uffee', 'a', '\u{1f600}', '\ue000', '\u{e9}'];
    const rows = new SortedRows();
    for (const name of names) rows.add([name], []);
    expect(read(rows)).toEqual([...names].sort());
  });
});

describe('two records with one id, modified at one time', () => {
  const ranged = (introduced: string) => ({
    ...osvRecord({ id: 'A-1', name: 'a' }),
    modified: '2026-01-01T00:00:00Z',
    affected: [
      {
        package: { ecosystem: 'npm', name: 'a' },
        ranges: [{ type: 'SEMVER', events: [{ introduced }, { fixed: '9.0.0' }] }],
      },
    ],
  });

  test.each([
    ['0', '5.0.0'],
    ['5.0.0', '0'],
  ])('both count where they differ: from %s, then from %s', async (first, second) => {
    const source = new BufferSource(await built([ranged(first), ranged(second), ranged(first)]));
    const { answers } = await lookUp(source, [
      { ecosystem: 'npm', name: 'a', version: '4.17.20' },
      { ecosystem: 'npm', name: 'a', version: '9.0.0' },
    ]);
    expect(answers.map(({ hits }) => hits.map(({ advisory }) => advisory.id))).toEqual([['A-1'], []]);
  });

  test('are one where they say the same', () => {
    const kept = new KeptRecords();
    const match = { ecosystem: 'npm', key: 'npm\ta', match: '[["S","i0"]]' };
    const record = {
      id: 'A-1',
      modified: '2026',
      withdrawn: false,
      unplaced: 0,
      detail: '[]',
      packages: [match],
    };
    for (let i = 0; i < 3; i++) kept.add(record);
    expect([...kept.details()]).toHaveLength(1);
    expect([...kept.packages()]).toHaveLength(1);
  });
});

describe('rows to be sorted', () => {
  test('come back in the order of their keys, equal ones as they were given, however many there are', () => {
    const rows = new SortedRows();
    const given = Array.from({ length: 60_000 }, (_, i) => [
      `key-${(i * 7919) % 1009}`,
      `${i}${' '.repeat(90)}`,
    ]);
    for (const [key = '', body = ''] of given) rows.add([key], [body]);
    const sorted = given.toSorted(([a = ''], [b = '']) => (a < b ? -1 : a > b ? 1 : 0));
    expect(read(rows)).toEqual(sorted.map(([key, body]) => `${key}${body}`));
  });

  test('may be longer than a block of them', () => {
    const rows = new SortedRows();
    const long = 'x'.repeat(3 << 20);
    rows.add(['b'], [long]);
    rows.add(['a'], [1]);
    rows.add(['c'], ['', 2]);
    expect(read(rows)).toEqual(['a1', `b${long}`, 'c2']);
  });
});

function read(rows: SortedRows): string[] {
  const out: string[] = [];
  for (const { bytes, key, end } of rows.sorted()) out.push(decodeUtf8Lossy(bytes.subarray(key, end)));
  return out;
}
