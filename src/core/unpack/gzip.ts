import type { ByteSource, ByteStream } from '../base/byte-source.ts';
import { hasMagic } from '../base/bytes.ts';
import { limitFault } from '../base/limits.ts';
import { type Fault, fault, type Severity } from '../base/result.ts';
import { ExpansionMeter } from './expansion.ts';
import { Inflater } from './inflate.ts';
import { InputCursor } from './input-cursor.ts';
import { decodeNatively } from './native-inflate.ts';
import type { Codec, DecodedPart, DecodeEnd, ReadContext } from './types.ts';
import { counted, inWords, keptBytes } from './wording.ts';

/**
 * gzip: single members by the native decoder where that is strict, everything else by pako. Both ways give the same
 * report; the second begins again from the start, since the first cannot say how far it came.
 */
export const gzip: Codec = {
  id: 'gzip',
  title: 'gzip',
  spec: 'RFC 1952',
  decode: (input, write, context) => decode(input, write, context),
};

/** Below this the native decoder costs more than it gives. */
const WORTH_NATIVE = 1 << 16;
const MAGIC = [0x1f, 0x8b, 8];
/** Members told apart: a package has three, other files may have any number. */
const MOST_PARTS = 16;

type Write = (chunk: Uint8Array) => void | Promise<void>;

async function decode(
  input: ByteSource | ByteStream,
  write: Write,
  context: ReadContext,
): Promise<DecodeEnd> {
  const written = await decodeNatively('gzip', input, WORTH_NATIVE, write, context);
  if (typeof written !== 'number') return written;
  const cursor = new InputCursor(input, context.signal);
  try {
    return await new Members(cursor, write, context, written).read();
  } finally {
    await cursor.close();
  }
}

/** The members of a gzip file, read by pako. */
class Members {
  readonly #cursor: InputCursor;
  readonly #context: ReadContext;
  readonly #meter: ExpansionMeter;
  readonly #inflater: Inflater;
  readonly #faults: Fault[] = [];
  #count = 0;
  #empty = 0;
  readonly #parts: DecodedPart[] = [];
  /** Where the last whole member ends, once what follows was read. */
  #end: number | undefined;

  constructor(cursor: InputCursor, write: Write, context: ReadContext, written: number) {
    this.#cursor = cursor;
    this.#context = context;
    this.#meter = new ExpansionMeter(context, 'gzip', written);
    this.#inflater = new Inflater('gzip', cursor, write, this.#meter, written);
  }

  async read(): Promise<DecodeEnd> {
    const { limits } = this.#context.budget;
    for (;;) {
      const start = this.#cursor.offset;
      const end = await this.#inflater.run();
      if (end.state === 'limit') return this.#ended(end.fault);
      if (end.state !== 'whole') {
        const limit = await this.#inflater.flush();
        if (limit !== undefined) return this.#ended(limit);
        return this.#ended(end.state === 'cut' ? this.#truncated() : this.#damaged(end.why, start));
      }
      this.#count++;
      if (this.#parts.length < MOST_PARTS)
        this.#parts.push({ start, end: this.#cursor.offset, produced: this.#inflater.produced });
      if (this.#inflater.produced === 0 && ++this.#empty > limits.gzipMembers) {
        const limit = await this.#inflater.flush();
        const what = `${counted(this.#empty, 'member')} of the gzip file hold nothing; the rest of it was not read.`;
        return this.#ended(limit ?? limitFault('gzipMembers', limits, what, { offset: start }));
      }
      if (!hasMagic(await this.#cursor.peek(MAGIC.length), MAGIC)) break;
      this.#inflater.reset();
    }
    const limit = await this.#inflater.flush();
    if (limit !== undefined) return this.#ended(limit);
    await this.#readTrailing();
    return this.#ended(undefined);
  }

  /** What stands behind the last member: padding, or something that most tools drop in silence. */
  async #readTrailing(): Promise<void> {
    const { offset } = this.#cursor;
    this.#end = offset;
    const { length, zeros } = await this.#cursor.rest();
    if (length === 0) return;
    const where = `follow the last gzip member, from byte ${inWords(offset)}.`;
    if (zeros) this.#add('gzip.trailing-zeros', 'info', `${counted(length, 'zero byte')} ${where}`, offset);
    else
      this.#add(
        'gzip.trailing-data',
        'warning',
        `${counted(length, 'byte')} of something else ${where}`,
        offset,
      );
  }

  #truncated(): Fault {
    const { offset } = this.#cursor;
    if (offset === 0) return fault('gzip.not-gzip', 'error', 'The input is empty.', { offset });
    const message = `The gzip file ends inside member ${this.#count + 1}, at byte ${inWords(offset)}. ${this.#kept()}`;
    return fault('gzip.truncated', 'error', message, { offset });
  }

  #damaged(why: string, start: number): Fault {
    const { offset } = this.#cursor;
    const member = `member ${this.#count + 1}, which begins at byte ${inWords(start)}`;
    const inHeader = (code: string, what: string): Fault =>
      fault(code, 'error', `${what} ${this.#kept()}`, { offset: start });
    const inData = (code: string, what: string): Fault =>
      fault(code, 'error', `${what} ${this.#kept()} What follows was not read.`, { offset });
    switch (why) {
      case 'incorrect header check':
      case 'unknown compression method':
        return inHeader('gzip.not-gzip', `No gzip header stands at byte ${inWords(start)}.`);
      case 'unknown header flags set':
        return inHeader('gzip.reserved-flags', `The gzip header of ${member}, has reserved flags set.`);
      case 'header crc mismatch':
        return inHeader('gzip.header-crc', `The gzip header of ${member}, does not match its checksum.`);
      case 'incorrect data check':
        return inData('gzip.crc', `The data of gzip ${member}, do not match their CRC-32.`);
      case 'incorrect length check':
        return inData('gzip.length', `The data of gzip ${member}, do not have the length it states.`);
      default:
        return inData(
          'gzip.corrupt',
          `The data of gzip ${member}, are damaged near byte ${inWords(offset)} (${why}).`,
        );
    }
  }

  #kept(): string {
    return keptBytes(this.#meter.produced);
  }

  #add(code: string, severity: Severity, message: string, offset: number): void {
    this.#faults.push(fault(code, severity, message, { offset }));
  }

  #ended(stopped: Fault | undefined): DecodeEnd {
    if (this.#count > 1) {
      const empty = this.#empty === 0 ? '' : `, ${inWords(this.#empty)} of them empty`;
      this.#add(
        'gzip.multi-member',
        'info',
        `The gzip file has ${counted(this.#count, 'member')}, one behind the other${empty}.`,
        0,
      );
    }
    if (stopped !== undefined) this.#faults.push(stopped);
    return {
      complete: stopped === undefined,
      faults: this.#faults,
      consumed: this.#end ?? this.#cursor.offset,
      produced: this.#meter.produced,
      ...(this.#count > 1 ? { parts: this.#parts } : {}),
    };
  }
}
