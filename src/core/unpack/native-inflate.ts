import type { ByteSource, ByteStream } from '../base/byte-source.ts';
import type { Fault } from '../base/result.ts';
import { WORTH_ELSEWHERE } from './elsewhere.ts';
import { ExpansionMeter } from './expansion.ts';
import type { DeflateFormat } from './inflate.ts';
import { isSource } from './input-cursor.ts';
import type { DecodeEnd, ReadContext } from './types.ts';

/** Input handed over at once: even 1,032 times as long, as deflate may become, it stays small. */
const PIECE = 1 << 15;
/** Input that may have been handed over and not yet be decoded. */
const IN_FLIGHT = 4 * PIECE;

type Write = (chunk: Uint8Array) => void | Promise<void>;

/**
 * Decodes one deflate stream of at least `least` bytes with `DecompressionStream`, which is faster than pako but tells
 * nothing of its input. Where it fails, or the ratio may be exceeded, pako has to decode again from the start: then
 * the answer is how many bytes were written already.
 */
export async function decodeNatively(
  format: DeflateFormat,
  input: ByteSource | ByteStream,
  least: number,
  write: Write,
  context: ReadContext,
): Promise<DecodeEnd | number> {
  if (!isSource(input) || input.size < least || !(await nativeIsStrict(format))) return 0;
  const meter = new ExpansionMeter(context, format);
  const end =
    (await inflateElsewhere(format, input, write, meter, context)) ??
    (await inflateNatively(format, input, write, meter, context.signal));
  const { produced } = meter;
  if (end === 'unsure') return produced;
  if (end === 'whole') return { complete: true, faults: [], consumed: input.size, produced };
  return { complete: false, faults: [end], consumed: end.offset ?? 0, produced };
}

type End = 'whole' | 'unsure' | Fault;

/** {@link inflateNatively} on another thread; `undefined` where there is none free, or the bytes cannot go there. */
export async function inflateElsewhere(
  format: DeflateFormat,
  source: ByteSource,
  write: Write,
  meter: ExpansionMeter,
  { elsewhere, signal }: Pick<ReadContext, 'elsewhere' | 'signal'>,
): Promise<End | undefined> {
  const { blob } = source;
  if (elsewhere === undefined || blob === undefined || blob.size < WORTH_ELSEWHERE) return undefined;
  const stream = elsewhere.inflate(format, blob);
  const ballast = new Ballast();
  try {
    for (;;) {
      signal.throwIfAborted();
      const piece = await stream.next();
      if (piece.state === 'busy') return undefined;
      if (piece.state === 'failed') return 'unsure';
      if (piece.state === 'whole') {
        source.heard?.(piece.fed, piece.sha256);
        return 'whole';
      }
      source.heard?.(piece.fed);
      for (const chunk of piece.chunks) {
        const stop = admit(chunk, piece.fed, meter);
        if (stop !== undefined) return stop;
        await write(chunk);
        ballast.used(chunk.length);
      }
    }
  } finally {
    stream.cancel();
  }
}

/** Why a chunk may not be handed on. */
function admit(chunk: Uint8Array, fed: number, meter: ExpansionMeter): 'unsure' | Fault | undefined {
  // Chunks in flight only make the input look longer than it was; pako decides what is truly too dense.
  if (meter.tooDense(chunk.length, fed - IN_FLIGHT)) return 'unsure';
  return meter.admit(chunk.length, fed);
}

/** The decoding itself, wherever it is allowed: `unsure` when pako has to have a look. */
export async function inflateNatively(
  format: DeflateFormat,
  source: ByteSource,
  write: Write,
  meter: ExpansionMeter,
  signal: AbortSignal,
): Promise<End> {
  const ballast = new Ballast();
  for await (const { chunk, fed } of nativeChunks(format, source)) {
    signal.throwIfAborted();
    if (chunk === undefined) return 'unsure';
    const stop = admit(chunk, fed, meter);
    if (stop !== undefined) return stop;
    await write(chunk);
    ballast.used(chunk.length);
  }
  return 'whole';
}

/** After so much output a buffer of that weight is made. */
const EACH = 4 << 20;
const WEIGHT = 8 << 20;

/**
 * Each chunk of the native decoder is a buffer outside the heap, and an engine that sees a small heap lets a hundred
 * megabytes of them lie. Buffers that nobody touches take no memory, but count: it collects so much earlier.
 */
class Ballast {
  #used = 0;
  /** Held, or it need not be made. */
  weight: ArrayBuffer | undefined;

  used(bytes: number): void {
    this.#used += bytes;
    if (this.#used < EACH) return;
    this.#used = 0;
    this.weight = new ArrayBuffer(WEIGHT);
  }
}

/** Output of the native decoder, with how much input it was handed so far. The last has no chunk where it refuses. */
export async function* nativeChunks(
  format: DeflateFormat,
  source: ByteSource,
): AsyncGenerator<{ readonly chunk: Uint8Array | undefined; readonly fed: number }> {
  const { readable, writable } = new DecompressionStream(format);
  const reader = readable.getReader();
  const feed = new Feed(source, writable.getWriter());
  const feeding = feed.run();
  try {
    for (;;) {
      const chunk = await next(reader);
      if (chunk === undefined) return;
      yield { chunk: chunk === 'failed' ? undefined : chunk, fed: feed.fed };
      if (chunk === 'failed') return;
    }
  } finally {
    feed.stopped = true;
    await Promise.all([ignore(reader.cancel()), feeding]);
  }
}

class Feed {
  readonly #source: ByteSource;
  readonly #writer: WritableStreamDefaultWriter<BufferSource>;
  /** Bytes handed over so far. */
  fed = 0;
  stopped = false;

  constructor(source: ByteSource, writer: WritableStreamDefaultWriter<BufferSource>) {
    this.#source = source;
    this.#writer = writer;
  }

  /** Settles when all was handed over or the decoder takes no more; never rejects. */
  async run(): Promise<void> {
    ignore(this.#writer.closed);
    try {
      for await (const chunk of this.#source.stream()) {
        let written: Promise<void> | undefined;
        for (let at = 0; at < chunk.length; at += PIECE) {
          await this.#writer.ready;
          if (this.stopped) return;
          const piece = chunk.subarray(at, at + PIECE) as Uint8Array<ArrayBuffer>;
          this.fed += piece.length;
          written = this.#writer.write(piece);
          ignore(written);
        }
        // The source may use the chunk again once it is asked for the next one: the decoder must be through with it.
        await written;
      }
      await this.#writer.close();
    } catch (thrown) {
      // A source that cannot be read fails again, and loudly, when pako reads it.
      await ignore(this.#writer.abort(thrown));
    }
  }
}

async function next(
  reader: ReadableStreamDefaultReader<Uint8Array>,
): Promise<Uint8Array | undefined | 'failed'> {
  try {
    const { done, value } = await reader.read();
    return done ? undefined : value;
  } catch {
    return 'failed';
  }
}

function ignore(promise: Promise<unknown>): Promise<unknown> {
  return promise.catch(() => undefined);
}

// An empty gzip member and an empty raw deflate stream.
const EMPTY = {
  gzip: [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  'deflate-raw': [3, 0],
} as const;

const strict = new Map<DeflateFormat, Promise<boolean>>();

/**
 * Whether the native decoder refuses anything behind the first stream, as the Compression specification demands. Where
 * it does not (Node 20 reads on in silence, or ignores what begins with a zero), a report made with it would differ.
 */
export function nativeIsStrict(format: DeflateFormat): Promise<boolean> {
  let known = strict.get(format);
  if (known === undefined) {
    known = probe(format);
    strict.set(format, known);
  }
  return known;
}

async function probe(format: DeflateFormat): Promise<boolean> {
  if (typeof DecompressionStream === 'undefined') return false;
  const one = EMPTY[format];
  const accepts = (bytes: readonly number[]): Promise<boolean> =>
    new Response(new Blob([Uint8Array.from(bytes)]).stream().pipeThrough(new DecompressionStream(format)))
      .arrayBuffer()
      .then(
        () => true,
        () => false,
      );
  const [plain, twice, zero] = await Promise.all([
    accepts(one),
    accepts([...one, ...one]),
    accepts([...one, 0]),
  ]);
  return plain && !twice && !zero;
}
