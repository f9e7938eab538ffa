import type { ByteSource } from '../base/byte-source.ts';
import { type Fault, ok } from '../base/result.ts';
import type { Coordinate } from './coordinates.ts';
import { type Evaluation, evaluate, type Unknown } from './evaluate.ts';
import { type OpenedIndex, openIndex } from './index-format.ts';
import { keyOf, type MatchRow } from './index-rows.ts';
import { IndexSearch, type RecordState } from './index-search.ts';
import type { Advisory } from './types.ts';

/** An advisory that affects the version asked for. */
export interface Hit {
  readonly advisory: Advisory;
  readonly coordinate: Coordinate;
  readonly by: 'versions' | 'range';
  readonly fixed: string | undefined;
}

/** An advisory of which it cannot be told whether it affects the version asked for. */
export interface Undecided {
  readonly id: string;
  readonly modified: string;
  readonly aliases: readonly string[];
  readonly why: Unknown;
}

/** An advisory about the package that does not affect the version asked for. */
export interface Outside {
  readonly id: string;
  readonly modified: string;
  readonly aliases: readonly string[];
}

/** What one set of advisory data says of one coordinate. */
export interface Answer {
  readonly coordinate: Coordinate;
  readonly hits: readonly Hit[];
  readonly undecided: readonly Undecided[];
  /** Only where they were asked for too: finding out their names means reading them all. */
  readonly outside: readonly Outside[];
  /** The part of the data that speaks of this package is damaged. */
  readonly unreadable: boolean;
}

/**
 * Looks coordinates up in one index: two passes over it at most, each block once. Answers are in the order of the
 * coordinates; a coordinate about which nothing is said has no answer. `index`: the source, where it was opened before;
 * `outside`: advisories that do not affect the version are named too.
 */
export async function lookUp(
  source: ByteSource,
  coordinates: readonly Coordinate[],
  index?: OpenedIndex,
  outside = false,
): Promise<{ readonly answers: readonly Answer[]; readonly faults: readonly Fault[] }> {
  const opened = index === undefined ? await openIndex(source) : ok(index);
  if (!opened.ok) return { answers: [], faults: [opened.error] };
  const search = new IndexSearch(source, opened.value);
  const rows = await search.find(coordinates);
  const found = coordinates.flatMap((coordinate) => {
    const key = keyOf(coordinate.ecosystem, coordinate.name);
    return rows.has(key) ? [{ coordinate, rows: judged(coordinate, rows.get(key)) }] : [];
  });
  const wanted = new Map(
    found.flatMap(({ coordinate, rows: some = [] }) =>
      some.flatMap(({ row, outcome }) =>
        outcome.status === 'not-affected' && !outside ? [] : [[row.advisory, coordinate] as const],
      ),
    ),
  );
  const advisories = await search.details(wanted);
  const answers = found.map(({ coordinate, rows: some }): Answer => {
    const hits: Hit[] = [];
    const undecided: Undecided[] = [];
    const others: Outside[] = [];
    for (const { row, outcome } of some ?? []) {
      const advisory = advisories.get(row.advisory);
      if (advisory === undefined) continue;
      if (outcome.status === 'affected')
        hits.push({ advisory, coordinate, by: outcome.by, fixed: outcome.fixed });
      else if (outcome.status === 'unknown') undecided.push({ ...named(advisory), why: outcome.why });
      else others.push(named(advisory));
    }
    const lost = (some ?? []).some(
      ({ row, outcome }) => outcome.status !== 'not-affected' && !advisories.has(row.advisory),
    );
    return { coordinate, hits, undecided, outside: others, unreadable: some === undefined || lost };
  });
  return { answers, faults: search.faults };
}

const named = ({ id, modified, aliases }: Advisory) => ({ id, modified, aliases });

/** How one index has the records with these ids. */
export async function lookUpRecords(
  source: ByteSource,
  ids: readonly string[],
): Promise<{ readonly records: ReadonlyMap<string, RecordState>; readonly faults: readonly Fault[] }> {
  const opened = await openIndex(source);
  if (!opened.ok) return { records: new Map(), faults: [opened.error] };
  const search = new IndexSearch(source, opened.value);
  return { records: await search.records(new Set(ids)), faults: search.faults };
}

const WORST = ['affected', 'unknown', 'not-affected'] as const;

/** What each advisory says of a version. One with several rows is of several records: the worst counts. */
function judged({ ecosystem, name, version }: Coordinate, rows: readonly MatchRow[] | undefined) {
  if (rows === undefined) return undefined;
  const worst = new Map<number, { readonly row: MatchRow; readonly outcome: Evaluation }>();
  for (const row of rows) {
    const outcome = evaluate({ ecosystem, name, ...row }, version);
    const known = worst.get(row.advisory)?.outcome;
    if (known === undefined || WORST.indexOf(outcome.status) < WORST.indexOf(known.status))
      worst.set(row.advisory, { row, outcome });
  }
  return [...worst.values()];
}
