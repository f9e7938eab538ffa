import type { Bytes, Hex } from './bytes.ts';

/** A stream of byte chunks. A chunk is valid until the next one is asked for: copy what must be kept. */
export type ByteStream = AsyncIterable<Uint8Array>;

/**
 * Bytes that can be read at random. Reading never changes them; a read past the end is cut short.
 *
 * A read may reject (the file changed or was removed on disk): the caller turns that into a diagnostic.
 */
export interface ByteSource {
  readonly size: number;
  /** Bytes `[start, end)`, clamped to the source. The result is owned by the caller. */
  bytes(start: number, end: number): Promise<Bytes>;
  /** Bytes `[start, end)` in order, in chunks of the source's own size. */
  stream(start?: number, end?: number): ByteStream;
  /** A view of `[start, end)`; offsets in it start at 0. */
  slice(start: number, end: number): ByteSource;
  /** All of the bytes, where they are in memory anyway: to be read, and neither changed nor transferred. */
  readonly held?: Bytes | undefined;
  /** Set where the bytes are exactly those of a blob, which another thread can read. */
  readonly blob?: Blob | undefined;
  /** Hears of a pass that another thread makes over the blob: bytes done and, with the last, their SHA-256. */
  heard?(done: number, sha256?: Hex): void;
}

const CHUNK = 1 << 20;

const clamp = (value: number, size: number): number => Math.max(0, Math.min(value, size));

/** A {@link ByteSource} over bytes already in memory. */
export class BufferSource implements ByteSource {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get size(): number {
    return this.#bytes.length;
  }

  async bytes(start: number, end: number): Promise<Bytes> {
    return new Uint8Array(this.#bytes.subarray(clamp(start, this.size), clamp(end, this.size)));
  }

  async *stream(start = 0, end = this.size): AsyncGenerator<Uint8Array> {
    const last = clamp(end, this.size);
    for (let at = clamp(start, this.size); at < last; at += CHUNK) {
      yield this.#bytes.subarray(at, Math.min(at + CHUNK, last));
    }
  }

  slice(start: number, end: number): ByteSource {
    return new BufferSource(this.#bytes.subarray(clamp(start, this.size), clamp(end, this.size)));
  }
}

/** A {@link BufferSource} whose reader may look at the bytes themselves. */
export class HeldSource extends BufferSource {
  readonly held: Bytes;

  constructor(bytes: Bytes) {
    super(bytes);
    this.held = bytes;
  }
}

/** Chromium may collect a stream that nothing but a pending read into a buffer holds, and never answers the read. */
const BEING_READ = new Set<ReadableStreamBYOBReader | ReadableStreamDefaultReader<Uint8Array>>();

/** Not every browser's blobs give streams that read into a buffer. */
function byteReader(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): ReadableStreamBYOBReader | ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> {
  try {
    return stream.getReader({ mode: 'byob' });
  } catch {
    return stream.getReader();
  }
}

/** A {@link ByteSource} over a `Blob` or `File`. Slices share the blob; nothing is copied until read. */
export class BlobSource implements ByteSource {
  readonly #blob: Blob;

  constructor(blob: Blob) {
    this.#blob = blob;
  }

  get size(): number {
    return this.#blob.size;
  }

  get blob(): Blob {
    return this.#blob;
  }

  async bytes(start: number, end: number): Promise<Bytes> {
    const from = clamp(start, this.size);
    const to = clamp(end, this.size);
    if (to <= from) return new Uint8Array(0);
    return new Uint8Array(await this.#blob.slice(from, to).arrayBuffer());
  }

  /** All chunks lie in one buffer, where the browser can read into it: a quarter of the time, and nothing to collect. */
  async *stream(start = 0, end = this.size): AsyncGenerator<Uint8Array> {
    const part = this.#blob.slice(clamp(start, this.size), clamp(end, this.size));
    if (part.size === 0) return;
    const reader = byteReader(part.stream());
    BEING_READ.add(reader);
    let buffer = new ArrayBuffer(
      reader instanceof ReadableStreamDefaultReader ? 0 : Math.min(CHUNK, part.size),
    );
    try {
      // Chromium may leave a read that meets the end unanswered: the last byte ends it, not the answer that there is none.
      for (let left = part.size; left > 0; ) {
        const { done, value } =
          reader instanceof ReadableStreamDefaultReader
            ? await reader.read()
            : await reader.read(new Uint8Array(buffer));
        if (done || value === undefined) return;
        left -= value.length;
        yield value;
        buffer = value.buffer;
      }
    } finally {
      // Runs on early return too; a cancelled reader rejects nothing anyone waits for.
      await reader.cancel().catch(() => undefined);
      BEING_READ.delete(reader);
    }
  }

  slice(start: number, end: number): ByteSource {
    return new BlobSource(this.#blob.slice(clamp(start, this.size), clamp(end, this.size)));
  }
}

/** Reads a whole stream into one buffer, or `undefined` once it exceeds `limit` bytes. */
export async function collect(stream: ByteStream, limit: number): Promise<Bytes | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > limit) return undefined;
    parts.push(new Uint8Array(chunk));
  }
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
