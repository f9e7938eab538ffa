import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { END_OF_LIFE, END_OF_LIFE_AS_OF } from '../../../src/core/flag/data/end-of-life.ts';
import { corpusBytes, corpusPath, describeCorpus } from '../../corpus.ts';
import { listZip, readBack } from '../../fixtures/zip-read.ts';

const endsOf = (product: string) => END_OF_LIFE.find((one) => one.product === product)?.ends ?? {};

it('tells nothing that ends after the day it is of', () => {
  const late = END_OF_LIFE.flatMap(({ product, ends }) =>
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
    const ours = endsOf(product);
    expect(Object.keys(ours).length).toBeGreaterThan(3);
    expect(ours).toEqual(Object.fromEntries(Object.keys(ours).map((line) => [line, stated.get(line)])));
  });

  it.each([
    ['os/alpine', 'alpine-linux'],
    ['python', 'python'],
    ['pkg:pypi/django', 'django'],
  ])('%s agrees with %s of endoflife.date', async (product, name) => {
    const { releases } = await releaseData(name);
    const ours = endsOf(product);
    expect(Object.keys(ours).length).toBeGreaterThan(5);
    expect(ours).toEqual(Object.fromEntries(Object.keys(ours).map((line) => [line, releases[line]?.eol])));
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
  readonly releases: Readonly<Record<string, { readonly eol?: string }>>;
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
