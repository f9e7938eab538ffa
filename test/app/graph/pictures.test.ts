import { expect, it } from 'vitest';
import { FocusPicture } from '../../../src/app/graph/focus-picture.svelte.ts';
import { Pictures } from '../../../src/app/graph/pictures.ts';
import type { FocusGraph, GraphQuery } from '../../../src/core/case/views.ts';
import { layered } from '../../../src/core/graph/layered.ts';
import type { CaseApi, LayoutApi } from '../../../workers/protocol.ts';
import { edge, graph, node } from '../rows.ts';

const perLetter = (text: string): number => text.length * 7;

/** A case that notes what it is asked, and answers when it is told to. */
function desk() {
  const asked: number[] = [];
  const waiting: (() => void)[] = [];
  const api: Pick<CaseApi, 'graph'> = {
    graph: ({ place }) => {
      asked.push(place);
      const answer: FocusGraph = {
        ...graph([node(1), node(2)], [edge(1, 2)]),
        title: `Why is ${place} here`,
      };
      return new Promise((resolve) => waiting.push(() => resolve(answer)));
    },
  };
  const layout: LayoutApi = { layout: async (input) => layered(input) };
  const session = { version: 1, workers: async () => ({ case: api as CaseApi, layout }) };
  const pictures = new Pictures(session, () => ({ label: perLetter, sub: perLetter }));
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  const answerAll = async () => {
    await settle();
    for (const answer of waiting.splice(0)) answer();
    await settle();
  };
  return { asked, session, pictures, answerAll, settle };
}

const why = (place: number): GraphQuery => ({ question: 'why', place, open: [] });

it('asks no more for what was drawn ahead, until the case changes', async () => {
  const { asked, session, pictures, answerAll } = desk();
  pictures.prepare(why(7));
  await answerAll();
  const picture = await pictures.draw(why(7)).picture;
  expect(picture?.graph.title).toBe('Why is 7 here');
  expect(picture?.placed?.nodes.map(({ id }) => id)).toEqual([1, 2]);
  expect(asked).toEqual([7]);
  session.version = 2;
  const again = pictures.draw(why(7));
  await answerAll();
  expect((await again.picture)?.failed).toBe('');
  expect(asked).toEqual([7, 7]);
});

it('answers at once what is asked before it is drawn ahead, and what nobody prepared', async () => {
  const { asked, pictures, answerAll, settle } = desk();
  pictures.prepare(why(7));
  await settle();
  const [same, other] = [pictures.draw(why(7)), pictures.draw(why(8))];
  await answerAll();
  expect((await same.graph)?.title).toBe('Why is 7 here');
  expect((await other.picture)?.graph.title).toBe('Why is 8 here');
  expect(asked).toEqual([7, 8]);
});

it('draws one ahead at a time, and of those that wait only the last', async () => {
  const { asked, pictures, answerAll } = desk();
  for (const place of [1, 2, 3, 4]) pictures.prepare(why(place));
  await answerAll();
  await answerAll();
  expect(asked).toEqual([1, 4]);
});

it('shows what the first picture is about before it is drawn, and an old picture until the next one is', async () => {
  const { pictures, answerAll, settle } = desk();
  const picture = new FocusPicture(pictures);
  const place = async (): Promise<string | undefined> => {
    await settle();
    return picture.graph?.title;
  };
  picture.ask(why(1));
  expect(await place()).toBeUndefined();
  await answerAll();
  expect([await place(), picture.answer.value?.placed?.nodes.length]).toEqual(['Why is 1 here', 2]);
  picture.ask(why(2));
  expect(await place()).toBe('Why is 1 here');
  await answerAll();
  expect(await place()).toBe('Why is 2 here');
});
