import { describe, expect, test } from 'vitest';
import { IndexBuilder } from '../../../src/core/advisory/index-builder.ts';
import { readOsv } from '../../../src/core/advisory/record.ts';
import { toHex } from '../../../src/core/base/bytes.ts';
import { componentData } from '../../../src/core/case/advisories/component-data.ts';
import { dataPage } from '../../../src/core/case/advisories/data-page.ts';
import { hash } from '../../../src/core/verify/hash.ts';
import { osvRecord, recordBytes } from '../../fixtures/advisories.ts';
import { file, tar } from '../../fixtures/tar.ts';
import { inspectFiles, type TestFile } from '../../inspect.ts';

const APP = {
  name: 'app.tar',
  bytes: tar([file('app/node_modules/a/package.json', JSON.stringify({ name: 'a', version: '1.0.0' }))]),
};

/** An index, with more records before and after so that what is looked for lies in one of several blocks. */
async function indexOf(name: string, records: readonly object[], filling = 0): Promise<TestFile> {
  const builder = new IndexBuilder();
  builder.begin({ name, sha256: 'ab'.repeat(32) });
  const others = Array.from({ length: filling }, (_, i) =>
    osvRecord({ id: `${i % 2 ? 'A' : 'X'}-${i}`, name: `other-${i}` }),
  );
  for (const value of [...others, ...records]) {
    const record = readOsv(value);
    if (record !== undefined) builder.add(record);
  }
  builder.end(true);
  return { name: `${name}.idx`, bytes: new Uint8Array(await builder.finish().arrayBuffer()) };
}

async function inspected(data: readonly TestFile[]) {
  const all = await inspectFiles([APP, ...data]);
  const advisories = data.map(({ name, bytes }) => ({ name, sha256: toHex(hash('sha256', bytes)) }));
  all.case.decide({ ...all.case.settings, advisories });
  await all.case.settled();
  return all;
}

async function said(data: readonly TestFile[]) {
  const { case: loupe, report } = await inspected(data);
  const { model } = loupe;
  const { matches, states } = model.advisories;
  return {
    matches: matches.map(({ id }) => id),
    state: states[0]?.state,
    told: componentData(model, 0).superseded,
    page: dataPage(model, 1).superseded,
    report: report().components.find(({ name }) => name === 'a')?.data[0]?.superseded,
  };
}

const record = (month: string, more: object = {}, fixed?: string) =>
  osvRecord({
    id: 'GHSA-1',
    name: 'a',
    modified: `2026-${month}-01T00:00:00Z`,
    more,
    ...(fixed === undefined ? {} : { fixed }),
  });
const OLDER = record('01');
const NEWER: Readonly<Record<string, readonly [record: object, says: string]>> = {
  'affects no such version': [record('03', {}, '0.9.0'), 'it names this version no longer'],
  'names the package no longer': [
    record('03', { affected: [{ package: { ecosystem: 'npm', name: 'b' }, versions: ['1.0.0'] }] }),
    'it names this version no longer',
  ],
  'was withdrawn': [record('03', { withdrawn: '2026-03-01T00:00:00Z' }), 'it was withdrawn since'],
};

describe.each(Object.entries(NEWER))(
  'a record whose newer state in other data %s',
  async (_, [newer, says]) => {
    const pair = [await indexOf('old', [OLDER], 400), await indexOf('new', [newer], 400)];

    test.each([
      ['older first', pair],
      ['newer first', pair.toReversed()],
    ])('does not match, and it is said that the data disagree: %s', async (_order, data) => {
      const { report, ...rest } = await said(data);
      expect(rest).toEqual({
        matches: [],
        state: 'clean',
        told: [
          `GHSA-1 names this version as it was modified on 2026-01-01; as modified on 2026-03-01, in other data in use, ${says}. The newer counts.`,
        ],
        page: 1,
      });
      expect(report).toMatchObject([{ id: 'GHSA-1', newer: { modified: '2026-03-01T00:00:00Z' } }]);
    });

    test('counts where the newer state is not in use', async () => {
      expect(await said(pair.slice(0, 1))).toMatchObject({ matches: ['GHSA-1'], told: [], page: 0 });
    });

    test('counts where it is the newer state itself that names the version', async () => {
      const late = await indexOf('late', [record('05')]);
      for (const data of [
        [...pair, late],
        [late, ...pair.toReversed()],
      ])
        expect(await said(data)).toMatchObject({ matches: ['GHSA-1'], state: 'matched', told: [] });
    });
  },
);

describe('a finding about which the data in use disagree says so', () => {
  async function findingOf(data: readonly TestFile[]) {
    const [finding] = (await inspected(data))
      .report()
      .findings.filter(({ rule }) => rule === 'vulnerability.known');
    return {
      notes: finding?.notes,
      why: finding?.evidence.filter(({ label }) => label === 'data disagree').map(({ value }) => value),
    };
  }
  const NAMES = 'GHSA-1 names this version as it was modified on 2026-03-01; as modified on';

  test.each<[string, object, string]>([
    [
      'an older state does not name it',
      record('01', {}, '0.9.0'),
      `${NAMES} 2026-01-01, in other data in use, it does not. The newer counts.`,
    ],
    [
      'an older state was withdrawn',
      record('01', { withdrawn: '2026-01-01T00:00:00Z' }),
      `${NAMES} 2026-01-01, in other data in use, it was withdrawn. The newer counts.`,
    ],
    [
      'a state of the same time does not name it',
      record('03', {}, '0.9.0'),
      `${NAMES} 2026-03-01, in other data in use, it does not. Nothing tells which is right: the one that warns counts.`,
    ],
  ])('%s', async (_what, other, why) => {
    const data = [await indexOf('other', [other], 400), await indexOf('names', [record('03')], 400)];
    const told = { notes: ['the advisory data in use disagree about it'], why: [why] };
    expect(await findingOf(data)).toEqual(told);
    expect(await findingOf(data.toReversed())).toEqual(told);
  });

  test('a record of another name was taken back', async () => {
    const alias = osvRecord({ id: 'GO-1', name: 'a', aliases: ['GHSA-1'] });
    const data = [await indexOf('old', [OLDER, alias]), await indexOf('new', [record('03', {}, '0.9.0')])];
    expect((await findingOf(data)).why).toEqual([
      'GHSA-1 names this version as it was modified on 2026-01-01; as modified on 2026-03-01, in other data in use, it names this version no longer. The newer counts.',
    ]);
  });

  test('and says nothing where they agree, or one does not have the record', async () => {
    const quiet = { notes: [], why: [] };
    const names = await indexOf('names', [record('03')]);
    expect(await findingOf([names, await indexOf('agrees', [OLDER])])).toEqual(quiet);
    expect(
      await findingOf([names, await indexOf('has none', [osvRecord({ id: 'GHSA-2', name: 'b' })])]),
    ).toEqual(quiet);
  });
});

test('an alias that is not taken back still counts', async () => {
  const alias = osvRecord({ id: 'GO-1', name: 'a', aliases: ['GHSA-1'] });
  const gone = record('03', { withdrawn: '2026-03-01T00:00:00Z' });
  const found = await said([await indexOf('old', [OLDER, alias]), await indexOf('new', [gone])]);
  expect(found).toMatchObject({ matches: ['GO-1'], state: 'matched', page: 1 });
});

test('what could not be decided by an older state is decided by the newer', async () => {
  const git = {
    affected: [
      { package: { ecosystem: 'npm', name: 'a' }, ranges: [{ type: 'GIT', events: [{ introduced: '0' }] }] },
    ],
  };
  const old = await indexOf('old', [record('01', git)]);
  expect(await said([old])).toMatchObject({ state: 'no-data' });
  const decided = await indexOf('new', [record('03', {}, '0.9.0')]);
  for (const data of [
    [old, decided],
    [decided, old],
  ])
    expect(await said(data)).toMatchObject({ matches: [], state: 'clean', told: [] });
});

test('single records that were dropped beside an index are held against it the same way', async () => {
  const old = { name: 'GHSA-1.json', bytes: recordBytes(OLDER) };
  const gone = await indexOf('new', [record('03', { withdrawn: '2026-03-01T00:00:00Z' })]);
  expect(await said([old, gone])).toMatchObject({ matches: [], page: 1 });
});

test('data of which a part that is asked for is damaged make nothing clean', async () => {
  const gone = await indexOf('new', [record('03', { withdrawn: '2026-03-01T00:00:00Z' })]);
  const damaged = gone.bytes.slice();
  const last = damaged.length - 3;
  damaged[last] = (damaged[last] ?? 0) ^ 0xff;
  const { matches, state } = await said([await indexOf('old', [OLDER]), { ...gone, bytes: damaged }]);
  expect([matches, state]).toEqual([['GHSA-1'], 'matched']);
});
