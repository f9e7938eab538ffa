import { createCRC32, type IHasher } from 'hash-wasm';
import { type Fault, fault } from '../base/result.ts';
import { type Entry, EntryFlag } from '../model/entry-table.ts';
import { inBytes, quoted } from './zip-faults.ts';

/** How a member's content stood up to its headers. */
export interface MemberVerdict {
  readonly faults: readonly Fault[];
  /** {@link EntryFlag} bits to add to the entry. */
  readonly flags: number;
}

/**
 * Holds the content of zip members against the size and the CRC-32 their headers state, one member after the other.
 * Whoever streams a member puts this between decoder and consumer:
 *
 * ```ts
 * check.begin(entry);
 * for await (const chunk of content) {
 *   consume(check.update(chunk));
 *   if (check.exceeded) break;
 * }
 * const { faults, flags } = check.finish(decodedToTheEnd);
 * ```
 */
export class MemberCheck {
  readonly #hasher: IHasher;
  #entry: Entry | undefined;
  #seen = 0;
  #exceeded = false;

  private constructor(hasher: IHasher) {
    this.#hasher = hasher;
  }

  static async create(): Promise<MemberCheck> {
    return new MemberCheck(await createCRC32());
  }

  begin(entry: Entry): void {
    this.#entry = entry;
    this.#seen = 0;
    this.#exceeded = false;
    this.#hasher.init();
  }

  /** True once the content is longer than declared: reading on would give bytes that no header admits to. */
  get exceeded(): boolean {
    return this.#exceeded;
  }

  /** Counts and sums a chunk; gives back the part of it that lies within the declared size. */
  update(chunk: Uint8Array): Uint8Array {
    const room = (this.#entry?.size ?? 0) - this.#seen;
    const part = chunk.length <= room ? chunk : chunk.subarray(0, room);
    this.#exceeded ||= part.length < chunk.length;
    this.#seen += part.length;
    if (this.#entry?.crc32 !== undefined) this.#hasher.update(part);
    return part;
  }

  /** The verdict. `whole` is false when the decoder, which reported why, or the caller stopped before the end. */
  finish(whole: boolean): MemberVerdict {
    const entry = this.#entry;
    this.#entry = undefined;
    if (entry === undefined) return { faults: [], flags: 0 };
    const where = { entry: entry.path, offset: entry.headerOffset };
    const name = quoted(entry.path);
    if (this.#exceeded) {
      const message = `${name} holds more than the ${inBytes(entry.size)} its header declares; only those were read.`;
      return { faults: [fault('zip.size-lie', 'error', message, where)], flags: EntryFlag.notInspected };
    }
    if (!whole) return { faults: [], flags: EntryFlag.notInspected };
    if (this.#seen < entry.size) {
      const message = `${name} ends after ${inBytes(this.#seen)} of the ${inBytes(entry.size)} its header declares; what there is was read.`;
      return { faults: [fault('zip.size-short', 'error', message, where)], flags: EntryFlag.notInspected };
    }
    if (entry.crc32 === undefined || Number.parseInt(this.#hasher.digest('hex'), 16) === entry.crc32) {
      return { faults: [], flags: 0 };
    }
    const guess = (entry.flags & EntryFlag.encrypted) !== 0 ? ' The password may be wrong.' : '';
    const message = `The content of ${name} does not have the CRC-32 its header states.${guess}`;
    return { faults: [fault('zip.bad-checksum', 'error', message, where)], flags: EntryFlag.badChecksum };
  }
}
