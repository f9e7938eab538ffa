import { decodeUtf8Lossy } from '../base/bytes.ts';
import { linesOf } from '../base/lines.ts';
import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { listPresent } from './list-package.ts';
import { purl } from './purl.ts';
import { ReadingBuilder } from './reading-builder.ts';
import { resolveByName } from './satisfy-by-name.ts';
import type { Cataloger } from './types.ts';

/**
 * Installed gems, by the specification RubyGems writes for each. It is Ruby code and is not run: RubyGems writes every
 * field on a line of its own, with plain texts.
 */
export const rubyGemspec: Cataloger = {
  id: 'ruby.gemspec',
  title: 'Ruby gems, installed',
  spec: 'guides.rubygems.org: Specification Reference',
  match: { globs: ['**/specifications/*.gemspec', '**/specifications/default/*.gemspec'] },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const { values, dependencies } = parseGemspec(decodeUtf8Lossy(file.bytes), out.limits.graphEdges);
    const name = values.get('name');
    const version = values.get('version');
    if (name === undefined || version === undefined) {
      const missing = name === undefined ? 'name' : 'version';
      out.fault(
        'ruby.gemspec',
        'error',
        `"${displayName(file.path)}" states no ${missing}; the gem is not listed.`,
      );
      return out.done();
    }
    const ref = file.path;
    const identity = gemPurl(name.text, version.text, values.get('platform')?.text);
    const pointer = `line ${name.line}`;
    if (!listPresent(out, { ref, name: name.text, version: version.text, purl: identity, pointer }))
      return out.done();
    for (const [key, field] of FACTS) {
      const value = values.get(key);
      if (value === undefined) continue;
      const role = field === 'license' ? { role: 'declared' } : {};
      for (const text of value.all) out.fact(ref, field, text, { pointer: `line ${value.line}`, ...role });
    }
    for (const { name, constraint, development } of dependencies) {
      // What a gem's developers use is not installed with it.
      if (development) continue;
      out.require({
        from: ref,
        anyOf: [{ name, constraint }],
        scope: 'runtime',
        rawKind: 'add_runtime_dependency',
      });
    }
    return out.done();
  },
  resolve: resolveByName,
};

export function gemPurl(name: string, version: string, platform: string | undefined): string | undefined {
  const other = platform === undefined || platform === 'ruby' ? undefined : platform;
  return purl({ type: 'gem', name, version, qualifiers: { platform: other } });
}

const FACTS: readonly (readonly [key: string, field: string])[] = [
  ['license', 'license'],
  ['licenses', 'license'],
  ['homepage', 'homepage'],
  ['authors', 'author'],
  ['summary', 'description'],
  ['required_ruby_version', 'requires-ruby'],
];

interface Value {
  readonly text: string;
  readonly all: readonly string[];
  readonly line: number;
}

interface Dependency {
  readonly name: string;
  readonly constraint: string;
  readonly development: boolean;
}

interface Gemspec {
  readonly values: ReadonlyMap<string, Value>;
  readonly dependencies: readonly Dependency[];
}

/** Texts kept of one line: a list of files may hold any number, and is not read. */
const MOST_TEXTS = 100;

function parseGemspec(text: string, mostDependencies: number): Gemspec {
  const values = new Map<string, Value>();
  const dependencies: Dependency[] = [];
  let line = 0;
  for (const full of linesOf(text)) {
    line++;
    const statement = full.trim();
    // Behind `else` follows the same again for versions of RubyGems that tell no kinds of dependencies apart.
    if (statement === 'else') break;
    const [, key = ''] = /^[a-z]\.([a-z_]{1,40})\s*=/.exec(statement) ?? [];
    if (key !== '' && !values.has(key)) {
      const all = texts(statement.slice(statement.indexOf('=') + 1));
      if (all[0] !== undefined) values.set(key, { text: all[0], all, line });
      continue;
    }
    const [call, kind] = /^[a-z]\.add_(runtime_|development_)?dependency\b/.exec(statement) ?? [];
    if (call === undefined || dependencies.length >= mostDependencies) continue;
    const [name, ...constraints] = texts(statement.slice(call.length));
    if (name === undefined) continue;
    dependencies.push({ name, constraint: constraints.join(', '), development: kind === 'development_' });
  }
  return { values, dependencies };
}

/** The quoted texts of a line: `"a"`, `'a'`, `%q<a>`. One walk: a text without end is none, and nothing follows it. */
function texts(code: string): string[] {
  const out: string[] = [];
  for (let at = 0; at < code.length && out.length < MOST_TEXTS; at++) {
    const close = code.startsWith('%q<', at)
      ? '>'
      : code[at] === '"' || code[at] === "'"
        ? code[at]
        : undefined;
    if (close === undefined) continue;
    const start = close === '>' ? at + 3 : at + 1;
    let end = start;
    while (end < code.length && code[end] !== close) end += code[end] === '\\' ? 2 : 1;
    if (end >= code.length) break;
    out.push(code.slice(start, end).replace(/\\(.)/g, '$1'));
    at = end;
  }
  return out;
}
