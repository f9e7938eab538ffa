import { FIXED, MAX32, SIGNATURE, viewOf } from './zip-records.ts';

/**
 * Where in `bytes`, which start at `offset` of the source, the next record can stand, or -1. What cannot be one is
 * passed over here, without waiting: chance signatures are many, and planted ones can be millions. `openData` is how
 * many bytes of data the open member has before `bytes`.
 */
export function nextRecord(
  bytes: Uint8Array,
  offset: number,
  nameBytes: number,
  openData: number | undefined,
): number {
  const view = viewOf(bytes);
  for (let at = 0; at + 4 <= bytes.length; at++) {
    if (bytes[at] !== 0x50 || bytes[at + 1] !== 0x4b) continue;
    const left = bytes.length - at;
    switch (view.getUint32(at, true)) {
      case SIGNATURE.local:
        if (left < FIXED.local || mayBeLocal(view, at, nameBytes)) return at;
        break;
      case SIGNATURE.descriptor: {
        if (openData === undefined) break;
        // The low half of the packed size stands at the same place in either width.
        if (left < 12 || view.getUint32(at + 8, true) === (openData + at) >>> 0) return at;
        break;
      }
      case SIGNATURE.end:
        if (left < FIXED.end || mayBeEnd(view, at, offset + at)) return at;
        break;
      case SIGNATURE.central:
        return at;
    }
  }
  return -1;
}

/** A local header of a version, method and name length that exist, without reserved flags. */
export function mayBeLocal(view: DataView, at: number, nameBytes: number): boolean {
  const RESERVED_BITS = 0xc780;
  const NEWEST_VERSION = 63;
  const method = view.getUint16(at + 8, true);
  const nameLength = view.getUint16(at + 26, true);
  return (
    view.getUint8(at + 4) <= NEWEST_VERSION &&
    (view.getUint16(at + 6, true) & RESERVED_BITS) === 0 &&
    (method <= 20 || (method >= 93 && method <= 99)) &&
    nameLength > 0 &&
    nameLength <= nameBytes
  );
}

/** An end record whose directory could lie before it. */
export function mayBeEnd(view: DataView, at: number, offset: number): boolean {
  const size = view.getUint32(at + 12, true);
  return size <= offset || size === MAX32;
}
