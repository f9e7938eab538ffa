import type { Advisory, Affected, Range, RangeEvent } from './types.ts';

const KINDS = { introduced: 'i', fixed: 'f', last_affected: 'l', limit: 'm' } as const;
const KIND_OF: Readonly<Record<string, RangeEvent['kind']>> = {
  i: 'introduced',
  f: 'fixed',
  l: 'last_affected',
  m: 'limit',
};
const TYPE_OF: Readonly<Record<string, Range['type']>> = { S: 'SEMVER', E: 'ECOSYSTEM', G: 'GIT' };

/** The key under which a match line is found. Names that an ecosystem takes for the same have the same key. */
export function keyOf(ecosystem: string, name: string): string {
  return `${ecosystem}\t${sameName(ecosystem, name)}`;
}

function sameName(ecosystem: string, name: string): string {
  const base = ecosystem.split(':')[0];
  if (base === 'PyPI') return name.toLowerCase().replace(/[-_.]+/g, '-');
  return CASELESS.has(base ?? '') ? name.toLowerCase() : name;
}

/**
 * Ecosystems where case does not tell packages apart. Go's paths keep theirs in advisories, and package URLs of them are
 * in lower case by the rules of their type.
 */
const CASELESS: ReadonlySet<string> = new Set([
  'NuGet',
  'Packagist',
  'GitHub Actions',
  'Go',
  'SwiftURL',
  'VSCode',
]);

/** Ranges and versions as JSON without the brackets around: `[["S","i0","f1.2"]],["1.1"]`. */
export function writeMatch({ ranges, versions }: Pick<Affected, 'ranges' | 'versions'>): string {
  const rows = ranges.map(({ type, events }) =>
    // Commits cannot be evaluated: that there are some is all there is to keep.
    type === 'GIT' ? ['G'] : [type.charAt(0), ...events.map(({ kind, version }) => KINDS[kind] + version)],
  );
  const list = JSON.stringify(rows);
  return versions.length === 0 ? list : `${list},${JSON.stringify(versions)}`;
}

export interface MatchRow {
  /** Number of the advisory. */
  readonly advisory: number;
  readonly ranges: readonly Range[];
  readonly versions: readonly string[];
}

/** The rows of a match line; `undefined` when the line does not hold what it should. */
export function readMatches(value: unknown): MatchRow[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const out: MatchRow[] = [];
  for (const row of value) {
    if (!Array.isArray(row)) return undefined;
    const [advisory, ranges, versions = []]: unknown[] = row;
    if (typeof advisory !== 'number' || !Array.isArray(ranges) || !isTexts(versions)) return undefined;
    const read = ranges.map(readRange);
    if (!read.every((range) => range !== undefined)) return undefined;
    out.push({ advisory, ranges: read, versions });
  }
  return out;
}

function readRange(value: unknown): Range | undefined {
  if (!isTexts(value)) return undefined;
  const [letter = '', ...rest] = value;
  const type = TYPE_OF[letter];
  if (type === undefined) return undefined;
  const events: RangeEvent[] = [];
  for (const event of rest) {
    const kind = KIND_OF[event.charAt(0)];
    if (kind === undefined) return undefined;
    events.push({ kind, version: event.slice(1) });
  }
  return { type, events };
}

/** What the malicious-packages database says of each of its packages: not kept 200,000 times. */
export function usualSummary({ name, ecosystem }: Pick<Affected, 'name' | 'ecosystem'>): string {
  return `Malicious code in ${name} (${ecosystem})`;
}

/** An advisory as JSON, what is absent at the end left out. `said` is the sentence that needs no keeping. */
export function writeDetail(advisory: Advisory, said: string | undefined): string {
  const row: unknown[] = [
    advisory.id,
    advisory.modified,
    advisory.aliases,
    advisory.summary === said && said !== undefined ? 1 : (advisory.summary ?? 0),
    advisory.severity.map(({ type, score }) => `${type} ${score}`),
    advisory.references,
    advisory.rating ?? 0,
    advisory.upstream,
    advisory.published ?? 0,
  ];
  while (isNothing(row.at(-1))) row.pop();
  return JSON.stringify(row);
}

function isNothing(value: unknown): boolean {
  return value === 0 || (Array.isArray(value) && value.length === 0);
}

/** `undefined` when the line does not hold an advisory. */
export function readDetail(value: unknown, said: string): Advisory | undefined {
  if (!Array.isArray(value)) return undefined;
  const [id, modified, aliases = [], summary = 0, severity = [], references = [], ...more]: unknown[] = value;
  const [rating = 0, upstream = [], published = 0] = more;
  if (typeof id !== 'string' || typeof modified !== 'string') return undefined;
  if (!isTexts(aliases) || !isTexts(severity) || !isTexts(references) || !isTexts(upstream)) return undefined;
  return {
    id,
    aliases,
    upstream,
    modified,
    published: typeof published === 'string' ? published : undefined,
    summary: summary === 1 ? said : typeof summary === 'string' ? summary : undefined,
    severity: severity.map((text) => {
      const space = text.indexOf(' ');
      return { type: text.slice(0, space), score: text.slice(space + 1) };
    }),
    rating: typeof rating === 'string' ? rating : undefined,
    references,
  };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
