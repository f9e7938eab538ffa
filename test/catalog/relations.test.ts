import { describe, expect, test } from 'vitest';
import { catalogers } from '../../src/core/catalog/registry.ts';
import type { RelationOf } from '../../src/core/model/reading.ts';
import { describeCorpus } from '../corpus.ts';
import type { CatalogerFixture } from '../fixtures/cataloger-fixture.ts';
import { catalogLayers } from '../fixtures/tree.ts';
import { inspectLite } from '../lite.ts';

/**
 * `stated`: the file says which of its own packages needs which. `derived`: it gives a name, or only a place, and Loupe
 * worked out which package of the tree is meant. A source that is missing here has no relations.
 */
const STATED = ['dependsOn stated'];
const DERIVED = ['dependsOn derived'];
const MARKED: Readonly<Record<string, readonly string[]>> = {
  dpkg: DERIVED,
  apk: DERIVED,
  rpm: DERIVED,
  pacman: DERIVED,
  'npm.installed': DERIVED,
  'npm.lock': STATED,
  'python.installed': DERIVED,
  'go.buildinfo': STATED,
  'go.mod': STATED,
  'cargo.auditable': STATED,
  'cargo.lock': STATED,
  'java.archive': ['contains measured', 'dependsOn derived'],
  'ruby.gemspec': DERIVED,
  'gemfile.lock': STATED,
  'php.installed': STATED,
  'composer.lock': STATED,
  'dotnet.deps': STATED,
  'nuget.lock': STATED,
  nuspec: DERIVED,
  'crate.archive': DERIVED,
  'yarn.lock': STATED,
  'pnpm.lock': STATED,
  'bun.lock': STATED,
  'poetry.lock': STATED,
  'uv.lock': STATED,
  'pdm.lock': STATED,
  pylock: STATED,
  'github.workflow': STATED,
  'helm.chart': DERIVED,
  vsix: DERIVED,
  'model.gguf': ['generatedFrom stated'],
};

const fixtures = import.meta.glob<{ readonly fixture: CatalogerFixture }>('../fixtures/catalog/*.ts', {
  eager: true,
});

async function relationsOf(id: string) {
  const fixture = fixtures[`../fixtures/catalog/${id.replaceAll('.', '-')}.ts`]?.fixture;
  if (fixture === undefined) throw new Error(`${id} has no fixture`);
  const { cataloged, readings } = await catalogLayers(fixture.sample, fixture.archive);
  return {
    resolved: cataloged.find(({ cataloger }) => cataloger === id)?.reading.relations ?? [],
    read: readings.flatMap(({ cataloger, reading }) => (cataloger === id ? reading.relations : [])),
  };
}

const marks = (relations: readonly RelationOf[]) =>
  [...new Set(relations.map(({ kind, how }) => `${kind} ${how}`))].sort();

describe.each([...catalogers].map(({ id }) => id))('relations of %s', (id) => {
  test('are marked stated or derived, as its format has them', async () => {
    expect(marks((await relationsOf(id)).resolved)).toEqual(MARKED[id] ?? []);
  });

  test('that one file gives are stated; what only the whole tree tells is derived', async () => {
    const { resolved, read } = await relationsOf(id);
    const key = ({ kind, rawKind, scope, asked }: RelationOf) => [kind, rawKind, scope, asked].join('\0');
    expect(read.filter(({ how }) => how !== 'stated')).toEqual([]);
    const inFile = new Set(read.map(key));
    const wrong = resolved.filter(
      (one) => one.kind === 'dependsOn' && one.how !== (inFile.has(key(one)) ? 'stated' : 'derived'),
    );
    expect(wrong).toEqual([]);
  });
});

describeCorpus('the graph of a real image', () => {
  test('has edges of every package manager in it, each marked', async () => {
    const { model } = await inspectLite();
    const { from, how } = model.relations;
    const counts = new Map<string, number>();
    for (let i = 0; i < from.length; i++) {
      const key = `${model.occurrences[from[i] ?? -1]?.cataloger} ${how[i]}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    for (const key of ['dpkg derived', 'npm.installed derived', 'npm.lock stated'])
      expect([key, (counts.get(key) ?? 0) > 100]).toEqual([key, true]);
    for (const key of ['ruby.gemspec derived', 'python.installed derived', 'go.buildinfo stated'])
      expect([key, (counts.get(key) ?? 0) > 0]).toEqual([key, true]);
  }, 120_000);
});
