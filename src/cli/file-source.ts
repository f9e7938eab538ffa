import { type FileHandle, open } from 'node:fs/promises';
import type { ByteSource } from '../core/base/byte-source.ts';
import type { Bytes } from '../core/base/bytes.ts';

const CHUNK = 1 << 20;

/** A {@link ByteSource} over a file on disk. Reads reject when the file shrank or went away meanwhile. */
export class FileSource implements ByteSource {
  readonly size: number;
  readonly #handle: FileHandle;
  readonly #start: number;

  private constructor(handle: FileHandle, start: number, size: number) {
    this.#handle = handle;
    this.#start = start;
    this.size = size;
  }

  /** Opens a regular file. Rejects when there is none or it cannot be read. */
  static async open(path: string): Promise<FileSource> {
    const handle = await open(path, 'r');
    const stat = await handle.stat();
    if (stat.isFile()) return new FileSource(handle, 0, stat.size);
    await handle.close();
    throw new Error(`${path} is not a file`);
  }

  async bytes(start: number, end: number): Promise<Bytes> {
    const from = Math.max(0, Math.min(start, this.size));
    const to = Math.max(from, Math.min(end, this.size));
    const out = new Uint8Array(to - from);
    await this.#fill(out, from);
    return out;
  }

  /** All chunks lie in one buffer. */
  async *stream(start = 0, end = this.size): AsyncGenerator<Uint8Array> {
    const last = Math.min(end, this.size);
    const first = Math.max(0, start);
    const buffer = new Uint8Array(Math.max(0, Math.min(CHUNK, last - first)));
    for (let at = first; at < last; at += CHUNK) {
      const chunk = buffer.subarray(0, Math.min(CHUNK, last - at));
      await this.#fill(chunk, at);
      yield chunk;
    }
  }

  slice(start: number, end: number): ByteSource {
    const from = Math.max(0, Math.min(start, this.size));
    const to = Math.max(from, Math.min(end, this.size));
    return new FileSource(this.#handle, this.#start + from, to - from);
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  async #fill(out: Uint8Array, from: number): Promise<void> {
    let at = 0;
    while (at < out.length) {
      const { bytesRead } = await this.#handle.read(out, at, out.length - at, this.#start + from + at);
      if (bytesRead === 0)
        throw new Error(
          `the file ended at byte ${this.#start + from + at}; it was longer when it was opened`,
        );
      at += bytesRead;
    }
  }
}
