import { expect, it } from 'vitest';
import { Answer } from '../../../src/app/state/answer.svelte.ts';

/** A question whose answer the test gives. */
function open<T>(): { readonly ask: () => Promise<T>; give: (value: T) => Promise<void>; asked: number } {
  const waiting: ((value: T) => void)[] = [];
  const question = {
    asked: 0,
    ask: () => {
      question.asked++;
      return new Promise<T>((resolve) => waiting.push(resolve));
    },
    give: async (value: T) => {
      waiting.shift()?.(value);
      await Promise.resolve();
      await Promise.resolve();
    },
  };
  return question;
}

it('keeps the old value until the new one is there', async () => {
  const answer = new Answer<string>();
  const first = open<string>();
  answer.ask('a', first.ask);
  await first.give('one');
  expect([answer.key, answer.value]).toEqual(['a', 'one']);
  answer.ask('b', open<string>().ask);
  expect([answer.key, answer.value]).toEqual(['a', 'one']);
});

it('drops an answer to a question that is no longer the question', async () => {
  const answer = new Answer<string>();
  const [slow, quick] = [open<string>(), open<string>()];
  answer.ask('slow', slow.ask);
  answer.ask('quick', quick.ask);
  await quick.give('new');
  await slow.give('old');
  expect([answer.key, answer.value]).toEqual(['quick', 'new']);
});

it('asks once more after a change during an answer, however many changes there were', async () => {
  const answer = new Answer<number>();
  const question = open<number>();
  for (let i = 0; i < 5; i++) answer.ask('same', question.ask);
  expect(question.asked).toBe(1);
  await question.give(1);
  expect(question.asked).toBe(2);
  await question.give(2);
  expect(answer.value).toBe(2);
  expect(question.asked).toBe(2);
});

it('cleared, it waits for nothing', async () => {
  const answer = new Answer<string>();
  const question = open<string>();
  answer.ask('a', question.ask);
  answer.clear();
  await question.give('late');
  expect(answer.value).toBeUndefined();
});
