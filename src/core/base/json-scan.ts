/** A name that an object holds twice; `JSON.parse` keeps the last, other readers the first. */
export interface DuplicateKey {
  readonly key: string;
  /** Where the later one starts, in characters of the text. */
  readonly offset: number;
}

/** What one walk over a text tells before anything is built from it. */
export type JsonScan =
  | { readonly kind: 'json'; readonly duplicates: readonly DuplicateKey[] }
  | { readonly kind: 'too-deep'; readonly at: number }
  | { readonly kind: 'error'; readonly at: number; readonly what: string };

/** A text that repeats its keys a million times is told about by the first of them. */
const MOST_DUPLICATES = 100;

/** A set that grew large would stay large. */
const MOST_SPARED = 64;

const SPACE = /[ \t\n\r]*/y;
const SCALAR = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null/y;

type Expect = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma';

const SENTENCE: Record<Expect, string> = {
  value: 'a value was expected',
  'value or end': 'a value was expected',
  key: 'a key in quotes was expected',
  'key or end': 'a key in quotes was expected',
  colon: 'a colon was expected',
  comma: 'a comma or bracket was expected',
};

/**
 * Walks the grammar of RFC 8259 without recursion, in linear time. Stops at the first error, whose place and words are
 * the same in every engine, or at the bracket that goes deeper than `depth`.
 */
export function scanJson(text: string, depth: number): JsonScan {
  /** Keys seen, for an open object; `undefined` for an open array. */
  const open: (Set<string> | undefined)[] = [];
  /** Sets of objects that are closed, used again: a large text opens a new object every few words. */
  const spare: Set<string>[] = [];
  const duplicates: DuplicateKey[] = [];
  let expect: Expect = 'value';
  let at = 0;
  for (;;) {
    if (text.charCodeAt(at) <= 0x20) at = end(SPACE, text, at);
    const keys = open[open.length - 1];
    const done = expect === 'comma' && open.length === 0;
    if (at >= text.length) {
      return done ? { kind: 'json', duplicates } : { kind: 'error', at, what: 'the text ends too early' };
    }
    if (done) return { kind: 'error', at, what: 'text after the end of the document' };
    const character = text.charAt(at);
    const closes = character === (keys === undefined ? ']' : '}');
    if (closes && open.length > 0 && expect !== 'value' && expect !== 'key' && expect !== 'colon') {
      open.pop();
      if (keys !== undefined && keys.size <= MOST_SPARED) {
        keys.clear();
        spare.push(keys);
      }
      expect = 'comma';
      at++;
    } else if (expect === 'comma' || expect === 'colon') {
      if (character !== (expect === 'comma' ? ',' : ':'))
        return { kind: 'error', at, what: SENTENCE[expect] };
      expect = expect === 'comma' && keys !== undefined ? 'key' : 'value';
      at++;
    } else if (character === '"') {
      const after = stringEnd(text, at);
      if (typeof after !== 'number') return after;
      if (expect === 'key' || expect === 'key or end') {
        const key = keyOf(text.slice(at + 1, after - 1));
        if (keys?.has(key) && duplicates.length < MOST_DUPLICATES) duplicates.push({ key, offset: at });
        keys?.add(key);
        expect = 'colon';
      } else expect = 'comma';
      at = after;
    } else if (expect === 'key' || expect === 'key or end') {
      return { kind: 'error', at, what: SENTENCE[expect] };
    } else if (character === '{' || character === '[') {
      if (open.length >= depth) return { kind: 'too-deep', at };
      open.push(character === '{' ? (spare.pop() ?? new Set()) : undefined);
      expect = character === '{' ? 'key or end' : 'value or end';
      at++;
    } else {
      const after = end(SCALAR, text, at);
      if (after === at) return { kind: 'error', at, what: SENTENCE[expect] };
      expect = 'comma';
      at = after;
    }
  }
}

function end(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** Where the string that starts at `start` ends, or where it goes wrong. A loop: a pattern would pile up its escapes. */
function stringEnd(text: string, start: number): number | JsonScan {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (code === 0x5c && isEscape(text, at)) at++;
    else if (code === 0x5c || code < 0x20) return { kind: 'error', at, what: 'a string is not well formed' };
  }
  return { kind: 'error', at: text.length, what: 'the text ends too early' };
}

/** The key between two quotes, its escapes resolved. */
function keyOf(raw: string): string {
  return raw.includes('\\') ? String(JSON.parse(`"${raw}"`)) : raw;
}

function isEscape(text: string, at: number): boolean {
  const next = text.charAt(at + 1);
  return next === 'u'
    ? /^[0-9a-fA-F]{4}$/.test(text.slice(at + 2, at + 6))
    : next !== '' && '"\\/bfnrt'.includes(next);
}
