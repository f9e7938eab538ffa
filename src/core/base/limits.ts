import { type Fault, fault } from './result.ts';

/** Every limit by name, in bytes unless the name says otherwise (DESIGN §10). All can be raised per case. */
export interface Limits {
  readonly nesting: number;
  readonly entriesPerArchive: number;
  readonly entriesPerCase: number;
  /** Records of one archive of advisories, which are streamed and never listed as entries. */
  readonly advisoryRecords: number;
  /** Output bytes over input bytes at which a stream is stopped, once `expansionFloor` bytes came out. */
  readonly expansionRatio: number;
  readonly expansionFloor: number;
  readonly expandedPerCase: number;
  readonly heldPerCase: number;
  readonly hashedPerEntry: number;
  readonly parsedNested: number;
  readonly parsedDropped: number;
  readonly longRecord: number;
  readonly stackedRecords: number;
  /** Segments of one sparse file. */
  readonly sparseSegments: number;
  readonly path: number;
  readonly pathSegments: number;
  readonly jsonDepth: number;
  readonly xmlDepth: number;
  readonly window: number;
  readonly gzipMembers: number;
  readonly graphNodes: number;
  readonly graphEdges: number;
  readonly silentMilliseconds: number;
  readonly attestationsPerFile: number;
  /** Signatures, log entries, timestamps: each, of one attestation. */
  readonly attestationItems: number;
  readonly certificateChain: number;
  readonly inclusionProofHashes: number;
  readonly signedPayload: number;
  readonly subjects: number;
  /** Size of one certificate, timestamp or key. */
  readonly derBytes: number;
  readonly derDepth: number;
  readonly derValues: number;
}

const MiB = 2 ** 20;
const GiB = 2 ** 30;

export const DEFAULT_LIMITS: Limits = Object.freeze({
  nesting: 8,
  entriesPerArchive: 200_000,
  entriesPerCase: 1_000_000,
  advisoryRecords: 5_000_000,
  expansionRatio: 1000,
  expansionFloor: 10 * MiB,
  expandedPerCase: 8 * GiB,
  heldPerCase: GiB,
  hashedPerEntry: 4 * GiB,
  parsedNested: 64 * MiB,
  parsedDropped: 512 * MiB,
  longRecord: MiB,
  stackedRecords: 16,
  sparseSegments: 65_536,
  path: 4096,
  pathSegments: 256,
  jsonDepth: 1000,
  xmlDepth: 256,
  window: 128 * MiB,
  gzipMembers: 10_000,
  graphNodes: 250_000,
  graphEdges: 2_000_000,
  silentMilliseconds: 10_000,
  attestationsPerFile: 10_000,
  attestationItems: 32,
  certificateChain: 8,
  inclusionProofHashes: 64,
  signedPayload: 16 * MiB,
  subjects: 10_000,
  derBytes: 256 * 1024,
  derDepth: 32,
  derValues: 20_000,
});

/** A counter that says no before memory is used, never after. */
export type Counter = 'expanded' | 'held' | 'entries';

const LIMIT_OF: Record<Counter, keyof Limits> = {
  expanded: 'expandedPerCase',
  held: 'heldPerCase',
  entries: 'entriesPerCase',
};

/** What one case (or the share of it given to one job) may still use. */
export class Budget {
  readonly limits: Limits;
  readonly #used: Record<Counter, number> = { expanded: 0, held: 0, entries: 0 };

  constructor(limits: Limits = DEFAULT_LIMITS, used: Partial<Record<Counter, number>> = {}) {
    this.limits = limits;
    Object.assign(this.#used, used);
  }

  /** Counts `amount` and tells whether it still fits. What does not fit, or is no amount, is not counted. */
  take(counter: Counter, amount: number): boolean {
    const used = this.#used[counter] + amount;
    // Put so that NaN, which a broken file can lead to, does not fit either.
    if (!(amount >= 0 && used <= this.limits[LIMIT_OF[counter]])) return false;
    this.#used[counter] = used;
    return true;
  }

  /** Gives back what was taken and is no longer held. */
  release(counter: Counter, amount: number): void {
    this.#used[counter] = Math.max(0, this.#used[counter] - amount);
  }

  used(counter: Counter): number {
    return this.#used[counter];
  }
}

/** What a limit left of what it stopped, where the sentence before does not say it. */
type Kept = 'before' | 'nothing';

const KEPT: Readonly<Record<Kept, string>> = {
  before: '; what was read before it is kept',
  nothing: '; nothing in it was read',
};

/** The fault for a limit that was hit. Its code is `limit.` and the limit's name in kebab case. */
export function limitFault(
  limit: keyof Limits,
  limits: Limits,
  what: string,
  {
    kept,
    ...where
  }: { readonly entry?: string | undefined; readonly offset?: number | undefined; readonly kept?: Kept } = {},
): Fault {
  const name = limit.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return fault(
    `limit.${name}`,
    'error',
    `${what} The limit "${name}" (${limits[limit].toLocaleString('en')}) was reached${kept === undefined ? '' : KEPT[kept]}.`,
    where,
  );
}
