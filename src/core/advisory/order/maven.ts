import { compareNumerals } from '../../base/numerals.ts';
import { compareText, isNumeral, type Ordering } from './types.ts';

/**
 * Maven's order, with the one circle it has of its own: `1-x` comes before `1.0.rc` (a hyphen before a point), `1.0.rc`
 * before `1`, and `1` before `1-x`.
 */
export const maven: Ordering = {
  id: 'maven',
  title: 'Maven versions',
  spec: 'https://maven.apache.org/pom.html#version-order-specification',
  ecosystems: ['Maven'],
  valid: (version) => /^[vV]?[0-9]/.test(version.trim()),
  compare: (a, b) => {
    const [left, right] = [tokens(a), tokens(b)];
    for (let i = 0; i < left.length || i < right.length; i++) {
      const order = compareTokens(left[i] ?? nothing(right[i]), right[i] ?? nothing(left[i]));
      if (order !== 0) return order;
    }
    return 0;
  },
};

/** A number or a word, and what stands before it: the change between digits and letters counts as a hyphen. */
interface Token {
  readonly separator: '.' | '-';
  readonly text: string;
}

const ALIASES: Readonly<Record<string, string>> = { ga: '', final: '', release: '', cr: 'rc' };
/** Only directly before a digit. */
const SHORT: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', m: 'milestone' };
/** Words that Maven knows, in order; the empty one is the release itself. Others come after, as text. */
const WORDS = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'];

function tokens(version: string): Token[] {
  const all: Token[] = [];
  let separator: Token['separator'] = '.';
  let empty = true;
  const pieces =
    version
      .trim()
      .toLowerCase()
      .match(/[.-]|[0-9]+|[^0-9.-]+/g) ?? [];
  pieces.forEach((piece, i) => {
    if (piece === '.' || piece === '-') {
      if (empty) all.push({ separator, text: '0' });
      separator = piece;
      empty = true;
      return;
    }
    const next = pieces[i + 1] ?? '';
    const short = isNumeral(next) && Object.hasOwn(SHORT, piece) ? SHORT[piece] : undefined;
    const alias = Object.hasOwn(ALIASES, piece) ? ALIASES[piece] : undefined;
    all.push({ separator, text: short ?? alias ?? piece });
    separator = '-';
    empty = false;
  });
  if (empty) all.push({ separator, text: '0' });
  return withoutNothing(all);
}

/** Drops zeros and empty words from the end of the version, and from the end of what lies before each hyphen. */
function withoutNothing(all: readonly Token[]): Token[] {
  const kept: Token[] = [];
  let trimming = true;
  for (const token of all.toReversed()) {
    if (trimming && /^0*$/.test(token.text)) continue;
    kept.push(token);
    trimming = token.separator === '-';
  }
  return kept.reverse();
}

/** What stands against a token that the other version does not have: the release itself, or zero. */
function nothing(other: Token | undefined): Token {
  return { separator: other?.separator ?? '.', text: isNumeral(other?.text ?? '') ? '0' : '' };
}

function compareTokens(a: Token, b: Token): number {
  const sides = side(a) - side(b);
  if (sides !== 0) return sides;
  const places = place(a) - place(b);
  if (places !== 0) return places;
  if (isNumeral(a.text)) return compareNumerals(a.text, b.text);
  const [left, right] = [rank(a), rank(b)];
  return left === WORDS.length && right === left ? compareText(a.text, b.text) : left - right;
}

/** A place among the words Maven knows, or behind them. */
function rank({ text }: Token): number {
  const known = WORDS.indexOf(text);
  return known < 0 ? WORDS.length : known;
}

/**
 * Whether a word comes before the release, is it, or comes after. It counts before the place does: by places alone
 * `1.x` would come before `1-alpha`, that before `1`, and `1` before `1.x`.
 */
function side(token: Token): number {
  return isNumeral(token.text) ? 1 : Math.sign(rank(token) - WORDS.indexOf(''));
}

/** A word behind a point, before a word behind a hyphen, before a number behind a hyphen, before one behind a point. */
function place({ separator, text }: Token): number {
  if (isNumeral(text)) return separator === '-' ? 2 : 3;
  return separator === '-' ? 1 : 0;
}
