/** Most bytes that tell what a frame is: magic, descriptor, window, dictionary id, content size. */
export const FRAME_HEADER = 18;

const MAGIC = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;

/** What stands at the start of a frame (RFC 8878, 3.1). */
export type ZstdFrame =
  | { readonly kind: 'zstd'; readonly window: number; readonly dictionary: boolean }
  /** User data, passed over by decoders; `length` counts its header too. */
  | { readonly kind: 'skippable'; readonly length: number }
  | { readonly kind: 'cut' }
  | { readonly kind: 'reserved' }
  | { readonly kind: 'other' };

const DICTIONARY_BYTES = [0, 1, 2, 4] as const;
const CONTENT_SIZE_BYTES = [0, 2, 4, 8] as const;

/** Reads the header of a frame from the bytes there are, {@link FRAME_HEADER} at most. */
export function zstdFrame(bytes: Uint8Array): ZstdFrame {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4) return { kind: startsLikeFrame(bytes) ? 'cut' : 'other' };
  const magic = view.getUint32(0, true);
  if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE) {
    if (bytes.length < 8) return { kind: 'cut' };
    return { kind: 'skippable', length: 8 + view.getUint32(4, true) };
  }
  if (magic !== MAGIC) return { kind: 'other' };
  if (bytes.length < 5) return { kind: 'cut' };
  const descriptor = view.getUint8(4);
  if ((descriptor & 8) !== 0) return { kind: 'reserved' };
  const single = (descriptor & 0x20) !== 0;
  const dictionaryBytes = DICTIONARY_BYTES[descriptor & 3] ?? 0;
  const sizeBytes = CONTENT_SIZE_BYTES[descriptor >> 6] || (single ? 1 : 0);
  const dictionaryAt = single ? 5 : 6;
  const sizeAt = dictionaryAt + dictionaryBytes;
  if (bytes.length < sizeAt + sizeBytes) return { kind: 'cut' };
  return {
    kind: 'zstd',
    window: single ? contentSize(view, sizeAt, sizeBytes) : windowSize(view.getUint8(5)),
    dictionary: littleEndian(view, dictionaryAt, dictionaryBytes) !== 0,
  };
}

function startsLikeFrame(bytes: Uint8Array): boolean {
  const zstd = [0x28, 0xb5, 0x2f];
  return bytes.length > 0 && bytes.every((byte, i) => byte === zstd[i]);
}

function windowSize(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

/** With two bytes the size is stated less 256. */
function contentSize(view: DataView, at: number, length: number): number {
  return littleEndian(view, at, length) + (length === 2 ? 256 : 0);
}

function littleEndian(view: DataView, at: number, length: number): number {
  let value = 0;
  for (let i = length - 1; i >= 0; i--) value = value * 256 + view.getUint8(at + i);
  return value;
}
