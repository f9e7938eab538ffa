import type { Coordinate } from '../../advisory/coordinates.ts';
import { checkIndex } from '../../advisory/index-check.ts';
import type { RecordState } from '../../advisory/index-search.ts';
import { type Answer, lookUp, lookUpRecords } from '../../advisory/lookup.ts';
import { BlobSource, type ByteSource } from '../../base/byte-source.ts';
import { type Fault, fault } from '../../base/result.ts';
import type { FileKey } from '../../model/source.ts';
import type { CaseModel } from '../model.ts';
import { dataInUse, textOf } from './conclude.ts';
import type { IndexAt } from './data.ts';
import { placings } from './placing.ts';

/** Coordinates, or records by their ids, to be looked up in one index. */
export interface LookUpOrder {
  readonly key: string;
  readonly index: IndexAt;
  readonly coordinates: readonly Coordinate[];
  /** Reports of scanners are in the case: what they say and the data do not is explained by all records of a package. */
  readonly outside: boolean;
  /** Ids of records that other data name; where there are some, nothing else is looked up. */
  readonly ids: readonly string[];
  /** The whole index is held against what it states of itself instead. */
  readonly check?: true;
}

/** What one index says; what is not among the answers it says nothing about. */
export interface LookUpResult {
  readonly answers: readonly Answer[];
  readonly faults: readonly Fault[];
  /** How it has the records that were asked for. */
  readonly records: ReadonlyMap<string, RecordState>;
}

/** A result, with the coordinates that it is about. */
export interface Looked extends LookUpResult {
  /** By {@link textOf}. */
  readonly asked: ReadonlySet<string>;
  /** Whether the index was held against what it states of itself; what did not hold is among the faults. */
  readonly checked: boolean;
}

/** Results by digest of the data, as far as they are there. */
export type LookedUp = ReadonlyMap<string, Looked>;

export const NOTHING_LOOKED_UP: LookedUp = new Map();

/** Runs an order on the calling thread. */
export async function runLookUp(
  { index, coordinates, outside, ids, check }: LookUpOrder,
  files: (key: FileKey) => ByteSource | undefined,
): Promise<LookUpResult> {
  const source = index.index === undefined ? files(index.file) : new BlobSource(index.index);
  if (source === undefined) throw new Error(`no file ${index.file}`);
  if (check === true) return { answers: [], records: new Map(), faults: await checkIndex(source) };
  if (ids.length > 0) return { answers: [], ...(await lookUpRecords(source, ids)) };
  return { records: new Map(), ...(await lookUp(source, coordinates, undefined, outside)) };
}

/**
 * Which coordinates are to be looked up in which data, and what came of it; then, where several data are in use, how each
 * has the records that others name: one of them may have been modified since. Results are kept by all that they depend
 * on: the digest of the data and what was asked. The same facts give the same orders, whatever the order of drops.
 */
export class Lookups {
  readonly #results = new Map<string, LookUpResult>();
  #orders: readonly LookUpOrder[] = [];
  #checks: readonly LookUpOrder[] = [];
  #asked: ReadonlySet<string> = new Set();
  #of: CaseModel | undefined;
  /** Worked out once for all results. */
  #more: readonly LookUpOrder[] | undefined;

  /** Orders that have no result yet. */
  due(model: CaseModel): LookUpOrder[] {
    if (this.#of !== model) this.#order(model);
    const open = this.#open(this.#orders);
    if (open.length > 0) return open;
    const more = this.#open(this.#followUp());
    // Last: what is found is shown meanwhile, and nothing is called clean.
    return more.length > 0 ? more : this.#open(this.#checks);
  }

  #open(orders: readonly LookUpOrder[]): LookUpOrder[] {
    return orders.filter(({ key }) => !this.#results.has(key));
  }

  /** Asks each index for the records that others name, once all have answered. */
  #followUp(): readonly LookUpOrder[] {
    this.#more ??= this.#orders.length < 2 ? [] : this.#askedOfOthers();
    return this.#more;
  }

  #askedOfOthers(): readonly LookUpOrder[] {
    const named = this.#orders.map(({ key }) => idsIn(this.#results.get(key)?.answers ?? []));
    return this.#orders.flatMap(({ index }, at): LookUpOrder[] => {
      const ids = [...new Set(named.flatMap((one, other) => (other === at ? [] : [...one])))].sort();
      const key = followUpKey(index, ids);
      return ids.length === 0 ? [] : [{ key, index, coordinates: [], outside: false, ids }];
    });
  }

  #order(model: CaseModel): void {
    this.#of = model;
    this.#more = undefined;
    const used = dataInUse(model);
    const coordinates = used.length === 0 ? [] : coordinatesIn(model);
    const texts = coordinates.map(textOf);
    const asked = texts.join('\n');
    const outside = model.documents.some(({ scan }) => scan !== undefined);
    this.#asked = new Set(texts);
    this.#orders = used.map((index) => ({
      key: `${index.sha256}\n${outside ? 'and outside' : ''}\n${asked}`,
      index,
      coordinates,
      outside,
      ids: [],
    }));
    this.#checks = used.flatMap((index): LookUpOrder[] =>
      // What was made here of records states what was read.
      index.index === undefined
        ? [{ key: checkKey(index), index, coordinates: [], outside: false, ids: [], check: true }]
        : [],
    );
    const kept = new Set([...this.#orders, ...this.#followUp(), ...this.#checks].map(({ key }) => key));
    for (const key of this.#results.keys()) if (!kept.has(key)) this.#results.delete(key);
  }

  settle(key: string, result: LookUpResult): void {
    this.#more = undefined;
    this.#results.set(key, result);
  }

  /** An order that could not be carried out: its data say nothing, and the reason is told. */
  fail(key: string, why: string): void {
    this.#more = undefined;
    const told = fault(
      'advisory.not-searched',
      'error',
      `These advisory data could not be searched: ${why}.`,
      {
        offset: 0,
      },
    );
    this.#results.set(key, { answers: [], faults: [told], records: new Map() });
  }

  /** Nothing of any index before all were asked what they have of the same records. */
  get results(): LookedUp {
    const out = new Map<string, Looked>();
    const more = this.#followUp();
    if (this.#open([...this.#orders, ...more]).length > 0) return out;
    for (const { key, index } of this.#orders) {
      const found = this.#results.get(key);
      if (found === undefined) continue;
      const after = this.#results.get(more.find((one) => one.index.sha256 === index.sha256)?.key ?? '');
      const held = this.#results.get(checkKey(index));
      out.set(index.sha256, {
        ...found,
        faults: [...found.faults, ...(after?.faults ?? []), ...(held?.faults ?? [])],
        records: after?.records ?? new Map(),
        asked: this.#asked,
        checked: held !== undefined || index.index !== undefined,
      });
    }
    return out;
  }
}

function checkKey({ sha256 }: IndexAt): string {
  return `${sha256}\nchecked`;
}

function followUpKey({ sha256 }: IndexAt, ids: readonly string[]): string {
  return `${sha256}\nrecords\n${ids.join('\n')}`;
}

/** Records that say something of a coordinate: what could be said otherwise by a newer state of them. */
function idsIn(answers: readonly Answer[]): ReadonlySet<string> {
  return new Set(
    answers.flatMap(({ hits, undecided, outside }) => [
      ...hits.map(({ advisory }) => advisory.id),
      ...[...undecided, ...outside].map(({ id }) => id),
    ]),
  );
}

/** Every coordinate of the case once, sorted. */
function coordinatesIn(model: CaseModel): readonly Coordinate[] {
  const out = new Map<string, Coordinate>();
  for (const placing of placings(model)) {
    if (!('coordinates' in placing)) continue;
    for (const one of placing.coordinates) out.set(textOf(one), one);
  }
  return [...out].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
