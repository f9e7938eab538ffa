/** What is used of two libraries that come without types. */

declare module '@openpgp/unbzip2-stream/lib/bzip2.js' {
  /** Gives the next `count` bits, most significant first; `null` skips to the next whole byte. */
  type ReadBits = (count: number | null) => number;

  interface Bzip2 {
    /** Reads the stream header and gives the block size in units of 100,000 bytes. */
    header(bits: ReadBits): number;
    /**
     * Decodes one block through `write`, a byte a call, and gives the checksum of the stream so far; `null` when the
     * stream's trailer was read instead.
     *
     * @throws what `bits` and `write` throw, and its own errors for data that are damaged.
     */
    decompress(
      bits: ReadBits,
      write: (byte: number) => void,
      work: Int32Array,
      size: number,
      checksum: number,
    ): number | null;
  }

  const bzip2: Bzip2;
  export default bzip2;
}

declare module 'js-lzma' {
  interface Input {
    readByte(): number;
  }

  interface Output {
    writeByte(byte: number): void;
  }

  class Decoder {
    /** What was decoded and may be referred to; bytes from `_streamPos` to `_pos` were not written yet. */
    readonly _outWindow: {
      _buffer: { [index: number]: number };
      readonly _windowSize: number;
      readonly _pos: number;
      readonly _streamPos: number;
      flush(): void;
    };
    /** Reads the five bytes of properties; false when they are none. */
    setDecoderProperties(input: Input): boolean;
    /** Decodes `size` bytes, or to the end marker when it is -1; false when the data are damaged. */
    decode(input: Input, output: Output, size: number): boolean;
  }

  const LZMA: { readonly Decoder: typeof Decoder };
  export default LZMA;
}
