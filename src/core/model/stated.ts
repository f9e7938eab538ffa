import type { Absence, ComponentType, FactOf, RelationKind, Scope } from './reading.ts';
import { type TextColumns, textAt } from './text-table.ts';

/** Component types by their number in {@link StatedColumns}. */
export const COMPONENT_TYPES: readonly ComponentType[] = [
  'library',
  'application',
  'framework',
  'container',
  'platform',
  'operating-system',
  'device',
  'device-driver',
  'firmware',
  'file',
  'machine-learning-model',
  'data',
  'cryptographic-asset',
  'service',
];

export const RELATION_KINDS: readonly RelationKind[] = [
  'dependsOn',
  'contains',
  'describes',
  'generatedFrom',
  'variantOf',
  'staticLink',
  'dynamicLink',
  'ownedBy',
  'evidence',
  'sameAs',
  'other',
];

/** Number 0: no scope. */
export const SCOPES: readonly (Scope | undefined)[] = [
  undefined,
  'runtime',
  'build',
  'dev',
  'test',
  'optional',
  'provided',
  'peer',
];

/** Number 0: a value is there. */
export const ABSENCES: readonly (Absence | undefined)[] = [
  undefined,
  'not-stated',
  'NOASSERTION',
  'NONE',
  'unknown',
  'withheld',
];

type Numbers = Uint32Array<ArrayBuffer>;
type Codes = Uint8Array<ArrayBuffer>;

/**
 * What a document states, by column: tens of thousands of components and their facts cross a worker boundary by
 * transfer, and become objects one by one where they are looked at. Numbers are of {@link TextColumns} unless said
 * otherwise; 0 is absence.
 */
export interface StatedColumns {
  readonly texts: TextColumns;
  readonly components: {
    /** Place in {@link COMPONENT_TYPES}. */
    readonly type: Codes;
    readonly name: Numbers;
    readonly version: Numbers;
    /** Canonical; a purl that cannot be read is a fact `identifier` alone. */
    readonly purl: Numbers;
    readonly pointer: Numbers;
    /** `bom-ref`, SPDXID, artifact id: unique only where the document is right. */
    readonly localId: Numbers;
  };
  /** Facts in the order of their components: those of `c` are from `first[c]` up to `first[c + 1]`. */
  readonly facts: {
    readonly first: Numbers;
    readonly field: Numbers;
    readonly role: Numbers;
    readonly value: Numbers;
    /** Place in {@link ABSENCES}. */
    readonly absence: Codes;
    /** One that starts with `+` goes on from the component's own pointer. */
    readonly pointer: Numbers;
  };
  /** Between components of this document, by their number. */
  readonly relations: {
    readonly from: Numbers;
    readonly to: Numbers;
    /** Place in {@link RELATION_KINDS}. */
    readonly kind: Codes;
    /** Place in {@link SCOPES}. */
    readonly scope: Codes;
    readonly rawKind: Numbers;
    readonly asked: Numbers;
  };
  /** Whether the document says everything there is to say; a limit or a fault makes it `false`. */
  readonly complete: boolean;
}

/** The columns of a document that states no components. */
export function nothingStated(complete: boolean): StatedColumns {
  const none = () => new Uint32Array(0);
  const codes = () => new Uint8Array(0);
  return {
    texts: { text: '', ends: new Uint32Array(1), wide: new Map() },
    components: {
      type: codes(),
      name: none(),
      version: none(),
      purl: none(),
      pointer: none(),
      localId: none(),
    },
    facts: {
      first: new Uint32Array(1),
      field: none(),
      role: none(),
      value: none(),
      absence: codes(),
      pointer: none(),
    },
    relations: { from: none(), to: none(), kind: codes(), scope: codes(), rawKind: none(), asked: none() },
    complete,
  };
}

/** A component as a document states it. */
export interface StatedComponent {
  readonly type: ComponentType;
  readonly name: string;
  readonly version: string | undefined;
  readonly purl: string | undefined;
  readonly pointer: string | undefined;
  readonly localId: string | undefined;
}

export function statedCount({ components }: StatedColumns): number {
  return components.name.length;
}

export function statedComponent(columns: StatedColumns, index: number): StatedComponent {
  const { components, texts } = columns;
  const at = (column: Numbers): string | undefined => textAt(texts, column[index] ?? 0) || undefined;
  return {
    type: COMPONENT_TYPES[components.type[index] ?? 0] ?? 'library',
    name: at(components.name) ?? '',
    version: at(components.version),
    purl: at(components.purl),
    pointer: at(components.pointer),
    localId: at(components.localId),
  };
}

/** What a component is known by, without where it stands. */
export function statedIdentity(
  { components, texts }: StatedColumns,
  index: number,
): Omit<StatedComponent, 'pointer' | 'localId'> {
  return {
    type: COMPONENT_TYPES[components.type[index] ?? 0] ?? 'library',
    name: textAt(texts, components.name[index] ?? 0),
    version: textAt(texts, components.version[index] ?? 0) || undefined,
    purl: textAt(texts, components.purl[index] ?? 0) || undefined,
  };
}

/** Whether the document says anything of a component under a field; names of fields are compared by number. */
export function statesField(columns: StatedColumns, index: number, field: string): boolean {
  const { facts } = columns;
  const number = fieldNumber(columns, field);
  if (number === undefined) return false;
  for (let i = facts.first[index] ?? 0; i < (facts.first[index + 1] ?? 0); i++)
    if (facts.field[i] === number) return true;
  return false;
}

const fieldNumbers = new WeakMap<StatedColumns, ReadonlyMap<string, number>>();

function fieldNumber(columns: StatedColumns, field: string): number | undefined {
  let known = fieldNumbers.get(columns);
  if (known === undefined) {
    known = new Map(
      [...new Set(columns.facts.field)].map((number) => [textAt(columns.texts, number), number]),
    );
    fieldNumbers.set(columns, known);
  }
  return known.get(field);
}

/** What the document says of one component. Their `subject` is its number in the document. */
export function statedFacts(columns: StatedColumns, index: number): FactOf[] {
  const { facts, texts } = columns;
  const own = textAt(texts, columns.components.pointer[index] ?? 0);
  const out: FactOf[] = [];
  for (let i = facts.first[index] ?? 0; i < (facts.first[index + 1] ?? 0); i++) {
    const role = textAt(texts, facts.role[i] ?? 0);
    const pointer = textAt(texts, facts.pointer[i] ?? 0);
    const absent = ABSENCES[facts.absence[i] ?? 0];
    const where = pointer.startsWith('+') ? within(own, pointer.slice(1)) : pointer || own;
    out.push({
      subject: String(index),
      field: textAt(texts, facts.field[i] ?? 0),
      value: absent === undefined ? textAt(texts, facts.value[i] ?? 0) : { absent },
      how: 'stated',
      ...(role === '' ? {} : { role }),
      ...(where === '' ? {} : { pointer: where }),
    });
  }
  return out;
}

/** Lines have no inside: what stands in a component of a line-based format stands at its line. */
function within(own: string, path: string): string {
  return own.startsWith('/') ? own + path : own;
}

/** Buffers of the columns, for a transfer. */
export function statedBuffers({ texts, components, facts, relations }: StatedColumns): ArrayBuffer[] {
  return [texts.ends, ...Object.values(components), ...Object.values(facts), ...Object.values(relations)].map(
    ({ buffer }) => buffer,
  );
}
