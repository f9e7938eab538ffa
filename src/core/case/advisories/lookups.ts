import type { Coordinate } from '../../advisory/coordinates.ts';
import { type Answer, lookUp } from '../../advisory/lookup.ts';
import { BlobSource, type ByteSource } from '../../base/byte-source.ts';
import { type Fault, fault } from '../../base/result.ts';
import type { FileKey } from '../../model/source.ts';
import type { CaseModel } from '../model.ts';
import { dataInUse, textOf } from './conclude.ts';
import type { IndexAt } from './data.ts';
import { placings } from './placing.ts';

/** Coordinates to be looked up in one index. */
export interface LookUpOrder {
  readonly key: string;
  readonly index: IndexAt;
  readonly coordinates: readonly Coordinate[];
  /** Reports of scanners are in the case: what they say and the data do not is explained by all records of a package. */
  readonly outside: boolean;
}

/** What one index says; what is not among the answers it says nothing about. */
export interface LookUpResult {
  readonly answers: readonly Answer[];
  readonly faults: readonly Fault[];
}

/** A result, with the coordinates that it is about. */
export interface Looked extends LookUpResult {
  /** By {@link textOf}. */
  readonly asked: ReadonlySet<string>;
}

/** Results by digest of the data, as far as they are there. */
export type LookedUp = ReadonlyMap<string, Looked>;

export const NOTHING_LOOKED_UP: LookedUp = new Map();

/** Runs an order on the calling thread. */
export async function runLookUp(
  { index, coordinates, outside }: LookUpOrder,
  files: (key: FileKey) => ByteSource | undefined,
): Promise<LookUpResult> {
  const source = index.index === undefined ? files(index.file) : new BlobSource(index.index);
  if (source === undefined) throw new Error(`no file ${index.file}`);
  return lookUp(source, coordinates, undefined, outside);
}

/**
 * Which coordinates are to be looked up in which data, and what came of it. Results are kept by all that they depend on:
 * the digest of the data and the coordinates. The same facts give the same orders, whatever the order of drops.
 */
export class Lookups {
  readonly #results = new Map<string, LookUpResult>();
  #orders: readonly LookUpOrder[] = [];
  #asked: ReadonlySet<string> = new Set();
  #of: CaseModel | undefined;

  /** Orders that have no result yet. */
  due(model: CaseModel): LookUpOrder[] {
    if (this.#of !== model) this.#order(model);
    return this.#orders.filter(({ key }) => !this.#results.has(key));
  }

  #order(model: CaseModel): void {
    this.#of = model;
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
    }));
    for (const key of this.#results.keys())
      if (!this.#orders.some((one) => one.key === key)) this.#results.delete(key);
  }

  settle(key: string, result: LookUpResult): void {
    this.#results.set(key, result);
  }

  /** An order that could not be carried out: its data say nothing, and the reason is told. */
  fail(key: string, why: string): void {
    const told = fault(
      'advisory.not-searched',
      'error',
      `These advisory data could not be searched: ${why}.`,
      {
        offset: 0,
      },
    );
    this.#results.set(key, { answers: [], faults: [told] });
  }

  get results(): LookedUp {
    const out = new Map<string, Looked>();
    for (const { key, index } of this.#orders) {
      const found = this.#results.get(key);
      if (found !== undefined) out.set(index.sha256, { ...found, asked: this.#asked });
    }
    return out;
  }
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
