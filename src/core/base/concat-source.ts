import type { ByteSource } from './byte-source.ts';
import { type Bytes, concatBytes } from './bytes.ts';

/** Several sources end to end as one: a folder read as if it were one file. */
export class ConcatSource implements ByteSource {
  readonly size: number;
  readonly #parts: readonly { readonly source: ByteSource; readonly start: number }[];

  constructor(sources: readonly ByteSource[]) {
    let start = 0;
    this.#parts = sources.map((source) => {
      const part = { source, start };
      start += source.size;
      return part;
    });
    this.size = start;
  }

  async bytes(start: number, end: number): Promise<Bytes> {
    return concatBytes(await Promise.all(this.#cut(start, end).map((part) => part.bytes(0, part.size))));
  }

  async *stream(start = 0, end = this.size): AsyncGenerator<Uint8Array> {
    for (const part of this.#cut(start, end)) yield* part.stream();
  }

  slice(start: number, end: number): ByteSource {
    const parts = this.#cut(start, end);
    const [only] = parts;
    return only !== undefined && parts.length === 1 ? only : new ConcatSource(parts);
  }

  #cut(start: number, end: number): ByteSource[] {
    return this.#parts.flatMap(({ source, start: at }) => {
      const from = Math.max(0, start - at);
      const to = Math.min(source.size, end - at);
      return to > from ? [source.slice(from, to)] : [];
    });
  }
}
