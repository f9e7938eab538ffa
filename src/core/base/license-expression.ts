import exceptionIds from 'spdx-exceptions/index.json';
import parse from 'spdx-expression-parse';
import deprecatedIds from 'spdx-license-ids/deprecated.json';
import licenseIds from 'spdx-license-ids/index.json';

/** An SPDX licence expression (SPDX 3.0.1, annex B). */
export type LicenseNode =
  | { readonly license: string; readonly orLater: boolean; readonly exception?: string }
  | { readonly operator: 'and' | 'or'; readonly parts: readonly LicenseNode[] };

export type LicenseReading =
  | { readonly kind: 'expression'; readonly node: LicenseNode; readonly text: string }
  | { readonly kind: 'absent'; readonly absence: 'NONE' | 'NOASSERTION' }
  /** No expression: a name, or an expression with something in it that SPDX does not list. */
  | { readonly kind: 'invalid'; readonly why: string; readonly unknown: readonly string[] };

/** What the parser is given at most: it recurses, and a licence of this length is an attempt. */
const LONGEST = 8192;
const MOST_PARENTHESES = 500;
const WORD = /[A-Za-z0-9.:+-]+/g;
const OPERATORS = new Set(['AND', 'OR', 'WITH']);

const byLowerCase = new Map(
  [...deprecatedIds, ...licenseIds, ...exceptionIds].map((id) => [id.toLowerCase(), id]),
);
const listed = new Set<string>([...licenseIds, ...deprecatedIds]);
const deprecated = new Set<string>(deprecatedIds);

/** Whether SPDX has withdrawn the id (`GPL-2.0`): it still means what it did. */
export function isDeprecatedLicense(id: string): boolean {
  return deprecated.has(id);
}

/** Whether SPDX lists the id as it is written. */
export function isListedLicense(id: string): boolean {
  return listed.has(id);
}

/**
 * Reads a licence expression. Ids count in any case, as SPDX matches them; operators in upper case, or all in lower.
 * What does not parse is told with the words that SPDX does not list.
 */
export function readLicense(text: string): LicenseReading {
  const given = text.trim();
  if (given === 'NONE' || given === 'NOASSERTION') return { kind: 'absent', absence: given };
  if (given.length > LONGEST)
    return invalid(given, `it is longer than ${LONGEST.toLocaleString('en')} characters`);
  if (given.split('(').length > MOST_PARENTHESES) return invalid(given, 'it is nested too deep');
  const cased = given.replace(WORD, properCase);
  try {
    const parsed = parse(cased);
    return { kind: 'expression', node: nodeOf(parsed), text: cased };
  } catch {
    // The library throws what it may, a TypeError included; why is found out from the words.
    return invalid(cased, whyNot(cased));
  }
}

/** Ids of the licences of an expression, each once. */
export function licensesOf(node: LicenseNode): string[] {
  const open: LicenseNode[] = [node];
  const ids = new Set<string>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if ('license' in next) ids.add(next.license);
    else open.push(...next.parts);
  }
  return [...ids].reverse();
}

type Parsed = ReturnType<typeof parse>;

/** Chains of one operator become one list. */
function nodeOf(parsed: Parsed): LicenseNode {
  if ('license' in parsed) {
    const { license, plus, exception } = parsed;
    return { license, orLater: plus === true, ...(exception === undefined ? {} : { exception }) };
  }
  const operator = parsed.conjunction;
  const parts: LicenseNode[] = [];
  let rest: Parsed = parsed;
  while (!('license' in rest) && rest.conjunction === operator) {
    parts.push(nodeOf(rest.left));
    rest = rest.right;
  }
  parts.push(nodeOf(rest));
  return { operator, parts };
}

/** The spelling that SPDX lists. */
function properCase(word: string): string {
  const upper = word.toUpperCase();
  if (OPERATORS.has(upper) && (word === upper || word === word.toLowerCase())) return upper;
  const plus = word.endsWith('+');
  const id = byLowerCase.get((plus ? word.slice(0, -1) : word).toLowerCase());
  return id === undefined ? word : `${id}${plus ? '+' : ''}`;
}

function invalid(text: string, why: string): LicenseReading {
  return { kind: 'invalid', why, unknown: text.length > LONGEST ? [] : unknownIn(text) };
}

function unknownIn(text: string): string[] {
  const words = text.match(WORD) ?? [];
  const unknown = words.filter((word) => {
    const id = word.replace(/\+$/, '');
    const reference = /^(?:DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+$/.test(id);
    return !OPERATORS.has(word) && !reference && !byLowerCase.has(id.toLowerCase());
  });
  return [...new Set(unknown)];
}

function whyNot(text: string): string {
  const [first, ...more] = unknownIn(text);
  if (first !== undefined) {
    const others = more.length === 0 ? '' : ` and ${more.length.toLocaleString('en')} more words`;
    return `SPDX lists no "${first.slice(0, 80)}"${others}`;
  }
  return text === '' ? 'it is empty' : 'its operators and brackets do not fit together';
}
