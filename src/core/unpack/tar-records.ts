import type { Limits } from '../base/limits.ts';
import type { PaxFault, PaxRecords } from './pax.ts';
import { parsePax } from './pax.ts';
import { fieldBytes, type Name, nameOf } from './tar-header.ts';

/** Extended headers and GNU long names, by the type flag of the header they stand behind. */
export type RecordKind = 'local' | 'global' | 'longName' | 'longLink';

const KINDS: ReadonlyMap<number, RecordKind> = new Map(
  Object.entries({ x: 'local', X: 'local', g: 'global', L: 'longName', K: 'longLink' } as const).map(
    ([flag, kind]) => [flag.charCodeAt(0), kind] as const,
  ),
);

export function recordKind(flag: number): RecordKind | undefined {
  return KINDS.get(flag);
}

/** What the records before a header say of it. */
export interface MemberRecords {
  /** Local over global extended headers. */
  readonly pax: PaxRecords | undefined;
  readonly repeated: boolean;
  readonly longName: Name | undefined;
  readonly longLink: Name | undefined;
}

/** Keeps the records that stand before a member until its header comes. */
export class PendingRecords {
  /** Records since the last member. */
  count = 0;
  /** Two records of one kind stand before the member. */
  repeated = false;
  #global: PaxRecords | undefined;
  #local: PaxRecords | undefined;
  #longName: Name | undefined;
  #longLink: Name | undefined;

  /** Counts one more; false when there are too many before one member. */
  admit(limits: Limits): boolean {
    return ++this.count <= limits.stackedRecords;
  }

  take(kind: RecordKind, bytes: Uint8Array): PaxFault | undefined {
    switch (kind) {
      case 'longName':
        this.repeated ||= this.#longName !== undefined;
        this.#longName = nameOf(fieldBytes(bytes, 0, bytes.length));
        return undefined;
      case 'longLink':
        this.repeated ||= this.#longLink !== undefined;
        this.#longLink = nameOf(fieldBytes(bytes, 0, bytes.length));
        return undefined;
      case 'local': {
        this.repeated ||= this.#local !== undefined;
        const { records, fault } = parsePax(bytes, this.#local);
        this.#local = records;
        return fault;
      }
      case 'global': {
        const { records, fault } = parsePax(bytes, this.#global);
        // A sparse map belongs to one member.
        const { sparse: _, sparsePairs: __, ...global } = records;
        this.#global = global;
        return fault;
      }
    }
  }

  /** Whether a global extended header says what only a member's own should. */
  get globalNames(): boolean {
    const global = this.#global;
    return global?.path !== undefined || global?.linkpath !== undefined || global?.size !== undefined;
  }

  /** The records of the member whose header comes now; the next one starts without. */
  forMember(): MemberRecords {
    const local = this.#local;
    const pax = local === undefined ? this.#global : { ...this.#global, ...local };
    const records = { pax, repeated: this.repeated, longName: this.#longName, longLink: this.#longLink };
    this.clear();
    return records;
  }

  clear(): void {
    this.count = 0;
    this.repeated = false;
    this.#local = undefined;
    this.#longName = undefined;
    this.#longLink = undefined;
  }
}
