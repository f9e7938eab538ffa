import { limitFault } from '../base/limits.ts';
import { type Fault, fault } from '../base/result.ts';
import { ExpansionMeter } from './expansion.ts';
import { InputCursor } from './input-cursor.ts';
import type { Codec, DecodeEnd, ReadContext } from './types.ts';
import { counted, inWords, keptBytes } from './wording.ts';
import { FRAME_HEADER, zstdFrame } from './zstd-frame.ts';
import { FRAME_START, ZstdError, ZstdStream } from './zstd-wasm.ts';

/** Zstandard: frames one behind the other, skippable ones among them. */
export const zstd: Codec = {
  id: 'zstd',
  title: 'Zstandard',
  spec: 'RFC 8878',
  async decode(input, write, context) {
    const cursor = new InputCursor(input, context.signal);
    const stream = await ZstdStream.create();
    try {
      return await new Frames(cursor, stream, write, context).read();
    } finally {
      stream.release();
      await cursor.close();
    }
  },
};

/** Reads the frames of one input. */
class Frames {
  readonly #cursor: InputCursor;
  readonly #stream: ZstdStream;
  readonly #write: (chunk: Uint8Array) => void | Promise<void>;
  readonly #context: ReadContext;
  readonly #meter: ExpansionMeter;
  readonly #faults: Fault[] = [];
  #frames = 0;
  /** Skippable frames, their bytes, and frames that gave nothing. */
  #skipped = 0;
  #skippedBytes = 0;
  #empty = 0;
  /** Where the last whole frame ends, when reading went on behind it. */
  #end: number | undefined;

  constructor(
    cursor: InputCursor,
    stream: ZstdStream,
    write: (chunk: Uint8Array) => void | Promise<void>,
    context: ReadContext,
  ) {
    this.#cursor = cursor;
    this.#stream = stream;
    this.#write = write;
    this.#context = context;
    this.#meter = new ExpansionMeter(context, 'Zstandard');
  }

  async read(): Promise<DecodeEnd> {
    const { limits } = this.#context.budget;
    for (;;) {
      const start = this.#cursor.offset;
      const head = await this.#cursor.peek(FRAME_HEADER);
      if (head.length === 0)
        return this.#ended(this.#frames + this.#skipped === 0 ? this.#notZstd(0) : undefined);
      const stopped = await this.#frame(head, start);
      if (stopped === 'trailing') return this.#ended(undefined);
      if (stopped !== undefined) return this.#ended(stopped);
      if (this.#skipped + this.#empty > limits.gzipMembers) {
        const what = `${counted(this.#skipped + this.#empty, 'Zstandard frame')} hold nothing; the rest was not read.`;
        return this.#ended(limitFault('gzipMembers', limits, what, { offset: start }));
      }
    }
  }

  /** Reads the frame at `start`; gives what ends the reading. */
  async #frame(head: Uint8Array, start: number): Promise<Fault | 'trailing' | undefined> {
    const frame = zstdFrame(head);
    switch (frame.kind) {
      case 'zstd':
        return this.#decodeFrame(frame.window, frame.dictionary, start);
      case 'skippable':
        this.#skipped++;
        this.#skippedBytes += frame.length;
        return (await this.#cursor.skip(frame.length)) ? undefined : this.#truncated();
      case 'cut':
        await this.#cursor.rest();
        return this.#truncated();
      case 'reserved':
        return this.#fault('zstd.reserved', 'A reserved bit is set in the header of the frame', start);
      case 'other':
        if (this.#frames + this.#skipped === 0) return this.#notZstd(start);
        await this.#readTrailing(start);
        return 'trailing';
    }
  }

  async #decodeFrame(window: number, dictionary: boolean, start: number): Promise<Fault | undefined> {
    const { budget } = this.#context;
    if (dictionary)
      return this.#fault(
        'zstd.dictionary',
        'A dictionary is needed, which is not here, for the frame',
        start,
      );
    if (window > budget.limits.window) {
      const what = `The Zstandard frame at byte ${inWords(start)} needs a window of ${counted(window, 'byte')}. ${this.#kept()}`;
      return limitFault('window', budget.limits, what, { offset: start });
    }
    if (!budget.take('held', window)) {
      const what = `The Zstandard frame at byte ${inWords(start)} needs a window of ${counted(window, 'byte')}. ${this.#kept()}`;
      return limitFault('heldPerCase', budget.limits, what, { offset: start });
    }
    try {
      const before = this.#meter.produced;
      const stopped = await this.#steps(start);
      if (stopped === undefined) {
        this.#frames++;
        if (this.#meter.produced === before) this.#empty++;
      }
      return stopped;
    } finally {
      budget.release('held', window);
    }
  }

  async #steps(start: number): Promise<Fault | undefined> {
    const cursor = this.#cursor;
    for (let most = FRAME_START; ; ) {
      if (!(await cursor.more())) return this.#truncated();
      const { used, output, asks, error } = this.#stream.step(cursor.chunk, cursor.at, most);
      cursor.at += used;
      if (output.length > 0) {
        const fault = this.#meter.admit(output.length, cursor.offset);
        if (fault !== undefined) return fault;
        await this.#write(output);
      }
      if (error !== 0) return this.#decoderFault(error, start);
      if (asks === 0) return undefined;
      most = asks;
      if (used === 0 && output.length === 0) return this.#decoderFault(ZstdError.corrupt, start);
    }
  }

  #decoderFault(error: number, start: number): Fault {
    this.#end = start;
    switch (error) {
      case ZstdError.checksum:
        return this.#fault('zstd.checksum', 'The content does not match the checksum of the frame', start);
      case ZstdError.windowTooLarge:
        return this.#fault(
          'zstd.window-unsupported',
          'The decoder has no window large enough for the frame',
          start,
        );
      default:
        return this.#fault('zstd.corrupt', `The data are damaged (error ${error}) in the frame`, start);
    }
  }

  #truncated(): Fault {
    const { offset } = this.#cursor;
    const message = `The Zstandard file ends inside frame ${this.#frames + this.#skipped + 1}, at byte ${inWords(offset)}. ${this.#kept()}`;
    return fault('zstd.truncated', 'error', message, { offset });
  }

  #notZstd(offset: number): Fault {
    return fault(
      'zstd.not-zstd',
      'error',
      'The input does not begin with a Zstandard frame: nothing was read.',
      { offset },
    );
  }

  #fault(code: string, what: string, start: number): Fault {
    return fault(code, 'error', `${what} that begins at byte ${inWords(start)}. ${this.#kept()}`, {
      offset: start,
    });
  }

  async #readTrailing(offset: number): Promise<void> {
    this.#end = offset;
    const { length } = await this.#cursor.rest();
    const message = `${counted(length, 'byte')} of something else follow the last Zstandard frame, from byte ${inWords(offset)}.`;
    this.#faults.push(fault('zstd.trailing-data', 'warning', message, { offset }));
  }

  #kept(): string {
    return keptBytes(this.#meter.produced);
  }

  #ended(stopped: Fault | undefined): DecodeEnd {
    if (this.#skipped > 0) {
      const message = `${counted(this.#skipped, 'skippable frame')} of ${counted(this.#skippedBytes, 'byte')} in all stand in the Zstandard file, which decoders pass over.`;
      this.#faults.push(fault('zstd.skippable', 'info', message, { offset: 0 }));
    }
    if (stopped !== undefined) this.#faults.push(stopped);
    return {
      complete: stopped === undefined,
      faults: this.#faults,
      consumed: this.#end ?? this.#cursor.offset,
      produced: this.#meter.produced,
    };
  }
}
