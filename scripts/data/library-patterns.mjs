import { nameOf } from './libraries.mjs';
import { parsePattern } from './pattern-parts.mjs';

const VERSION = '([0-9][0-9.a-z_-]{1,24})';
const MARK = '\u0001';
const PLACE = '(§§version§§)';
/** Characters that a pattern may look at before its keyword, and behind it. */
const LEAD = 160;
const KEYWORD = 6;

/**
 * The texts by which RetireJS tells a library in a file, as far as they can be found by a keyword and looked at in time
 * that is bounded: no repetition within a repetition, none that is long, one at most of any character whatever.
 */
export function libraryPatterns(input, day) {
  const rows = [];
  let left = 0;
  for (const [key, { npmname, extractors, vulnerabilities }] of Object.entries(input.json())) {
    if (key === 'retire-example' || vulnerabilities.length === 0) continue;
    for (const pattern of extractors.filecontent ?? []) {
      const row = rowOf(pattern);
      if (row === undefined) left++;
      else rows.push([nameOf(key, npmname), ...row]);
    }
  }
  const seen = new Set();
  const lines = rows
    .sort(([a, ka, , pa], [b, kb, , pb]) => order(a, b) || order(ka, kb) || order(pa, pb))
    .map((row) => `  [${row.map((one) => (typeof one === 'number' ? one : quoted(one))).join(', ')}],`)
    .filter((line) => !seen.has(line) && seen.add(line));
  const text = [
    '// Made by "npm run data" (scripts/data.mjs) of what is named below: not to be edited.',
    '',
    '/**',
    ` * How ${new Set(rows.map(([name]) => name)).size} libraries name themselves in their files, by the RetireJS repository of ${day}`,
    ' * (https://github.com/RetireJS/retire.js, Apache-2.0, Erlend Oftedal and its contributors): the name on npm, a text that',
    ' * stands in it, how many characters before that text to begin, and what stands there with the version as group 1.',
    ' */',
    '// biome-ignore format: a table',
    'export const LIBRARY_PATTERNS: readonly (readonly [npm: string, keyword: string, lead: number, pattern: string])[] = [',
    ...lines,
    '];',
    '',
  ].join('\n');
  return { said: `${lines.length} patterns; ${left} cannot be looked for in bounded time`, text };
}

function rowOf(pattern) {
  const marked = pattern.replaceAll(PLACE, MARK);
  const parts = parsePattern(marked)?.map((part) =>
    part.literal === MARK ? { source: VERSION, least: 2, most: 26 } : part,
  );
  if (parts === undefined || marked.split(MARK).length !== 2) return undefined;
  // Any character whatever, up to a length: one such part at most.
  if (parts.filter(({ any, most, least }) => any && most > least).length > 1) return undefined;
  let best;
  let before = 0;
  for (let at = 0; at < parts.length; ) {
    let to = at;
    let text = '';
    while (to < parts.length && parts[to].literal !== undefined) text += parts[to++].literal;
    if (text.length >= KEYWORD && before <= LEAD && text.length > (best?.keyword.length ?? 0))
      best = { keyword: text, lead: before };
    before += text.length;
    if (to === at) before += parts[to++].most;
    at = to;
  }
  // A text that stands everywhere would be looked at everywhere.
  if (best === undefined || /^\W*(?:(?:const|var) )?version\W*$/i.test(best.keyword)) return undefined;
  const source = parts.map((part) => part.source).join('');
  new RegExp(source);
  return [best.keyword, best.lead, source];
}

function order(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

function quoted(text) {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  return `'${escaped.replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')}'`;
}
