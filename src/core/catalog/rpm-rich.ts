import type { Asked } from './capabilities.ts';

/** No expression that rpm writes nests deeper, or is longer. */
const MOST_DEPTH = 32;
const LONGEST = 4096;

const CONNECTIVES = new Set(['and', 'or', 'with']);
const CONDITIONS = new Set(['if', 'unless', 'without', 'else']);
const OPERATORS = new Set(['<', '<=', '=', '>=', '>']);

/**
 * The names that a rich dependency asks for (rpm-dependencies, "Boolean dependencies"), `undefined` for a plain name.
 * What stands behind `if`, `unless` or `without` is not asked for.
 */
export function richNames(expression: string): readonly Asked[] | undefined {
  if (!expression.startsWith('(')) return undefined;
  if (expression.length > LONGEST) return [];
  const out: Asked[] = [];
  /** Whether what stands at each depth is asked for. */
  const asking: boolean[] = [];
  const words = expression.replace(/^\(|\)$/g, ' $& ').split(/\s+/);
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    const [opened, inner, closed] = split(word);
    for (let k = 0; k < opened; k++) {
      if (asking.length >= MOST_DEPTH) return out;
      asking.push(asking.at(-1) ?? true);
    }
    if (CONDITIONS.has(inner)) asking[asking.length - 1] = false;
    else if (inner !== '' && !CONNECTIVES.has(inner)) {
      const operator = words[i + 1] ?? '';
      const compared = OPERATORS.has(operator);
      const version = compared ? (words[i + 2] ?? '') : '';
      const [, plain, behind] = split(version);
      if (asking.at(-1) === true)
        out.push(compared ? { name: inner, constraint: `${operator} ${plain}` } : { name: inner });
      if (compared) {
        i += 2;
        for (let k = 0; k < behind; k++) asking.pop();
      }
    }
    for (let k = 0; k < closed; k++) asking.pop();
  }
  return out;
}

/** Parentheses around a word that are not part of it: `(`, `libc.so.6()(64bit)`, `))`. */
function split(word: string): readonly [opened: number, inner: string, closed: number] {
  let start = 0;
  while (word[start] === '(') start++;
  let end = word.length;
  let depth = 0;
  for (const character of word.slice(start)) depth += character === '(' ? 1 : character === ')' ? -1 : 0;
  for (; depth < 0 && word[end - 1] === ')'; depth++) end--;
  return [start, word.slice(start, end), word.length - end];
}
