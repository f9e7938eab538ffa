import { expect, test } from 'vitest';
import { fixture } from '../fixtures/catalog/github-workflow.ts';
import { catalogLayers } from '../fixtures/tree.ts';

test('an action is pinned by a commit or a digest, by nothing else', async () => {
  const { found, facts } = (await catalogLayers(fixture.sample)).of('github.workflow');
  expect(found.map(({ purl }) => purl)).toEqual([
    undefined,
    'pkg:github/actions/checkout@8e5e7e5ab8b370d6c329ec480221332ada57f0ab',
    'pkg:github/actions/setup-node@v4',
    undefined,
    'pkg:github/octo/flows@main',
  ]);
  const moved = 'no: a tag or branch can be moved';
  expect(facts.map(({ value }) => value)).toEqual([
    'to a commit or digest',
    moved,
    'to a commit or digest',
    moved,
  ]);
});
