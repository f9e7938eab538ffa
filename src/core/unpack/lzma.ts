import LZMA from 'js-lzma';
import { concatBytes } from '../base/bytes.ts';
import { limitFault } from '../base/limits.ts';
import { type Fault, fault } from '../base/result.ts';
import { ExpansionMeter } from './expansion.ts';
import { InputCursor } from './input-cursor.ts';
import type { Codec, DecodeEnd, ReadContext } from './types.ts';
import { counted, inWords, keptBytes } from './wording.ts';

type Write = (chunk: Uint8Array) => void | Promise<void>;

/**
 * LZMA alone, the format before xz. The decoder runs from start to end in one go, so input and output are held in
 * memory, and counted, before anything is handed on.
 */
export const lzma: Codec = {
  id: 'lzma',
  title: 'LZMA',
  spec: 'LZMA SDK, "lzma-specification.txt"; XZ Utils, "The .lzma File Format"',
  async decode(input, write, context) {
    const cursor = new InputCursor(input, context.signal);
    const held = new Held(context);
    try {
      return await decode(cursor, held, write, context);
    } finally {
      held.release();
      await cursor.close();
    }
  },
};

const HEADER = 13;
const CHUNK = 1 << 17;
/** Properties are `(pb * 5 + lp) * 9 + lc`. */
const PROPERTIES = 225;
const LEAST_DICTIONARY = 4096;
/** An end marker may follow a stream whose length is stated; the decoder stops before it. */
const END_MARKER = 16;

async function decode(
  cursor: InputCursor,
  held: Held,
  write: Write,
  context: ReadContext,
): Promise<DecodeEnd> {
  const refused = (why: Fault): DecodeEnd => ({ complete: false, faults: [why], consumed: 0, produced: 0 });
  const { limits } = context.budget;
  const header = lzmaHeader(await cursor.peek(HEADER));
  if (header === undefined) {
    return refused(
      fault('lzma.not-lzma', 'error', 'The input does not begin with an LZMA header: nothing was read.', {
        offset: 0,
      }),
    );
  }
  if (header.dictionary > limits.window) {
    const what = `The LZMA stream needs a dictionary of ${counted(header.dictionary, 'byte')}.`;
    return refused(limitFault('window', limits, what, { offset: 1, kept: 'nothing' }));
  }
  const input = await collect(cursor, held);
  if (input === undefined || !held.take(header.dictionary)) {
    const what = 'The LZMA file would have to be held in memory as a whole.';
    return refused(limitFault('heldPerCase', limits, what, { offset: 0, kept: 'nothing' }));
  }
  const run = new Run(input, header, held, context);
  const faults = run.decode();
  for (const chunk of run.chunks) await write(chunk);
  const complete = faults.every(({ severity }) => severity !== 'error');
  return { complete, faults, consumed: run.at, produced: run.produced };
}

interface Header {
  /** Bytes that the decoder keeps to refer to: never more than there will be. */
  readonly dictionary: number;
  /** Bytes of content; `undefined` when an end marker tells. */
  readonly size: number | undefined;
}

/** Reads the header; `undefined` when it is none. */
export function lzmaHeader(bytes: Uint8Array): Header | undefined {
  if (bytes.length < HEADER || (bytes[0] ?? PROPERTIES) >= PROPERTIES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const low = view.getUint32(5, true);
  const high = view.getUint32(9, true);
  const unknown = low === 0xffffffff && high === 0xffffffff;
  const size = high * 2 ** 32 + low;
  if (!unknown && !Number.isSafeInteger(size)) return undefined;
  const stated = Math.max(view.getUint32(1, true), LEAST_DICTIONARY);
  return unknown
    ? { dictionary: stated, size: undefined }
    : { dictionary: Math.max(LEAST_DICTIONARY, Math.min(stated, size)), size };
}

/** One run of the decoder over input that is at hand. */
class Run {
  readonly chunks: Uint8Array[] = [];
  /** Bytes of the input read. */
  at = HEADER;
  produced = 0;
  readonly #input: Uint8Array;
  readonly #header: Header;
  readonly #held: Held;
  readonly #context: ReadContext;
  readonly #meter: ExpansionMeter;
  #chunk = new Uint8Array(CHUNK);
  #filled = 0;
  #stopped: Fault | undefined;

  constructor(input: Uint8Array, header: Header, held: Held, context: ReadContext) {
    this.#input = input;
    this.#header = header;
    this.#held = held;
    this.#context = context;
    this.#meter = new ExpansionMeter(context, 'LZMA');
  }

  decode(): readonly Fault[] {
    const { size } = this.#header;
    const stopped = this.#run(size ?? -1);
    if (this.#stopped === undefined && this.#filled > 0) this.#turn(this.#filled);
    const found = this.#stopped ?? stopped;
    if (found !== undefined) return [{ ...found, message: `${found.message} ${keptBytes(this.produced)}` }];
    return this.#trailing(size !== undefined);
  }

  #run(size: number): Fault | undefined {
    const decoder = new LZMA.Decoder();
    const window = decoder._outWindow;
    const near = () => `near byte ${inWords(this.at)}`;
    try {
      decoder.setDecoderProperties(propertiesOf(this.#input[0] ?? 0, this.#header.dictionary));
      // The library would let a list of numbers grow.
      window._buffer = new Uint8Array(window._windowSize);
      const readByte = (): number => {
        if (window._pos - window._streamPos >= CHUNK) window.flush();
        const byte = this.#input[this.at];
        if (byte === undefined) throw new InputEnd();
        this.at++;
        return byte;
      };
      const whole = decoder.decode({ readByte }, { writeByte: this.#put }, size);
      if (whole && (size < 0 || this.produced + this.#filled === size)) return undefined;
      return fault('lzma.corrupt', 'error', `The LZMA data are damaged ${near()}.`, { offset: this.at });
    } catch (thrown) {
      this.#context.signal.throwIfAborted();
      if (this.#stopped !== undefined) return undefined;
      const cut = thrown instanceof InputEnd;
      if (cut) this.#flush(window);
      return cut
        ? fault(
            'lzma.truncated',
            'error',
            `The LZMA file ends inside its data, at byte ${inWords(this.at)}.`,
            { offset: this.at },
          )
        : fault('lzma.corrupt', 'error', `The LZMA data are damaged ${near()}.`, { offset: this.at });
    }
  }

  /** Takes what was decoded before the input ended. */
  #flush(window: { flush(): void }): void {
    try {
      window.flush();
    } catch {
      // Refused: `#stopped` tells why.
    }
  }

  readonly #put = (byte: number): void => {
    this.#chunk[this.#filled++] = byte;
    if (this.#filled < CHUNK) return;
    this.#turn(CHUNK);
    if (this.#stopped !== undefined) throw new Error('stopped');
  };

  /** Keeps the chunk, if it may be kept. */
  #turn(length: number): void {
    this.#context.signal.throwIfAborted();
    this.#filled = 0;
    this.#stopped = this.#meter.admit(length, this.at);
    if (this.#stopped === undefined && !this.#held.take(length)) {
      const what = 'The LZMA content would have to be held in memory as a whole.';
      this.#stopped = limitFault('heldPerCase', this.#context.budget.limits, what, {
        offset: this.at,
        kept: this.produced > 0 ? 'before' : 'nothing',
      });
    }
    if (this.#stopped !== undefined) return;
    this.produced += length;
    this.chunks.push(length === CHUNK ? this.#chunk : this.#chunk.subarray(0, length));
    this.#chunk = new Uint8Array(CHUNK);
  }

  #trailing(sized: boolean): readonly Fault[] {
    const length = this.#input.length - this.at;
    if (length === 0 || (sized && length <= END_MARKER)) return [];
    const what = `${counted(length, 'byte')} of something else follow the LZMA stream, from byte ${inWords(this.at)}.`;
    return [fault('lzma.trailing-data', 'warning', what, { offset: this.at })];
  }
}

/** Thrown when the decoder asks for more than there is. */
class InputEnd extends Error {}

/** The five bytes of properties, with the dictionary that is needed instead of the one that is stated. */
function propertiesOf(first: number, dictionary: number): { readByte(): number } {
  const bytes = [first, 0, 8, 16, 24].map((shift, i) =>
    i === 0 ? first : Math.floor(dictionary / 2 ** shift) % 256,
  );
  return { readByte: () => bytes.shift() ?? 0 };
}

/** Memory counted as held, given back together. */
class Held {
  readonly #context: ReadContext;
  #amount = 0;

  constructor(context: ReadContext) {
    this.#context = context;
  }

  take(amount: number): boolean {
    if (!this.#context.budget.take('held', amount)) return false;
    this.#amount += amount;
    return true;
  }

  release(): void {
    this.#context.budget.release('held', this.#amount);
    this.#amount = 0;
  }
}

/** The whole input; `undefined` when it does not fit. */
async function collect(cursor: InputCursor, held: Held): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  while (await cursor.more()) {
    const part = new Uint8Array(cursor.chunk.subarray(cursor.at));
    if (!held.take(part.length)) return undefined;
    parts.push(part);
    cursor.at = cursor.chunk.length;
  }
  return concatBytes(parts);
}
