import { BlobSource } from '../src/core/base/byte-source.ts';
import { type Hex, toHex } from '../src/core/base/bytes.ts';
import { createHasher, webCrypto } from '../src/core/base/digest.ts';
import { HashingSource } from '../src/core/case/hashing-source.ts';
import { HASHED_WHOLE } from '../src/core/unpack/elsewhere.ts';
import { nativeChunks } from '../src/core/unpack/native-inflate.ts';
import type { InflateAnswer, InflateAsk } from './protocol.ts';

/** Bytes of output gathered for one message. */
const BATCH = 1 << 18;
/** Batches on their way that the job has not asked to be followed: 8 MB, so that neither waits for the other's turns. */
const AHEAD = 32;

/** Bytes of garbage for each batch that make the engine look for what can be collected, every hundred megabytes or so. */
const WEIGHT = 1 << 17;

/** Inflates for the job workers, so that a layer is decoded on one core while its files are hashed on another. */
export function startInflateWorker(): void {
  let busy = false;
  self.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (!(data instanceof MessagePort)) return;
    const port = data;
    const running = new Map<number, Turn>();
    port.onmessage = ({ data: ask }: MessageEvent<InflateAsk>) => {
      if ('blob' in ask) {
        if (busy) {
          port.postMessage({ id: ask.id, state: 'busy' } satisfies InflateAnswer);
          return;
        }
        busy = true;
        const turn = new Turn();
        running.set(ask.id, turn);
        void inflate(port, ask, turn).finally(() => {
          running.delete(ask.id);
          busy = false;
        });
      } else if ('cancel' in ask) running.get(ask.id)?.cancel();
      else running.get(ask.id)?.taken();
    };
  };
}

/** How far the reader is: the decoder runs {@link AHEAD} batches ahead of it, and no further. */
class Turn {
  cancelled = false;
  weight: ArrayBuffer | undefined;
  #ahead = 0;
  #go: (() => void) | undefined;

  taken(): void {
    this.#ahead--;
    this.#go?.();
  }

  cancel(): void {
    this.cancelled = true;
    this.#go?.();
  }

  async sent(): Promise<void> {
    this.#ahead++;
    while (this.#ahead >= AHEAD && !this.cancelled)
      await new Promise<void>((resolve) => {
        this.#go = resolve;
      });
  }
}

async function inflate(
  port: MessagePort,
  { id, format, blob }: Extract<InflateAsk, { blob: Blob }>,
  turn: Turn,
): Promise<void> {
  const answer = (message: InflateAnswer, transfer: Transferable[] = []) =>
    port.postMessage(message, transfer);
  try {
    let done = 0;
    const beside = blob.size <= HASHED_WHOLE ? wholeSha256(blob, webCrypto()) : undefined;
    beside?.catch(() => undefined);
    const hasher = beside === undefined ? await createHasher('sha256') : undefined;
    const source = new HashingSource(new BlobSource(blob), hasher, (bytes) => {
      done = bytes;
    });
    let chunks: Uint8Array[] = [];
    let gathered = 0;
    const send = async (fed: number) => {
      const buffers = chunks.map(({ buffer }) => buffer as ArrayBuffer);
      answer({ id, state: 'piece', chunks, fed }, buffers);
      chunks = [];
      gathered = 0;
      // What was transferred weighs on this thread no more, so that nothing else the decoder leaves would be collected.
      turn.weight = new ArrayBuffer(WEIGHT);
      await turn.sent();
    };
    for await (const { chunk, fed } of nativeChunks(format, source)) {
      if (turn.cancelled) return;
      if (chunk === undefined) {
        answer({ id, state: 'failed' });
        return;
      }
      chunks.push(chunk);
      gathered += chunk.length;
      if (gathered >= BATCH) await send(fed);
    }
    if (turn.cancelled) return;
    if (chunks.length > 0) await send(done);
    const sha256 = beside !== undefined && done === blob.size ? await beside : source.sha256;
    if (sha256 === undefined) answer({ id, state: 'failed' });
    else answer({ id, state: 'whole', fed: done, sha256 });
  } catch {
    // A blob that can no longer be read fails again, and says why, when the job reads it.
    answer({ id, state: 'failed' });
  }
}

/** SHA-256 of a blob in one call; `undefined` without WebCrypto. */
function wholeSha256(blob: Blob, subtle: SubtleCrypto | undefined): Promise<Hex> | undefined {
  return subtle === undefined
    ? undefined
    : blob
        .arrayBuffer()
        .then((whole) => subtle.digest('SHA-256', whole))
        .then((digest) => toHex(new Uint8Array(digest)));
}
