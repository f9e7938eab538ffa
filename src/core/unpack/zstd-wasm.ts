import { ZSTDDecoder } from 'zstddec/stream';

/** The functions of libzstd that the WebAssembly module of `zstddec` exports. */
interface Libzstd {
  readonly memory: WebAssembly.Memory;
  malloc(bytes: number): number;
  ZSTD_createDCtx(): number;
  ZSTD_freeDCtx(context: number): number;
  ZSTD_DStreamInSize(): number;
  ZSTD_DStreamOutSize(): number;
  ZSTD_decompressStream(context: number, output: number, input: number): number;
}

/** Codes of `ZSTD_ErrorCode` (zstd_errors.h) that have a sentence of their own. */
export const ZstdError = { windowTooLarge: 16, corrupt: 20, checksum: 22 } as const;

export interface ZstdStep {
  /** Bytes of the input that were used. */
  readonly used: number;
  /** Bytes decoded; owned by the caller. */
  readonly output: Uint8Array<ArrayBuffer>;
  /** Bytes wanted next; 0 when the frame is over and all of it was given. */
  readonly asks: number;
  /** A code of `ZSTD_ErrorCode`; 0 for none. */
  readonly error: number;
}

/** Bytes to begin a frame with: fewer than a frame has, so that none is decoded in one go. */
export const FRAME_START = 4;
/** Results from here on are negated error codes. */
const FIRST_ERROR = 0xffffffff - 120;

/**
 * One streaming decoder of libzstd. It drives the module's functions itself: the streaming method of `zstddec` takes
 * no asynchronous input, overlooks error codes and then does not end, and leaks its memory when it is left early.
 */
export class ZstdStream {
  readonly #lib: Libzstd;
  readonly #inSize: number;
  readonly #outSize: number;
  readonly #in: number;
  readonly #out: number;
  /** `ZSTD_inBuffer` and `ZSTD_outBuffer`: pointer, size, position, 4 bytes each. */
  readonly #inBuffer: number;
  readonly #outBuffer: number;
  #context: number;
  /** The piece of input that lies in the module's memory. */
  #loaded: Uint8Array | undefined;
  #from = 0;
  #to = 0;

  private constructor(lib: Libzstd) {
    this.#lib = lib;
    this.#inSize = lib.ZSTD_DStreamInSize();
    this.#outSize = lib.ZSTD_DStreamOutSize();
    this.#in = lib.malloc(this.#inSize);
    this.#out = lib.malloc(this.#outSize);
    this.#inBuffer = lib.malloc(12);
    this.#outBuffer = lib.malloc(12);
    this.#context = lib.ZSTD_createDCtx();
  }

  static async create(): Promise<ZstdStream> {
    const idle = spare;
    spare = undefined;
    if (idle !== undefined) return idle;
    const { exports } = await WebAssembly.instantiate(await compiled(), IMPORTS);
    if (!isLibzstd(exports)) throw new Error('zstddec: its module lacks a function');
    return new ZstdStream(exports);
  }

  /**
   * Decodes at most `most` bytes from `input[at]` on: {@link FRAME_START} at the start of a frame, then as many as the
   * last step asked for. Given more, libzstd keeps back what it decoded in a step that ends in a fault, and what is
   * kept would depend on how the input is cut.
   */
  step(input: Uint8Array, at: number, most: number): ZstdStep {
    if (input !== this.#loaded || at < this.#from || at >= this.#to) this.#load(input, at);
    const lib = this.#lib;
    let view = new DataView(lib.memory.buffer);
    view.setUint32(this.#inBuffer, this.#in, true);
    const end = Math.min(this.#to, at + most);
    view.setUint32(this.#inBuffer + 4, end - this.#from, true);
    view.setUint32(this.#inBuffer + 8, at - this.#from, true);
    view.setUint32(this.#outBuffer, this.#out, true);
    view.setUint32(this.#outBuffer + 4, this.#outSize, true);
    view.setUint32(this.#outBuffer + 8, 0, true);
    const result = lib.ZSTD_decompressStream(this.#context, this.#outBuffer, this.#inBuffer) >>> 0;
    // The memory may have grown, which detaches its buffer.
    view = new DataView(lib.memory.buffer);
    const written = view.getUint32(this.#outBuffer + 8, true);
    const used = view.getUint32(this.#inBuffer + 8, true) - (at - this.#from);
    const output = new Uint8Array(lib.memory.buffer).slice(this.#out, this.#out + written);
    return { used, output, asks: result, error: result > FIRST_ERROR ? 0x100000000 - result : 0 };
  }

  /** Ends the use of this decoder; it may serve again, unless a large window has made its memory large. */
  release(): void {
    const KEEP = 32 * 2 ** 20;
    this.#loaded = undefined;
    if (this.#lib.memory.buffer.byteLength > KEEP) return;
    this.#lib.ZSTD_freeDCtx(this.#context);
    this.#context = this.#lib.ZSTD_createDCtx();
    spare = this;
  }

  #load(input: Uint8Array, at: number): void {
    const piece = input.subarray(at, at + this.#inSize);
    new Uint8Array(this.#lib.memory.buffer).set(piece, this.#in);
    this.#loaded = input;
    this.#from = at;
    this.#to = at + piece.length;
  }
}

/** A decoder that nobody uses: an instance takes 16 MiB of address space, and small frames come by the thousand. */
let spare: ZstdStream | undefined;

const IMPORTS = { env: { emscripten_notify_memory_growth: () => undefined } };

let module: Promise<WebAssembly.Module> | undefined;

/**
 * The compiled module of `zstddec`. The package would `fetch` it from a `data:` address, which the content security
 * policy forbids; for the moment of that call, `fetch` is a function that decodes the address instead.
 */
function compiled(): Promise<WebAssembly.Module> {
  module ??= new Promise((resolve, reject) => {
    const decoder = new ZSTDDecoder();
    decoder._init = (result) => resolve(result.module);
    const before = Object.getOwnPropertyDescriptor(globalThis, 'fetch');
    const value = async (address: string): Promise<Response> => new Response(fromDataAddress(address));
    Object.defineProperty(globalThis, 'fetch', { value, configurable: true, writable: true });
    try {
      // Resolved by then, unless the package was used elsewhere before.
      decoder.init().then(() => reject(new Error('zstddec was started by other code')), reject);
    } finally {
      if (before !== undefined) Object.defineProperty(globalThis, 'fetch', before);
      else Reflect.deleteProperty(globalThis, 'fetch');
    }
  });
  return module;
}

function fromDataAddress(address: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(address.slice(address.indexOf(',') + 1)), (character) =>
    character.charCodeAt(0),
  );
}

function isLibzstd(exports: WebAssembly.Exports): exports is WebAssembly.Exports & Libzstd {
  const functions = [
    'malloc',
    'ZSTD_createDCtx',
    'ZSTD_freeDCtx',
    'ZSTD_DStreamInSize',
    'ZSTD_DStreamOutSize',
    'ZSTD_decompressStream',
  ];
  return (
    exports.memory instanceof WebAssembly.Memory &&
    functions.every((name) => typeof exports[name] === 'function')
  );
}
