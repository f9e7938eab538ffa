import { type Fault, fault } from '../base/result.ts';

/**
 * Says how many declared dependencies nothing satisfies: worth knowing, and no error, for a tree may be part of a
 * system. `whose` and `where` end the sentence: `of npm packages`, `where Node would look`.
 */
export function unmetFaults(code: string, count: number, whose: string, where: string): readonly Fault[] {
  if (count === 0) return [];
  const what = count === 1 ? '1 declared dependency' : `${count.toLocaleString('en')} declared dependencies`;
  return [fault(code, 'info', `${what} ${whose} ${count === 1 ? 'was' : 'were'} not found ${where}.`)];
}
