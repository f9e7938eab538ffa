import { describe, expect, test } from 'vitest';
import { IndexBuilder } from '../../src/core/advisory/index-builder.ts';
import { checkIndex } from '../../src/core/advisory/index-check.ts';
import {
  type Block,
  type OpenedIndex,
  openIndex,
  Packer,
  writeHeader,
} from '../../src/core/advisory/index-format.ts';
import { readOsv } from '../../src/core/advisory/record.ts';
import { BufferSource } from '../../src/core/base/byte-source.ts';
import { type Bytes, concatBytes, decodeUtf8, encodeUtf8, toHex } from '../../src/core/base/bytes.ts';
import { dataPage } from '../../src/core/case/advisories/data-page.ts';
import { WholeInflater } from '../../src/core/unpack/inflate-whole.ts';
import { hash } from '../../src/core/verify/hash.ts';
import { osvRecord } from '../fixtures/advisories.ts';
import { file, tar } from '../fixtures/tar.ts';
import { inspectFiles } from '../inspect.ts';

const RECORDS = [
  ...Array.from({ length: 2000 }, (_, i) =>
    osvRecord({
      id: `EXAMPLE-${i}`,
      name: `package-${i % 700}`,
      fixed: `1.${i}.0`,
      modified: `2026-01-0${1 + (i % 9)}T00:00:00Z`,
    }),
  ),
  osvRecord({ id: 'EXAMPLE-a\u{1f600}', name: 'a\u{1f600}' }),
  osvRecord({ id: 'EXAMPLE-b\uffee', name: 'a\uffee' }),
  osvRecord({ id: 'PY-"1"', ecosystem: 'PyPI', name: 'a["\\]' }),
  osvRecord({ id: 'EXAMPLE-gone', more: { withdrawn: '2026-03-01T00:00:00Z' } }),
];

async function built(records: readonly object[] = RECORDS): Promise<Bytes> {
  const builder = new IndexBuilder();
  builder.begin({ name: 'all.zip', sha256: 'ab'.repeat(32) });
  for (const value of records) {
    const record = readOsv(value);
    if (record !== undefined) builder.add(record);
  }
  builder.end(true, ['npm']);
  return new Uint8Array(await builder.finish().arrayBuffer());
}

async function opened(bytes: Bytes): Promise<OpenedIndex> {
  const index = await openIndex(new BufferSource(bytes));
  if (!index.ok) throw new Error(index.error.message);
  return index.value;
}

/** The same blocks behind another header. */
async function stating(bytes: Bytes, change: (index: OpenedIndex) => OpenedIndex): Promise<Bytes> {
  const index = await opened(bytes);
  const changed = change(index);
  return concatBytes([...writeHeader(changed.header, changed), bytes.subarray(index.start)]);
}

async function told(bytes: Bytes): Promise<string[]> {
  return (await checkIndex(new BufferSource(bytes))).map(({ message }) => message);
}

const says = (what: string) =>
  `This index of advisories is not what it states of itself. ${what}. It calls nothing clean.`;

const withHeader = (more: (header: OpenedIndex['header']) => object) => (index: OpenedIndex) => ({
  ...index,
  header: { ...index.header, ...more(index.header) },
});
const ofNpm = (more: object) =>
  withHeader(({ ecosystems }) => ({
    ecosystems: ecosystems.map((one) => (one.name === 'npm' ? { ...one, ...more } : one)),
  }));

describe('an index held against what it states of itself', () => {
  test('holds where it was made of records, however odd their names', async () => {
    expect(await told(await built())).toEqual([]);
    expect(await told(await built([]))).toEqual([]);
  });

  test.each<[string, (index: OpenedIndex) => OpenedIndex, string]>([
    ['more records', withHeader(() => ({ records: 214_057 })), 'It counts 214,057 records, and holds 2,003'],
    ['more taken back', withHeader(() => ({ withdrawn: 5 })), 'It counts 5 records taken back, and holds 1'],
    [
      'more of an ecosystem',
      ofNpm({ records: 209_647 }),
      'It counts 209,647 records of npm, and holds 2,002',
    ],
    [
      'a later date',
      ofNpm({ newest: '2026-11-01T00:00:00Z' }),
      'It dates its newest record of npm 2026-11-01T00:00:00Z, and holds none after 2026-01-09T00:00:00Z',
    ],
    [
      'an ecosystem it has nothing of',
      withHeader(({ ecosystems }) => ({
        ecosystems: [
          ...ecosystems,
          { name: 'Maven', records: 1, newest: '2026-01-01T00:00:00Z', complete: true },
        ],
      })),
      'It counts 1 record of Maven, and holds 0',
    ],
    [
      'another first package of a block',
      (index) => ({
        ...index,
        match: index.match.map((one, i) => (i === 1 ? { ...one, first: `${one.first}x` } : one)),
      }),
      'A block of it begins with another package than it says',
    ],
    [
      'another first record of a block',
      (index) => ({ ...index, ids: index.ids.map((id, i) => (i === 1 ? `${id}x` : id)) }),
      'A block of it begins with another record than it says',
    ],
    [
      'other numbers of records',
      (index) => ({
        ...index,
        detail: index.detail.map((one, i) => (i === 1 ? { ...one, first: one.first - 1 } : one)),
      }),
      'Its records are not numbered as it says',
    ],
  ])('does not where it states %s', async (_what, change, what) => {
    expect(await told(await stating(await built(), change))).toContain(says(what));
  });

  test.each<['match' | 'detail', string]>([
    ['match', 'Its packages are not in the order of their names'],
    ['detail', 'Its records are not in the order of their ids'],
  ])('does not where its %s lines stand in another order: none would be found', async (kind, what) => {
    const whole = await built(RECORDS.slice(0, 20));
    const index = await opened(whole);
    const [block] = index[kind];
    if (block === undefined || index[kind].length > 1) throw new Error('not one block');
    const at = index.start + block.offset;
    const packed = whole.subarray(at, at + block.length);
    const text = decodeUtf8(new WholeInflater('zlib').inflate(packed, block.size) ?? new Uint8Array(0)) ?? '';
    const turned = new Packer().pack(encodeUtf8(`${text.trimEnd().split('\n').toReversed().join('\n')}\n`));
    const shift = turned.length - block.length;
    const moved = <K>(blocks: readonly Block<K>[]) =>
      blocks.map((one) => {
        if (one.offset === block.offset) return { ...one, length: turned.length };
        return one.offset > block.offset ? { ...one, offset: one.offset + shift } : one;
      });
    const changed = {
      ...index,
      match: moved(index.match),
      detail: moved(index.detail),
      retracted: moved(index.retracted),
    };
    const body = [whole.subarray(index.start, at), turned, whole.subarray(at + block.length)];
    expect(await told(concatBytes([...writeHeader(index.header, changed), ...body]))).toContain(says(what));
  });

  test('is no index where a block is in none of its tables, or bytes lie behind them', async () => {
    const whole = await built();
    const without = await stating(whole, (index) => ({ ...index, match: index.match.slice(0, -1) }));
    for (const bytes of [without, concatBytes([whole, new Uint8Array(1)])])
      expect(await told(bytes)).toEqual([
        'This index of advisories cannot be used. Its header does not hold what an index states of itself.',
      ]);
  });
});

describe('an index that was dropped', () => {
  const APP = {
    name: 'app.tar',
    bytes: tar([file('app/node_modules/a/package.json', JSON.stringify({ name: 'a', version: '1.0.0' }))]),
  };

  async function using(bytes: Bytes) {
    const { case: loupe, report } = await inspectFiles([APP, { name: 'all.idx', bytes }]);
    const before = dataPage(loupe.model, 1).sources[0]?.checked;
    loupe.decide({
      ...loupe.settings,
      advisories: [{ name: 'all.idx', sha256: toHex(hash('sha256', bytes)) }],
    });
    await loupe.settled();
    const [source] = dataPage(loupe.model, 1).sources;
    return {
      checked: [before, source?.checked],
      faults: source?.faults,
      state: loupe.model.advisories.states[0]?.state,
      diagnostics: report().diagnostics.map(({ code }) => code),
      report: report().advisoryData[0],
    };
  }

  test('calls clean what it covers, once all of it was held against what it states', async () => {
    expect(await using(await built())).toMatchObject({
      checked: ['not-yet', 'held'],
      faults: [],
      state: 'clean',
      diagnostics: [],
      report: { checked: 'held', faults: [] },
    });
  });

  test('calls nothing clean where it counts what it does not hold, and says so', async () => {
    const fault = says('It counts 209,647 records of npm, and holds 2,002');
    expect(await using(await stating(await built(), ofNpm({ records: 209_647 })))).toMatchObject({
      checked: ['not-yet', 'disagrees'],
      faults: [fault],
      state: 'no-data',
      diagnostics: ['advisory.index-disagrees'],
      report: { faults: [fault] },
    });
  });
});
