import { expect, test } from 'vitest';
import { ComponentQueries } from '../../../src/core/case/queries/components.ts';
import type { ComponentFlag, ComponentQuery } from '../../../src/core/case/views.ts';
import { inspectFiles } from '../../inspect.ts';

const BOM = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  components: [
    {
      type: 'library',
      name: 'b',
      version: '10',
      purl: 'pkg:npm/b@10',
      licenses: [{ license: { id: 'MIT' } }],
    },
    { type: 'library', name: 'a', version: '9', purl: 'pkg:npm/a@9' },
    {
      type: 'library',
      name: 'c',
      version: '2',
      purl: 'pkg:deb/debian/c@2',
      licenses: [{ license: { id: 'MIT' } }],
    },
    { type: 'application', name: 'd' },
  ],
};
const bytes = new TextEncoder().encode(JSON.stringify(BOM));

const { model } = await inspectFiles([{ name: 'a.cdx.json', bytes }]);
const ask = (query: Partial<ComponentQuery>) =>
  new ComponentQueries().page(model, 1, [], { offset: 0, limit: 10, ...query });
const names = (query: Partial<ComponentQuery>) => ask(query).rows.map(({ name }) => name);
const facet = (query: Partial<ComponentQuery>, id: string) =>
  Object.fromEntries(
    ask(query)
      .facets.find((one) => one.id === id)
      ?.values.map(({ value, count }) => [value, count]) ?? [],
  );

test('sorts by name, by version as numbers, and downwards', () => {
  expect(names({})).toEqual(['a', 'b', 'c', 'd']);
  expect(names({ sort: { column: 'version', descending: false } })).toEqual(['d', 'c', 'a', 'b']);
  expect(names({ sort: { column: 'version', descending: true } })).toEqual(['b', 'a', 'c', 'd']);
});

test('has what is flagged first, the worst before the rest, and what nobody rated among the medium', () => {
  const flags = new Map<string, ComponentFlag>([
    ['pkg:npm/b@10', { worst: 'low', facts: 1, rank: 3 }],
    ['pkg:deb/debian/c@2', { worst: 'none', facts: 2, rank: 2 }],
    ['application|d|', { worst: 'critical', facts: 1, rank: 0 }],
  ]);
  const queries = new ComponentQueries();
  const page = (query: Partial<ComponentQuery>, known?: typeof flags) =>
    queries.page(model, 1, [], { offset: 0, limit: 10, ...query }, known);
  const listed = (query: Partial<ComponentQuery>) => page(query, flags).rows.map(({ name }) => name);
  expect(listed({})).toEqual(['d', 'c', 'b', 'a']);
  expect(listed({ sort: { column: 'flag', descending: false } })).toEqual(['a', 'b', 'c', 'd']);
  expect(listed({ sort: { column: 'name', descending: false } })).toEqual(['a', 'b', 'c', 'd']);
  expect(listed({ filter: { flag: ['critical', 'low'] } })).toEqual(['d', 'b']);
  expect(page({}, flags).rows.map(({ flag }) => flag?.facts)).toEqual([1, 2, 1, undefined]);
  expect(page({}, flags).flags).toBe('known');
  // As long as nobody has run the rules, no row says that nothing was found.
  const early = page({});
  expect(early.flags).toBe('waiting');
  expect(early.rows.map(({ name, flag }) => [name, flag])).toEqual(
    ['a', 'b', 'c', 'd'].map((name) => [name, undefined]),
  );
  expect(early.facets.some(({ id }) => id === 'flag')).toBe(false);
  expect(
    page({}, flags)
      .facets.find(({ id }) => id === 'flag')
      ?.values.map(({ label }) => label),
  ).toEqual(['critical', 'low', 'no severity', 'not flagged']);
});

test('sorts names by their characters, whatever these are', async () => {
  const odd = [
    'b',
    'a\u0000',
    'a',
    'ab\u0101d',
    'ab\u0102c',
    'ab\u00ff',
    'ab\u00fe',
    'abcdefh',
    'abcdefg',
    'ab\u{1f4e6}',
    'ab',
  ];
  const doc = { ...BOM, components: odd.map((name) => ({ type: 'library', name: `x${name}y` })) };
  const { model } = await inspectFiles([
    { name: 'odd.cdx.json', bytes: new TextEncoder().encode(JSON.stringify(doc)) },
  ]);
  const { rows } = new ComponentQueries().page(model, 1, [], { offset: 0, limit: 20 });
  const keys = rows.map(({ id }) => id.split('|')[1] ?? '');
  expect(keys).toHaveLength(odd.length);
  expect(keys).toEqual(odd.map((name) => `x${name}y`).sort());
});

test('finds by name, version and purl', () => {
  expect(names({ text: 'debian' })).toEqual(['c']);
  expect(names({ text: 'npm 10' })).toEqual(['b']);
});

test('a facet counts what its own values would leave, given all other filters', () => {
  expect(facet({}, 'ecosystem')).toEqual({ npm: 2, deb: 1, application: 1 });
  expect(facet({}, 'license')).toEqual({ permissive: 2, none: 2 });
  const filter = { ecosystem: ['npm'], license: ['permissive'] };
  expect(names({ filter })).toEqual(['b']);
  expect(facet({ filter }, 'ecosystem')).toEqual({ npm: 1, deb: 1 });
  expect(facet({ filter }, 'license')).toEqual({ permissive: 1, none: 1 });
  expect(facet({ filter, text: 'nothing' }, 'ecosystem')).toEqual({ npm: 0 });
});

test('a filter that no facet has leaves nothing', () => {
  expect(names({ filter: { color: ['red'] } })).toEqual([]);
});

test('shows of a stated component where it was stated, and of what kind it is', () => {
  expect(ask({ text: 'npm/a' }).rows).toEqual([
    {
      id: 'pkg:npm/a@9',
      name: 'a',
      version: '9',
      ecosystem: 'npm',
      purl: 'pkg:npm/a@9',
      strip: [],
      places: 1,
      state: 'stated',
      note: 'stated, not found',
    },
  ]);
});
