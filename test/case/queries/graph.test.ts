import { expect, test } from 'vitest';
import { GraphQueries } from '../../../src/core/case/queries/graph.ts';
import { inspectFiles } from '../../inspect.ts';

const names = ['root', 'app', '@scope/a', '@scope/b', 'leaf'];
const BOM = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  components: names.map((name) => ({ type: 'library', 'bom-ref': name, name, version: '1' })),
  dependencies: [
    { ref: 'root', dependsOn: ['app'] },
    { ref: 'app', dependsOn: ['@scope/a', '@scope/b'] },
    { ref: '@scope/a', dependsOn: ['leaf'] },
    { ref: '@scope/b', dependsOn: ['leaf'] },
  ],
};
const bytes = new TextEncoder().encode(JSON.stringify(BOM));

const { model } = await inspectFiles([{ name: 'a.cdx.json', bytes }]);
const placeOf = (name: string) => model.components.find((one) => one.name === name)?.occurrences[0] ?? -1;

test('says by which ways a component is asked for', () => {
  const why = new GraphQueries().answer(model, { question: 'why', place: placeOf('leaf'), open: [] });
  expect(why?.sentence).toBe('The shortest way comes from root, in 3 steps. 1 other way also ends here.');
  expect(why?.ways.map(({ labels }) => labels)).toEqual([
    ['root', 'app', '@scope/a', 'leaf'],
    ['root', 'app', '@scope/b', 'leaf'],
  ]);
  expect(why?.of).toBe(5);
});

const noPause = async (): Promise<void> => undefined;

test('a question that was prepared for is answered like one that was not, and so is the next one', async () => {
  const prepared = new GraphQueries();
  await prepared.warm(model, noPause);
  prepared.prepare(model, placeOf('leaf'));
  for (const name of ['leaf', 'app', 'leaf']) {
    for (const question of ['why', 'around'] as const) {
      const query = { question, place: placeOf(name), hops: 1, open: [] };
      expect(prepared.answer(model, query)).toEqual(new GraphQueries().answer(model, query));
    }
  }
});

test('answers what is asked while it gets ready, and leaves off when the case has changed', async () => {
  const queries = new GraphQueries();
  const query = { question: 'why', place: placeOf('leaf'), open: [] } as const;
  const expected = new GraphQueries().answer(model, query);
  const seen: unknown[] = [];
  await queries.warm(model, async () => {
    seen.push(queries.answer(model, query));
  });
  expect(seen.length).toBeGreaterThan(2);
  for (const answer of seen) expect(answer).toEqual(expected);
  const changed = { ...model, occurrences: [...model.occurrences] };
  let pauses = 0;
  await queries.warm({ ...changed }, async () => {
    pauses++;
    queries.answer(model, query);
  });
  expect(pauses).toBe(1);
});

test('knows nothing of a place that is not in the case', () => {
  const queries = new GraphQueries();
  queries.prepare(model, 99);
  expect(queries.answer(model, { question: 'why', place: 99, open: [] })).toBeUndefined();
});
