import { compareNumerals } from '../../base/numerals.ts';
import { compareText, type Ordering } from './types.ts';

/** As apk-tools 2 does, which Alpine used up to 3.22; release 3 differs only on versions that no package has. */
export const apk: Ordering = {
  id: 'apk',
  title: 'apk versions',
  spec: 'https://wiki.alpinelinux.org/wiki/Package_policies#Package_versioning',
  ecosystems: [
    'Alpine',
    'Wolfi',
    'Chainguard',
    'MinimOS',
    'Alpaquita',
    'BellSoft Hardened Containers',
    'CleanStart',
    'Root:Alpine',
  ],
  valid: (version) =>
    /^[0-9]/.test(version.trim()) &&
    tokens(version.trim()).every(({ kind }) => kind !== 'invalid' && kind !== 'gap'),
  compare: (a, b) => compareApk(a.trim(), b.trim()),
};

/** In the order in which they may follow one another; where all before is equal, the lower one is the later version. */
const KINDS = [
  'fraction',
  'digits',
  'letter',
  'suffix',
  'suffix-number',
  'hash',
  'revision',
  'end',
  'gap',
  'invalid',
] as const;
type Kind = (typeof KINDS)[number];

interface Token {
  readonly kind: Kind;
  readonly text: string;
}

const BEFORE = ['alpha', 'beta', 'pre', 'rc'];
const AFTER = ['cvs', 'svn', 'git', 'hg', 'p'];

function compareApk(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [tokens(a), tokens(b)];
  for (let i = 0; ; i++) {
    const one = left[i] ?? END;
    const other = right[i] ?? END;
    if (one.kind !== other.kind) return compareKinds(one, other);
    if (one.kind === 'end' || one.kind === 'invalid') return 0;
    const order = compareValues(one, other);
    if (order !== 0) return order;
  }
}

const END: Token = { kind: 'end', text: '' };

/** What goes on is later than what ends, unless it goes on with `_alpha` and the like. */
function compareKinds(one: Token, other: Token): number {
  if (one.kind === 'suffix' && suffixRank(one.text) < 0) return -1;
  if (other.kind === 'suffix' && suffixRank(other.text) < 0) return 1;
  return KINDS.indexOf(other.kind) - KINDS.indexOf(one.kind);
}

function compareValues({ kind, text }: Token, { text: other }: Token): number {
  if (kind === 'suffix') return suffixRank(text) - suffixRank(other);
  if (kind === 'letter' || kind === 'hash') return compareText(text, other);
  // After a point, zeros in front make a number smaller the more there are.
  if (kind === 'fraction') {
    const [zeros, otherZeros] = [leadingZeros(text), leadingZeros(other)];
    if (zeros !== 0 || otherZeros !== 0) {
      if (zeros !== otherZeros) return otherZeros - zeros;
      return compareNumerals(text, other);
    }
  }
  return compareNumerals(text, other);
}

function leadingZeros(text: string): number {
  return text.length - text.replace(/^0+/, '').length;
}

function suffixRank(text: string): number {
  const before = BEFORE.indexOf(text);
  return before < 0 ? AFTER.indexOf(text) : before - BEFORE.length;
}

/** `1.2.3b_rc1-r4`. Ends with an `invalid` token where the version stops following the form. */
function tokens(version: string): Token[] {
  const out: Token[] = [];
  const invalid = (): Token[] => [...out, { kind: 'invalid', text: '' }];
  let kind: Kind = 'digits';
  let at = 0;
  for (;;) {
    const found = FORM_OF[kind]?.exec(version.slice(at, at + MOST))?.[0];
    if (found === undefined) return invalid();
    out.push({ kind, text: found });
    at += found.length;
    if (at >= version.length && kind !== 'gap') return out;
    const next = follow(kind, version.slice(at, at + 3));
    if (next === undefined) return invalid();
    at += next.skip;
    kind = next.kind;
  }
}

/** No part of a version is longer. */
const MOST = 256;

const FORM_OF: Readonly<Partial<Record<Kind, RegExp>>> = {
  digits: /^[0-9]*/,
  fraction: /^[0-9]*/,
  // A point with no number behind it: `0.8.21.r2`.
  gap: /^/,
  letter: /^[a-z]/,
  suffix: /^(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)/,
  'suffix-number': /^[0-9]+/,
  hash: /^[0-9a-f]+/,
  revision: /^[0-9]*/,
};

/** What may come behind a token, and how many characters announce it. */
function follow(kind: Kind, text: string): { readonly kind: Kind; readonly skip: number } | undefined {
  const first = text.charAt(0);
  const number = kind === 'digits' || kind === 'fraction' || kind === 'gap';
  if (number && /[a-z]/.test(first)) return { kind: 'letter', skip: 0 };
  if (kind === 'letter' && /[0-9]/.test(first)) return { kind: 'digits', skip: 0 };
  if (kind === 'suffix' && /[0-9]/.test(first)) return { kind: 'suffix-number', skip: 0 };
  if (number && /^\.[a-z]/.test(text)) return { kind: 'gap', skip: 1 };
  if (number && first === '.') return { kind: 'fraction', skip: 1 };
  if (first === '~' && kind !== 'revision' && kind !== 'hash') return { kind: 'hash', skip: 1 };
  if (first === '_' && kind !== 'revision' && kind !== 'hash') return { kind: 'suffix', skip: 1 };
  if (kind !== 'revision' && /^-r(?![a-z])/.test(text)) return { kind: 'revision', skip: 2 };
  return undefined;
}
