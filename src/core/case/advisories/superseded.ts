import type { RecordState } from '../../advisory/index-search.ts';
import type { Answer } from '../../advisory/lookup.ts';

/** A record that names a component's version in older data and, as it was modified since, does so no longer. */
export interface Superseded {
  readonly id: string;
  /** When the record was modified that names the version, RFC 3339. */
  readonly modified: string;
  readonly newer: RecordState;
}

/** By id, how the data in use have a record that was modified last. */
export type NewestRecords = ReadonlyMap<string, RecordState>;

/** Of all data in use the state of each record that was modified last; of two as new the one that is not taken back. */
export function newestRecords(all: readonly NewestRecords[]): NewestRecords {
  const out = new Map<string, RecordState>();
  for (const records of all)
    for (const [id, state] of records) {
      const known = out.get(id);
      const isNewer =
        known === undefined ||
        state.modified > known.modified ||
        (state.modified === known.modified && !state.withdrawn);
      if (isNewer) out.set(id, state);
    }
  return out;
}

/**
 * Takes from the answers about one component what a record says of which other data in use have a newer state: the newest
 * counts, whatever the order of drops. What counts no longer, and is said by no newer state, is told.
 */
export function withoutSuperseded(
  answers: readonly Answer[],
  newest: NewestRecords,
): { readonly answers: readonly Answer[]; readonly superseded: readonly Superseded[] } {
  const isOld = ({ id, modified }: { readonly id: string; readonly modified: string }) =>
    (newest.get(id)?.modified ?? '') > modified;
  const counting = answers.map((answer) => ({
    ...answer,
    hits: answer.hits.filter(({ advisory }) => !isOld(advisory)),
    undecided: answer.undecided.filter((one) => !isOld(one)),
    outside: answer.outside.filter((one) => !isOld(one)),
  }));
  const said = new Set(
    counting.flatMap(({ hits, undecided }) => [
      ...hits.map(({ advisory }) => advisory.id),
      ...undecided.map(({ id }) => id),
    ]),
  );
  const told = new Map<string, Superseded>();
  for (const { advisory } of answers.flatMap(({ hits }) => hits)) {
    const newer = newest.get(advisory.id);
    if (newer === undefined || !isOld(advisory) || said.has(advisory.id)) continue;
    const known = told.get(advisory.id);
    // Of several older ones the last.
    if (known === undefined || known.modified < advisory.modified)
      told.set(advisory.id, { id: advisory.id, modified: advisory.modified, newer });
  }
  return { answers: counting, superseded: [...told.values()].sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

/** A record that names a component's version, and in other data in use, as it was modified no later, does not. */
export interface Disputed {
  readonly id: string;
  /** When the record was modified that names the version, RFC 3339. */
  readonly modified: string;
  readonly older: RecordState;
}

/** What one of the data in use says. */
export interface SaidByData {
  readonly answers: readonly Answer[];
  readonly records: NewestRecords;
}

/** Of records that match, those that some of the data in use have otherwise; the first of them by id. */
export function disputedRecords(
  matching: readonly { readonly id: string; readonly modified: string }[],
  data: readonly SaidByData[],
): readonly Disputed[] {
  return matching.flatMap(({ id, modified }) => {
    const older = data.flatMap(({ answers, records }) => {
      const state = records.get(id);
      const says = answers.some(
        ({ hits, undecided, unreadable }) =>
          unreadable ||
          hits.some(({ advisory }) => advisory.id === id) ||
          undecided.some((one) => one.id === id),
      );
      return state === undefined || says || state.modified > modified ? [] : [state];
    });
    // Of several the last.
    const [last] = older.sort((a, b) => (a.modified > b.modified ? -1 : 1));
    return last === undefined ? [] : [{ id, modified, older: last }];
  });
}

/** What a person should know of it. */
export function disputedSentence({ id, modified, older }: Disputed): string {
  const what = older.withdrawn ? 'it was withdrawn' : 'it does not';
  const counts =
    older.modified === modified
      ? 'Nothing tells which is right: the one that warns counts.'
      : 'The newer counts.';
  return `${id} names this version as it was modified on ${modified.slice(0, 10)}; as modified on ${older.modified.slice(0, 10)}, in other data in use, ${what}. ${counts}`;
}

/** What a person should know of it. */
export function supersededSentence({ id, modified, newer }: Superseded): string {
  const what = newer.withdrawn ? 'it was withdrawn since' : 'it names this version no longer';
  return `${id} names this version as it was modified on ${modified.slice(0, 10)}; as modified on ${newer.modified.slice(0, 10)}, in other data in use, ${what}. The newer counts.`;
}
