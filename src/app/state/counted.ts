import type { Workers } from './session.svelte.ts';

/** The workers, with each question counted until it is answered. `tell` hears whether any is under way. */
export function counted(workers: Workers, tell: (asking: boolean) => void): Workers {
  let underWay = 0;
  const add = (change: number): void => {
    underWay += change;
    tell(underWay > 0);
  };
  const answered = (): void => add(-1);
  function count<Api extends object>(api: Api): Api {
    return new Proxy(api, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return (...given: readonly unknown[]): unknown => {
          const answer: unknown = Reflect.apply(method, target, given);
          if (answer instanceof Promise) {
            add(1);
            answer.then(answered, answered);
          }
          return answer;
        };
      },
    });
  }
  return { case: count(workers.case), layout: count(workers.layout) };
}
