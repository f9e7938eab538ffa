import type bzip2Library from '@openpgp/unbzip2-stream/lib/bzip2.js';
import { limitFault } from '../base/limits.ts';
import { type Fault, fault } from '../base/result.ts';
import { Bzip2Bits, WindowEnd } from './bzip2-bits.ts';
import { BlockOutput } from './bzip2-output.ts';
import { ExpansionMeter } from './expansion.ts';
import { InputCursor } from './input-cursor.ts';
import type { Codec, DecodeEnd, ReadContext } from './types.ts';
import { counted, inWords, keptBytes } from './wording.ts';

type Write = (chunk: Uint8Array) => void | Promise<void>;

/** bzip2: streams one behind the other, decoded block by block; what is handed on has met its block's checksum. */
export const bzip2: Codec = {
  id: 'bzip2',
  title: 'bzip2',
  spec: 'bzip2 and libbzip2, version 1.0.8; J. Tsai, "BZIP2: Format Specification"',
  async decode(input, write, context) {
    const cursor = new InputCursor(input, context.signal);
    try {
      // Not loaded with the engine: the library makes an `Error` while it loads, which is dear (docs/architecture.md).
      const { default: library } = await import('@openpgp/unbzip2-stream/lib/bzip2.js');
      return await new Streams(library, cursor, write, context).read();
    } finally {
      await cursor.close();
    }
  },
};

const HEADER = 4;
/** Bytes of a block before its runs are expanded, by the digit of the header. */
const BLOCK_UNIT = 100_000;
/** Runs of four bytes may stand for 259: what a block can expand to, each byte of it being held until it is checked. */
const LONGEST_RUN = 52;
const WORK_BYTES = 4;

class Streams {
  readonly #library: typeof bzip2Library;
  readonly #write: Write;
  readonly #context: ReadContext;
  readonly #meter: ExpansionMeter;
  readonly #bits: Bzip2Bits;
  readonly #output: BlockOutput;
  readonly #faults: Fault[] = [];
  #streams = 0;
  #empty = 0;
  #written = 0;
  /** Where the last whole stream ends, once what follows was read. */
  #end: number | undefined;

  constructor(library: typeof bzip2Library, cursor: InputCursor, write: Write, context: ReadContext) {
    this.#library = library;
    this.#write = write;
    this.#context = context;
    this.#meter = new ExpansionMeter(context, 'bzip2');
    this.#bits = new Bzip2Bits(cursor);
    this.#output = new BlockOutput((length) => this.#meter.admit(length, this.#bits.offset));
  }

  async read(): Promise<DecodeEnd> {
    const { limits } = this.#context.budget;
    for (;;) {
      const start = this.#bits.offset;
      const level = levelOf(await this.#bits.peekBytes(HEADER));
      if (level === undefined) return this.#ended(await this.#behind(start));
      const before = this.#output.length + this.#written;
      const stopped = await this.#stream(level);
      if (stopped !== undefined) return this.#ended(stopped);
      this.#streams++;
      if (this.#output.length + this.#written === before && ++this.#empty > limits.gzipMembers) {
        const what = `${counted(this.#empty, 'stream')} of the bzip2 file hold nothing; the rest of it was not read.`;
        return this.#ended(limitFault('gzipMembers', limits, what, { offset: start }));
      }
    }
  }

  /** Decodes one stream; its memory is counted as held while it lasts. */
  async #stream(level: number): Promise<Fault | undefined> {
    const { budget, signal } = this.#context;
    const size = level * BLOCK_UNIT;
    const held = size * (WORK_BYTES + LONGEST_RUN);
    if (!budget.take('held', held)) {
      const what = `A bzip2 block may take ${counted(held, 'byte')} of memory. ${this.#kept()}`;
      return limitFault('heldPerCase', budget.limits, what, { offset: this.#bits.offset });
    }
    try {
      const work = new Int32Array(size);
      this.#library.header(this.#bits.read);
      for (let checksum: number | null = 0; checksum !== null; ) {
        signal.throwIfAborted();
        await this.#bits.fill();
        const next = this.#block(work, checksum);
        if (typeof next === 'object' && next !== null) return next;
        checksum = next;
        await this.#hand();
      }
      return undefined;
    } finally {
      budget.release('held', held);
    }
  }

  /** Decodes one block: the checksum of the stream so far, `null` at the stream's end, or what is wrong. */
  #block(work: Int32Array, checksum: number): number | null | Fault {
    const start = this.#bits.offset;
    this.#output.begin();
    try {
      return this.#library.decompress(this.#bits.read, this.#output.put, work, work.length, checksum);
    } catch (thrown) {
      if (this.#output.refused !== undefined) return this.#output.refused;
      this.#output.undo();
      return this.#damage(thrown, start);
    }
  }

  #damage(thrown: unknown, start: number): Fault {
    const { offset } = this.#bits;
    const error = (code: string, what: string, at: number): Fault =>
      fault(code, 'error', `${what} ${this.#kept()}`, { offset: at });
    const block = `the bzip2 block that begins at byte ${inWords(start)}`;
    if (thrown instanceof WindowEnd && this.#bits.ended) {
      return error(
        'bzip2.truncated',
        `The bzip2 file ends inside a block, at byte ${inWords(offset)}.`,
        offset,
      );
    }
    const why = thrown instanceof Error ? thrown.message : '';
    if (why.includes('crc')) {
      return error(
        'bzip2.crc',
        `The data of ${block}, or of its stream, do not match their checksum.`,
        start,
      );
    }
    if (why.includes('obsolete')) {
      const what = `The data of ${block} are randomised, as bzip2 before 0.9.5 did; the decoder does not read that.`;
      return error('bzip2.randomised-unsupported', what, start);
    }
    // Data that mislead the library far enough make it fail with an error of the language: damaged all the same.
    return error('bzip2.corrupt', `The data of ${block} are damaged.`, start);
  }

  /** What stands where a stream header was looked for. */
  async #behind(start: number): Promise<Fault | undefined> {
    const { length, zeros } = await this.#bits.rest();
    if (this.#streams === 0) {
      const why =
        length === 0
          ? 'The input is empty.'
          : 'The input does not begin with a bzip2 header: nothing was read.';
      return fault('bzip2.not-bzip2', 'error', why, { offset: start });
    }
    this.#end = start;
    if (length === 0) return undefined;
    const where = `follow the last bzip2 stream, from byte ${inWords(start)}.`;
    this.#faults.push(
      zeros
        ? fault('bzip2.trailing-zeros', 'info', `${counted(length, 'zero byte')} ${where}`, { offset: start })
        : fault('bzip2.trailing-data', 'warning', `${counted(length, 'byte')} of something else ${where}`, {
            offset: start,
          }),
    );
    return undefined;
  }

  /** Hands on the chunks that are full. */
  async #hand(): Promise<void> {
    for (const chunk of this.#output.full()) {
      this.#written += chunk.length;
      await this.#write(chunk);
    }
  }

  #kept(): string {
    return keptBytes(this.#written + this.#output.length);
  }

  async #ended(stopped: Fault | undefined): Promise<DecodeEnd> {
    const refused = this.#output.close();
    const last = stopped ?? refused;
    await this.#hand();
    if (last !== undefined) this.#faults.push(last);
    return {
      complete: last === undefined,
      faults: this.#faults,
      consumed: this.#end ?? this.#bits.offset,
      produced: this.#written,
    };
  }
}

/** The digit of a stream header, 1 to 9. */
function levelOf(header: Uint8Array): number | undefined {
  const [b, z, h, digit = 0] = header;
  return b === 0x42 && z === 0x5a && h === 0x68 && digit > 0x30 && digit <= 0x39 ? digit - 0x30 : undefined;
}
