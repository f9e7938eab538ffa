import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { END_OF_LIFE, END_OF_LIFE_AS_OF } from '../../../src/core/flag/data/end-of-life.ts';
import { END_OF_LIFE_TABLE_FROM } from '../../../src/core/flag/data/end-of-life-table.ts';
import { bundledEndOfLife, endOfLifeOf } from '../../../src/core/flag/end-of-life-lines.ts';
import { corpusBytes, corpusPath, describeCorpus } from '../../corpus.ts';
import { listZip, readBack } from '../../fixtures/zip-read.ts';

const endsOf = (product: string) => endOfLifeOf(product)?.ends ?? {};
const tables = [...END_OF_LIFE, ...bundledEndOfLife()];

it('tells golden days: Debian 10, Python 3.7, Alpine 3.18, Spring Boot 2.7', () => {
  expect(endsOf('os/debian')['10']).toBe('2024-06-30');
  expect(endsOf('python')['3.7']).toBe('2023-06-27');
  expect(endsOf('os/alpine')['3.18']).toBe('2025-05-09');
  expect(endsOf('pkg:maven/org.springframework.boot/spring-boot')['2.7']).toBe('2023-06-30');
  expect(endOfLifeOf('pkg:npm/express')).toBeUndefined();
});

it('tells nothing that ends after the day it is of', () => {
  const late = tables.flatMap(({ product, ends }) =>
    Object.entries(ends).flatMap(([line, day]) =>
      day < END_OF_LIFE_AS_OF ? [] : `${product} ${line} ${day}`,
    ),
  );
  expect(late).toEqual([]);
});

describeCorpus('the table of what has ended', () => {
  it.each([
    ['os/debian', 'debian.csv', 'eol-lts'],
    ['os/ubuntu', 'ubuntu.csv', 'eol'],
  ])('%s agrees with %s of distro-info-data', (product, name, column) => {
    const [head = '', ...lines] = readFileSync(corpusPath('flag', 'eol', 'debian', name), 'utf8')
      .trim()
      .split('\n');
    const at = head.split(',').indexOf(column);
    const stated = new Map(
      lines.map((line) => line.split(',')).map((cells) => [cells[0]?.replace(' LTS', ''), cells[at]]),
    );
    const ours = END_OF_LIFE.find((one) => one.product === product)?.ends ?? {};
    expect(Object.keys(ours).length).toBeGreaterThan(3);
    expect(ours).toEqual(Object.fromEntries(Object.keys(ours).map((line) => [line, stated.get(line)])));
  });

  it('every line of the bundled table is what endoflife.date publishes', async () => {
    const wrong: string[] = [];
    let lines = 0;
    for (const { product, source, ends } of bundledEndOfLife()) {
      const { releases } = await releaseData(source.slice(source.lastIndexOf('/') + 1));
      for (const [line, day] of Object.entries(ends)) {
        const stated = product === 'os/debian' ? releases[line]?.eoes : releases[line]?.eol;
        if (stated !== day) wrong.push(`${product} ${line}: ${day}, not ${stated}`);
        lines++;
      }
    }
    expect(wrong).toEqual([]);
    expect(lines).toBe(END_OF_LIFE_TABLE_FROM.count);
  });

  it('Go agrees with its policy: a release ends on the day of the second after it', async () => {
    const { versions } = await releaseData('go');
    const ours = endsOf('pkg:golang/stdlib');
    const second = (line: string) => `1.${Number(line.slice(2)) + 2}`;
    const day = (line: string) => (versions[line] ?? versions[`${line}.0`])?.date;
    expect(Object.keys(ours)).toHaveLength(8);
    expect(ours).toEqual(Object.fromEntries(Object.keys(ours).map((line) => [line, day(second(line))])));
  });
});

interface ReleaseData {
  readonly releases: Readonly<Record<string, { readonly eol?: string; readonly eoes?: string }>>;
  readonly versions: Readonly<Record<string, { readonly date: string }>>;
}

async function releaseData(product: string): Promise<ReleaseData> {
  const bytes = corpusBytes('flag', 'eol', 'endoflife-release-data.zip');
  const path = `releases/${product}.json`;
  const entry = (await listZip(bytes)).entries.find((one) => one.path === path);
  if (entry === undefined) throw new Error(`no ${path} in the release data`);
  const data: ReleaseData = JSON.parse(new TextDecoder().decode((await readBack(bytes, entry)).bytes));
  return data;
}
