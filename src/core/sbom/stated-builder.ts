import { DEFAULT_LIMITS, type Limits, limitFault } from '../base/limits.ts';
import { displayName } from '../base/names.ts';
import { canonicalPurl } from '../base/purl.ts';
import { type Fault, fault, type Severity } from '../base/result.ts';
import type { StatedDocument, UnresolvedReference } from '../model/document.ts';
import type { Absence } from '../model/reading.ts';
import { ABSENCES, COMPONENT_TYPES, nothingStated, type StatedColumns } from '../model/stated.ts';
import { TextTableBuilder } from '../model/text-table.ts';
import { EdgeColumns } from './edge-columns.ts';
import { codes, numbers } from './number-column.ts';
import type { End, StatingComponent, StatingFact, StatingRelation } from './stating.ts';
import type { DocumentFile, DocumentReading, Validity } from './types.ts';

export type { End, StatingComponent, StatingFact, StatingRelation } from './stating.ts';

export interface Finish {
  readonly check?: DocumentReading['check'];
  /** Whether a name that is no component's is one of another part of the document: such a reference does not dangle. */
  readonly partOf?: (ref: string) => boolean;
  /** Whether a name is one of another document, where its form does not say so. */
  readonly outside?: (ref: string) => boolean;
}

/** What of a document is not told by its components; the builder adds its own counts. */
export type DocumentHead = Omit<StatedDocument, 'counts' | 'unresolved' | keyof Validity>;

/** A licence text pasted into a field is no fact for a table. */
const LONGEST_FACT = 4096;
const LONGEST_IDENTITY = 1024;
const MOST_OF_A_CODE = 100;
/** Names of fields and of suppliers come over and over; a description, a hash or an address hardly ever does. */
const RARELY_TWICE = 40;
const MOST_UNRESOLVED = 1000;
/** Rows of a document of so many components do not wait for its relations. */
const MANY = 20_000;
/** Characters of all texts together; an engine's longest string is twice that. */
const MOST_TEXT = 2 ** 28;

interface Pending extends StatingRelation {
  readonly from: End;
  readonly to: End;
}

/**
 * Collects what a document states, straight into columns, counted against the limits before it is kept. Components are
 * numbered in the order of {@link component}; relations may name their ends before these are known.
 */
export class StatedBuilder {
  readonly #name: string;
  readonly #limits: Limits;
  readonly #onListed: DocumentFile['onListed'];
  readonly #texts = new TextTableBuilder();
  readonly #components = {
    type: codes(),
    name: numbers(),
    version: numbers(),
    purl: numbers(),
    pointer: numbers(),
    localId: numbers(),
  };
  readonly #facts = {
    subject: numbers(),
    field: numbers(),
    role: numbers(),
    value: numbers(),
    absence: codes(),
    pointer: numbers(),
  };
  readonly #edges = new EdgeColumns(this.#texts);
  /** Relations of which an end was not known when they were told. */
  readonly #pending: Pending[] = [];
  readonly #byId = new Map<string, number>();
  readonly #pointers = new Map<string, number>();
  readonly #twins: [first: number, again: number][] = [];
  readonly #diagnostics: Fault[] = [];
  readonly #told = new Map<string, number>();
  #counted = 0;
  #relations = 0;
  #complete = true;
  #full = false;
  #faulty = false;

  constructor(file: Pick<DocumentFile, 'name' | 'onListed'> & Partial<Pick<DocumentFile, 'limits'>>) {
    this.#name = file.name;
    this.#limits = file.limits ?? DEFAULT_LIMITS;
    this.#onListed = file.onListed;
  }

  /** True once a limit was hit, and told: nothing more is kept. */
  get full(): boolean {
    return this.#full;
  }

  /** Adds a component and gives its number; `undefined` when a limit refuses it. */
  component(one: StatingComponent): number | undefined {
    const number = this.#components.name.length;
    if (!this.#room(number, 'graphNodes', 'components')) return undefined;
    const { pointer, localId } = one;
    const canonical = one.purl === undefined ? undefined : canonicalPurl(one.purl);
    const columns = this.#components;
    columns.type.push(Math.max(0, COMPONENT_TYPES.indexOf(one.type)));
    columns.name.push(this.#texts.append(cut(one.name, LONGEST_IDENTITY)));
    columns.version.push(this.#texts.append(cut(one.version ?? '', LONGEST_IDENTITY)));
    const purl = this.#texts.append(cut(canonical ?? '', LONGEST_FACT));
    columns.purl.push(purl);
    columns.pointer.push(this.#texts.append(pointer));
    columns.localId.push(localId === canonical ? purl : this.#texts.append(localId));
    if (one.uncounted !== true) this.#counted++;
    if (one.purl !== undefined && one.purl !== '') this.#purlFacts(number, one.purl, canonical, purl);
    if (localId !== undefined && localId !== '') {
      const first = this.#byId.get(localId);
      if (first === undefined) this.#byId.set(localId, number);
      else this.#twins.push([first, number]);
    }
    return number;
  }

  /** Every component and what it says of itself was told; relations follow, and of many they take a while. */
  listed(): void {
    if (this.#components.name.length < MANY) return;
    this.#onListed?.({ ...this.#columns(nothingStated(false).relations), complete: false });
  }

  /** Number of the first component that the document calls so. */
  find(localId: string): number | undefined {
    return this.#byId.get(localId);
  }

  /** Adds what the document says of a component. An empty value is left out. */
  fact(subject: number, field: string, value: string | undefined, more: StatingFact = {}): void {
    const text = value?.trim() ?? '';
    if (text === '') return;
    const kept = cut(text, LONGEST_FACT);
    const number = kept.length > RARELY_TWICE ? this.#texts.append(kept) : this.#texts.add(kept);
    this.#fact(subject, field, number, 0, more);
  }

  /** Says by name that the document does not say. */
  absent(subject: number, field: string, absence: Absence, more: StatingFact = {}): void {
    this.#fact(subject, field, 0, ABSENCES.indexOf(absence), more);
  }

  relate(from: End, to: End, relation: StatingRelation): void {
    if (relation.uncounted !== true) this.#relations++;
    if (!this.#room(this.#edges.length + this.#pending.length, 'graphEdges', 'relations')) return;
    const a = typeof from === 'number' ? from : this.#byId.get(from);
    const b = typeof to === 'number' ? to : this.#byId.get(to);
    if (a !== undefined && b !== undefined) this.#edges.add(a, b, relation);
    else this.#pending.push({ from, to, ...relation });
  }

  /** A statement about relations that relates nothing: its target is `NONE` or `NOASSERTION`. Counted all the same. */
  countRelation(): void {
    this.#relations++;
  }

  /** The document was read whole, and does not say everything. */
  saysNotAll(): void {
    this.#complete = false;
  }

  /** An error means that something was not read. */
  fault(code: string, severity: Severity, message: string, offset?: number): void {
    this.report(fault(code, severity, message, { offset }));
  }

  report(found: Fault): void {
    if (found.severity === 'error') {
      this.#complete = false;
      this.#faulty = true;
    }
    const count = (this.#told.get(found.code) ?? 0) + 1;
    this.#told.set(found.code, count);
    if (count <= MOST_OF_A_CODE) this.#diagnostics.push(found);
  }

  /** What was collected, of a source that is no document of a format of its own. */
  columns(): StatedColumns {
    return this.#columns(this.#resolve({}).relations);
  }

  /** What was read. `validity` says what is known of it so far; `check` finds out the rest. */
  done(head: DocumentHead, validity: Validity, finish: Finish = {}): DocumentReading {
    this.#tellTwins();
    for (const [first, again] of this.#twins) {
      this.#edges.add(first, again, { kind: 'sameAs', rawKind: 'same identifier' });
    }
    const { check } = finish;
    const { relations, unresolved } = this.#resolve(finish);
    const document: StatedDocument = {
      ...head,
      ...validity,
      unresolved,
      counts: { components: this.#counted, relations: this.#relations },
      ...(this.#faulty ? { partlyRead: true } : {}),
    };
    const stated = this.#columns(relations);
    const diagnostics = [...this.#diagnostics, ...this.#untold()];
    return { document, stated, diagnostics, ...(check === undefined ? {} : { check }) };
  }

  #columns(relations: StatedColumns['relations']): StatedColumns {
    const columns = this.#components;
    return {
      texts: this.#texts.columns(),
      components: {
        type: columns.type.column(),
        name: columns.name.column(),
        version: columns.version.column(),
        purl: columns.purl.column(),
        pointer: columns.pointer.column(),
        localId: columns.localId.column(),
      },
      facts: this.#factColumns(columns.name.length),
      relations,
      complete: this.#complete,
    };
  }

  #purlFacts(number: number, raw: string, canonical: string | undefined, text: number): void {
    if (raw === canonical) this.#fact(number, 'identifier', text, 0, { role: 'purl', at: '/purl' });
    else this.fact(number, 'identifier', raw, { role: 'purl', at: '/purl' });
    if (canonical !== undefined) return;
    this.fact(number, 'invalid-identifier', raw, { role: 'purl', at: '/purl' });
  }

  #fact(subject: number, field: string, value: number, absence: number, more: StatingFact): void {
    const facts = this.#facts;
    if (!this.#room(facts.subject.length, 'graphEdges', 'facts')) return;
    facts.subject.push(subject);
    facts.field.push(this.#texts.word(field));
    facts.role.push(more.role === undefined ? 0 : this.#texts.word(more.role));
    facts.value.push(value);
    facts.absence.push(absence);
    facts.pointer.push(more.pointer === undefined ? this.#within(more.at) : this.#texts.add(more.pointer));
  }

  /** Number of a pointer within a component: the same few, over and over. */
  #within(at: string | undefined): number {
    if (at === undefined) return 0;
    const known = this.#pointers.get(at);
    if (known !== undefined) return known;
    const number = this.#texts.add(`+${at}`);
    this.#pointers.set(at, number);
    return number;
  }

  /** Facts by component, each component's in the order they were told. */
  #factColumns(components: number): StatedColumns['facts'] {
    const facts = this.#facts;
    const subjects = facts.subject.column();
    const first = new Uint32Array(components + 1);
    for (const subject of subjects) first[subject + 1] = (first[subject + 1] ?? 0) + 1;
    for (let c = 0; c < components; c++) first[c + 1] = (first[c + 1] ?? 0) + (first[c] ?? 0);
    const next = first.slice();
    const order = new Uint32Array(subjects.length);
    for (const [i, subject] of subjects.entries()) {
      const at = next[subject] ?? 0;
      next[subject] = at + 1;
      order[i] = at;
    }
    return {
      first,
      field: facts.field.sorted(order),
      role: facts.role.sorted(order),
      value: facts.value.sorted(order),
      absence: facts.absence.sorted(order),
      pointer: facts.pointer.sorted(order),
    };
  }

  /** Ends by name become numbers. One that is not in the document is kept as it stands, and is no component. */
  #resolve({ partOf, outside }: Finish): {
    relations: StatedColumns['relations'];
    unresolved: UnresolvedReference[];
  } {
    const unresolved: UnresolvedReference[] = [];
    let dangling = 0;
    for (const relation of this.#pending) {
      const from = typeof relation.from === 'number' ? relation.from : this.#byId.get(relation.from);
      const to = typeof relation.to === 'number' ? relation.to : this.#byId.get(relation.to);
      if (from !== undefined && to !== undefined) {
        this.#edges.add(from, to, relation);
        continue;
      }
      for (const [end, number, other] of [
        [relation.from, from, to],
        [relation.to, to, from],
      ] as const) {
        if (number !== undefined || typeof end !== 'string' || partOf?.(end) === true) continue;
        const { kind, rawKind, pointer = '' } = relation;
        const inside = !isOutside(end) && outside?.(end) !== true;
        if (inside) dangling++;
        if (unresolved.length < MOST_UNRESOLVED)
          unresolved.push({
            ref: end,
            inside,
            other,
            end: end === relation.from ? 'from' : 'to',
            kind,
            rawKind,
            pointer,
          });
      }
    }
    if (dangling > 0) this.#tellDangling(dangling, unresolved);
    return { relations: this.#edges.columns(), unresolved };
  }

  #tellTwins(): void {
    const [twin] = this.#twins;
    if (twin === undefined) return;
    const count = this.#twins.length.toLocaleString('en');
    const pointer = this.#components.pointer.at(twin[1]);
    this.fault(
      'document.duplicate-identifier',
      'warning',
      `"${displayName(this.#name)}" calls more than one thing the same, ${count} times (for example at ${this.#texts.at(pointer)}); what refers to such a name is taken to mean the first.`,
      0,
    );
  }

  #tellDangling(count: number, unresolved: readonly UnresolvedReference[]): void {
    const first = unresolved.find(({ inside }) => inside);
    const where = first === undefined || first.pointer === '' ? '' : ` (the first at ${first.pointer})`;
    this.fault(
      'document.dangling-reference',
      'warning',
      `"${displayName(this.#name)}" relates ${count === 1 ? 'once' : `${count.toLocaleString('en')} times`} to something that it does not hold, for example "${displayName(cut(first?.ref ?? '', 80))}"${where}.`,
      0,
    );
  }

  #untold(): Fault[] {
    return [...this.#told]
      .filter(([, count]) => count > MOST_OF_A_CODE)
      .map(([code, count]) =>
        fault(
          code,
          'warning',
          `"${displayName(this.#name)}" has ${(count - MOST_OF_A_CODE).toLocaleString('en')} more faults of this kind.`,
          { offset: 0 },
        ),
      );
  }

  #room(count: number, limit: 'graphNodes' | 'graphEdges', what: string): boolean {
    if (this.#full) return false;
    const text = this.#texts.length > MOST_TEXT;
    if (count < this.#limits[limit] && !text) return true;
    this.#full = true;
    this.report(
      text
        ? fault(
            'document.text',
            'error',
            `"${displayName(this.#name)}" holds more than ${MOST_TEXT.toLocaleString('en')} characters of text; what was read before that is kept.`,
            { offset: 0 },
          )
        : limitFault(limit, this.#limits, `"${displayName(this.#name)}" holds too many ${what}.`, {
            offset: 0,
            kept: 'before',
          }),
    );
    return false;
  }
}

/** A reference into another document: a BOM-Link, or an element of an SPDX document named elsewhere. */
function isOutside(ref: string): boolean {
  return ref.startsWith('urn:cdx:') || ref.startsWith('DocumentRef-');
}

function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
