import { isJsonObject, type JsonObject, own, ownList, ownObject, ownText } from '../base/json-shape.ts';
import type { Advisory, Affected, Range, RangeEvent, StatedSeverity } from './types.ts';

/** One OSV record, read. */
export interface OsvRecord {
  readonly advisory: Advisory;
  /** The record was taken back and counts for nothing. */
  readonly withdrawn: boolean;
  readonly affected: readonly Affected[];
  /** Packages it speaks of that have no name in any ecosystem, or none that could be read. */
  readonly unplaced: number;
  /** Of these, how many were to name one and cannot be read. */
  readonly unreadable: number;
  readonly licence: string | undefined;
}

/** References kept of each record: enough to go on from. */
const REFERENCES = 4;
const LONGEST_SUMMARY = 300;
const LONGEST_ID = 200;

/**
 * Reads a record of the OSV schema (https://ossf.github.io/osv-schema/), version 1. `undefined` where it is none: no
 * object, or no `id`. What is malformed within it is left out, and counted where it would have been a package.
 */
export function readOsv(value: unknown): OsvRecord | undefined {
  if (!isJsonObject(value)) return undefined;
  const id = ownText(value, 'id');
  if (id === undefined || id === '' || id.length > LONGEST_ID || /\p{Cc}/u.test(id)) return undefined;
  const listed = ownList(value, 'affected');
  const affected = listed.flatMap((one) => affectedOf(one) ?? []);
  const summary = ownText(value, 'summary');
  const severity = [
    ...severitiesOf(value),
    ...listed.flatMap((one) => (isJsonObject(one) ? severitiesOf(one) : [])),
  ];
  return {
    advisory: {
      id,
      aliases: texts(value, 'aliases'),
      upstream: texts(value, 'upstream'),
      modified: modifiedOf(value),
      published: ownText(value, 'published'),
      summary: summary === undefined || summary === '' ? undefined : summary.slice(0, LONGEST_SUMMARY),
      severity: distinct(severity),
      rating: ratingOf(value),
      references: ownList(value, 'references')
        .flatMap((one) => (isJsonObject(one) ? (ownText(one, 'url') ?? []) : []))
        .slice(0, REFERENCES),
    },
    withdrawn: isInstant(ownText(value, 'withdrawn')),
    affected,
    unplaced: listed.length - affected.length,
    unreadable: listed.filter((one) => affectedOf(one) === undefined && isMeant(one)).length,
    licence: ownText(ownObject(value, 'database_specific'), 'license'),
  };
}

/** What is no time takes nothing back. */
function isInstant(text: string | undefined): text is string {
  return text !== undefined && /^[0-9]{4}-[0-9]{2}-[0-9]{2}/.test(text);
}

/** The archive of the Go database states the year 1 for every record: no date at all, and neither is what is no time. */
function modifiedOf(value: JsonObject): string {
  const [modified, published] = ['modified', 'published'].map((key) => {
    const time = ownText(value, key);
    return isInstant(time) ? time : '';
  });
  return modified === undefined || modified < '1970' ? (published ?? '') : modified;
}

/** Whether an entry was to name a package. Of what has none, commits alone are said: that is no fault. */
function isMeant(value: unknown): boolean {
  if (!isJsonObject(value)) return true;
  const named = own(value, 'package');
  return named !== undefined && named !== null;
}

function affectedOf(value: unknown): Affected | undefined {
  if (!isJsonObject(value)) return undefined;
  const named = ownObject(value, 'package');
  const ecosystem = ownText(named, 'ecosystem')?.trim();
  const name = ownText(named, 'name')?.trim();
  // A line break would end a row of the index.
  if (!ecosystem || !name || /\p{Cc}/u.test(ecosystem + name)) return undefined;
  const ranges = ownList(value, 'ranges').map((range) => rangeOf(range) ?? UNREADABLE);
  const versions = texts(value, 'versions');
  const isWhole =
    isListOrAbsent(own(value, 'ranges')) &&
    isListOrAbsent(own(value, 'versions')) &&
    versions.length === ownList(value, 'versions').length;
  return { ecosystem, name, ranges: isWhole ? ranges : [...ranges, UNREADABLE], versions };
}

/**
 * Stands for what says which versions are affected and cannot be read. It begins nowhere, so that nobody can tell of a
 * version that is in no other range; without it that version would be clean.
 */
const UNREADABLE: Range = { type: 'ECOSYSTEM', events: [] };

function isListOrAbsent(value: unknown): boolean {
  return value === undefined || value === null || Array.isArray(value);
}

function rangeOf(value: unknown): Range | undefined {
  if (!isJsonObject(value)) return undefined;
  const type = ownText(value, 'type');
  if (type !== 'SEMVER' && type !== 'ECOSYSTEM' && type !== 'GIT') return undefined;
  const events: RangeEvent[] = [];
  for (const event of ownList(value, 'events')) {
    if (!isJsonObject(event)) return undefined;
    for (const kind of ['introduced', 'fixed', 'last_affected', 'limit'] as const) {
      const version = own(event, kind);
      if (version === undefined) continue;
      if (typeof version !== 'string') return undefined;
      events.push({ kind, version });
    }
  }
  return { type, events };
}

function severitiesOf(value: JsonObject): StatedSeverity[] {
  return ownList(value, 'severity').flatMap((one) => {
    if (!isJsonObject(one)) return [];
    const [type, score] = [ownText(one, 'type'), ownText(one, 'score')];
    return type === undefined || score === undefined ? [] : [{ type, score }];
  });
}

/** GitHub's word for the severity, or the one a distribution keeps in `ecosystem_specific`. */
function ratingOf(value: JsonObject): string | undefined {
  const word = ownText(ownObject(value, 'database_specific'), 'severity');
  if (word !== undefined) return word;
  for (const one of ownList(value, 'affected')) {
    if (!isJsonObject(one)) continue;
    for (const key of ['ecosystem_specific', 'database_specific']) {
      const found = ownText(ownObject(one, key), 'severity') ?? ownText(ownObject(one, key), 'urgency');
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function distinct(severities: readonly StatedSeverity[]): StatedSeverity[] {
  return [...new Map(severities.map((one) => [`${one.type} ${one.score}`, one])).values()];
}

function texts(object: JsonObject, key: string): string[] {
  return ownList(object, key).filter((one): one is string => typeof one === 'string');
}
