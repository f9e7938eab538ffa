import { expect, test } from 'vitest';
import { fixture } from '../fixtures/catalog/bun-lock.ts';
import { catalogLayers } from '../fixtures/tree.ts';

test('a package that lies in another is preferred to the one at the top', async () => {
  const { relations, facts } = (await catalogLayers(fixture.sample)).of('bun.lock');
  expect(relations.map(({ to }) => to.split('#')[1])).toEqual(['/packages/chalk~1ansi-styles']);
  expect(facts[0]?.value).toBe('sha1:000102030405060708090a0b0c0d0e0f10111213');
});

test('a workspace and an address are no versions', async () => {
  const packages = { a: ['a@workspace:packages/a'], b: ['b@github:x/b#123', {}, 'x'] };
  const { found } = (await catalogLayers([{ 'bun.lock': JSON.stringify({ packages }) }])).of('bun.lock');
  expect(found.map(({ name, type, version }) => `${type} ${name} ${version}`)).toEqual([
    'application a undefined',
    'library b undefined',
  ]);
});
