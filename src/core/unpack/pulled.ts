import type { DecodeEnd } from './types.ts';

type Write = (chunk: Uint8Array) => Promise<void> | undefined;

/** Bytes decoded ahead of the reader. */
const AHEAD = 1 << 18;

/** What the decoder's `write` rejects with once the reader has left. */
const abandoned = (): Error => new Error('the reader of a decoded stream has left');

/**
 * Turns a decoder, which pushes, into a stream, which is pulled; returns how the decoding ended. A reader that leaves
 * early ends the decoder at its next chunk.
 */
export async function* pulled(
  decode: (write: Write) => Promise<DecodeEnd>,
): AsyncGenerator<Uint8Array, DecodeEnd> {
  const queue = new Queue();
  const decoding = decode((chunk) => queue.push(chunk));
  const ended = decoding.then(
    () => queue.end(),
    () => queue.end(),
  );
  try {
    for (;;) {
      const chunk = await queue.shift();
      if (chunk === undefined) return await decoding;
      yield chunk;
    }
  } finally {
    queue.abandon();
    await ended;
  }
}

class Queue {
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  #ended = false;
  #abandoned = false;
  #onChunk: (() => void) | undefined;
  #onRoom: { readonly resolve: () => void; readonly reject: (error: Error) => void } | undefined;

  push(chunk: Uint8Array): Promise<void> | undefined {
    if (this.#abandoned) throw abandoned();
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    this.#wake();
    if (this.#bytes < AHEAD) return undefined;
    return new Promise((resolve, reject) => {
      this.#onRoom = { resolve, reject };
    });
  }

  async shift(): Promise<Uint8Array | undefined> {
    while (this.#chunks.length === 0) {
      if (this.#ended) return undefined;
      await new Promise<void>((resolve) => {
        this.#onChunk = resolve;
      });
    }
    const chunk = this.#chunks.shift();
    this.#bytes -= chunk?.length ?? 0;
    if (this.#bytes < AHEAD) {
      this.#onRoom?.resolve();
      this.#onRoom = undefined;
    }
    return chunk;
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  abandon(): void {
    this.#abandoned = true;
    this.#chunks = [];
    this.#onRoom?.reject(abandoned());
    this.#onRoom = undefined;
  }

  #wake(): void {
    this.#onChunk?.();
    this.#onChunk = undefined;
  }
}
