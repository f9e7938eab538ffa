import type { ByteSource, ByteStream } from '../base/byte-source.ts';
import type { Budget } from '../base/limits.ts';
import type { Fault } from '../base/result.ts';
import type { Entry } from '../model/entry-table.ts';
import type { Elsewhere } from './elsewhere.ts';

/** What every reader is given besides bytes. Readers check `signal` between chunks and entries and throw its reason. */
export interface ReadContext {
  readonly budget: Budget;
  readonly signal: AbortSignal;
  /** Asked for by encrypted members. */
  readonly password?: string | undefined;
  /** Absent where there is one thread. */
  readonly elsewhere?: Elsewhere | undefined;
}

/** How a decode ended. `complete` is false whenever output may be missing. */
export interface DecodeEnd {
  readonly complete: boolean;
  readonly faults: readonly Fault[];
  /** Input bytes consumed and output bytes produced. */
  readonly consumed: number;
  readonly produced: number;
  /** Of an input that is several, one behind the other: the first few of them. */
  readonly parts?: readonly DecodedPart[];
}

/** Bytes `[start, end)` of a codec's input that stand for themselves: a gzip member. */
export interface DecodedPart {
  readonly start: number;
  readonly end: number;
  /** Bytes of output that they gave. */
  readonly produced: number;
}

/**
 * A compression format. Output is pushed; a promise returned by `write` holds the decoder back. Expansion is counted
 * against the context's budget and ratio before it is pushed on. A chunk once written is the receiver's: it may be
 * kept or transferred.
 */
export interface Codec {
  readonly id: string;
  readonly title: string;
  /** Where the format is specified. */
  readonly spec: string;
  decode(
    input: ByteSource | ByteStream,
    write: (chunk: Uint8Array) => void | Promise<void>,
    context: ReadContext,
  ): Promise<DecodeEnd>;
}

/** Members of a container read at random, with what is odd about it. */
export interface Listing {
  readonly entries: readonly Entry[];
  readonly faults: readonly Fault[];
  /** False when members may be missing from `entries`. */
  readonly complete: boolean;
}

/** A container whose directory can be read without its contents. */
export interface RandomContainer {
  readonly id: string;
  readonly title: string;
  readonly spec: string;
  list(source: ByteSource, context: ReadContext): Promise<Listing>;
}

/**
 * Receives the members of a container that is streamed. Calls come in archive order: `entry`, then `data` zero or
 * more times, then `end`. Calls are synchronous: a layer of 30,000 files must not wait 30,000 times.
 */
export interface EntrySink {
  /** A member begins. Its content, if any, follows. */
  entry(entry: Entry): void;
  /** Content, expanded where the archive stores holes. The chunk is only valid during the call. */
  data(chunk: Uint8Array): void;
  /** The member's content is over; `whole` is false when the archive ended inside it. */
  end(whole: boolean): void;
}

/** How a streamed container ended. */
export interface StreamEnd {
  readonly faults: readonly Fault[];
  readonly complete: boolean;
  readonly entries: number;
}

/** Reads a container in one pass as bytes are pushed. Throws only bugs. */
export interface StreamReader {
  push(chunk: Uint8Array): void;
  /** No more bytes come. Idempotent. */
  finish(): StreamEnd;
  /** True once a fault or limit makes further bytes pointless; the caller may stop early. */
  readonly stopped: boolean;
}

/** A container that can be read front to back. */
export interface StreamContainer {
  readonly id: string;
  readonly title: string;
  readonly spec: string;
  open(sink: EntrySink, context: ReadContext): StreamReader;
}
