import * as packaged from 'xz-decompress';

/** The functions that the WebAssembly module of `xz-decompress` exports. */
interface XzEmbedded {
  readonly memory: WebAssembly.Memory;
  create_context(): number;
  destroy_context(context: number): void;
  supply_input(context: number, length: number): void;
  get_next_output(context: number): number;
}

/** Results of XZ Embedded (xz.h, `enum xz_ret`). */
export const XzResult = {
  ok: 0,
  end: 1,
  memory: 3,
  memoryLimit: 4,
  format: 5,
  options: 6,
  buffer: 8,
} as const;

/** Words of the context: buffer size; input pointer, position, size; output pointer, position. */
const Word = { bufferSize: 0, input: 1, inputAt: 2, inputSize: 3, output: 4, outputAt: 5 } as const;

export interface XzStep {
  /** Bytes of the input that were used. */
  readonly used: number;
  /** Bytes decoded; owned by the caller. */
  readonly output: Uint8Array<ArrayBuffer>;
  /** A value of {@link XzResult}. */
  readonly result: number;
}

/**
 * One streaming decoder of XZ Embedded. It drives the module's functions itself: the stream that `xz-decompress` makes
 * of them throws away what was decoded before a fault, does not say where it is, and lets one stream run at a time.
 */
export class XzStream {
  readonly #lib: XzEmbedded;
  readonly #context: number;

  private constructor(lib: XzEmbedded) {
    this.#lib = lib;
    this.#context = lib.create_context();
  }

  static async create(): Promise<XzStream> {
    return new XzStream(await loaded());
  }

  /** Decodes from `input[at]` on; with nothing left of `input`, tells the decoder that the input is over. */
  step(input: Uint8Array, at: number): XzStep {
    let words = this.#words();
    if (words[Word.inputAt] === words[Word.inputSize]) {
      const piece = input.subarray(at, at + (words[Word.bufferSize] ?? 0));
      new Uint8Array(this.#lib.memory.buffer).set(piece, words[Word.input]);
      this.#lib.supply_input(this.#context, piece.length);
    }
    const before = this.#words()[Word.inputAt] ?? 0;
    const result = this.#lib.get_next_output(this.#context);
    // The memory may have grown, which detaches its buffer.
    words = this.#words();
    const start = words[Word.output] ?? 0;
    const output = new Uint8Array(this.#lib.memory.buffer).slice(start, start + (words[Word.outputAt] ?? 0));
    words[Word.outputAt] = 0;
    return { used: (words[Word.inputAt] ?? 0) - before, output, result };
  }

  release(): void {
    this.#lib.destroy_context(this.#context);
  }

  #words(): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.#lib.memory.buffer, this.#context, 6);
  }
}

let lib: Promise<XzEmbedded> | undefined;

/** The package instantiates its module from bytes of its own, which the content security policy allows. */
function loaded(): Promise<XzEmbedded> {
  lib ??= load();
  return lib;
}

async function load(): Promise<XzEmbedded> {
  // Node hands a CommonJS package over as `default`, a bundler by its names.
  const { XzReadableStream } = 'default' in packaged ? (packaged.default as typeof packaged) : packaged;
  const loader: unknown = XzReadableStream;
  if (!hasLoader(loader)) throw new Error('xz-decompress: its module cannot be reached');
  await loader._getModuleInstance();
  const exports = loader._moduleInstance?.exports;
  if (exports === undefined || !isXzEmbedded(exports))
    throw new Error('xz-decompress: its module lacks a function');
  return exports;
}

interface Loader {
  _getModuleInstance(): Promise<void>;
  readonly _moduleInstance?: WebAssembly.Instance;
}

function hasLoader(value: unknown): value is Loader {
  return (
    typeof value === 'function' &&
    '_getModuleInstance' in value &&
    typeof value._getModuleInstance === 'function'
  );
}

function isXzEmbedded(exports: WebAssembly.Exports): exports is WebAssembly.Exports & XzEmbedded {
  const functions = ['create_context', 'destroy_context', 'supply_input', 'get_next_output'];
  return (
    exports.memory instanceof WebAssembly.Memory &&
    functions.every((name) => typeof exports[name] === 'function')
  );
}
