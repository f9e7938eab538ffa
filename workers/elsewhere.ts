import type { Elsewhere, InflatedElsewhere, PieceElsewhere } from '../src/core/unpack/elsewhere.ts';
import type { InflateAnswer, InflateAsk } from './protocol.ts';

/** What a job worker asks of the inflate worker, over a port of its own. */
export function elsewhereOver(port: MessagePort): Elsewhere {
  const streams = new Map<number, Pieces>();
  let last = 0;
  const ask = (message: InflateAsk) => port.postMessage(message);
  port.onmessage = ({ data: { id, ...piece } }: MessageEvent<InflateAnswer>) => streams.get(id)?.came(piece);
  return {
    inflate(format, blob) {
      const id = ++last;
      const pieces = new Pieces(
        () => ask({ id, taken: true }),
        () => {
          streams.delete(id);
          ask({ id, cancel: true });
        },
      );
      streams.set(id, pieces);
      ask({ id, format, blob });
      return pieces;
    },
  };
}

class Pieces implements InflatedElsewhere {
  readonly #taken: () => void;
  readonly cancel: () => void;
  readonly #here: PieceElsewhere[] = [];
  #waiting: ((piece: PieceElsewhere) => void) | undefined;

  constructor(taken: () => void, cancel: () => void) {
    this.#taken = taken;
    this.cancel = cancel;
  }

  came(piece: PieceElsewhere): void {
    if (this.#waiting === undefined) this.#here.push(piece);
    else {
      this.#waiting(piece);
      this.#waiting = undefined;
    }
  }

  async next(): Promise<PieceElsewhere> {
    const piece =
      this.#here.shift() ??
      (await new Promise<PieceElsewhere>((resolve) => {
        this.#waiting = resolve;
      }));
    if (piece.state === 'piece') this.#taken();
    return piece;
  }
}
