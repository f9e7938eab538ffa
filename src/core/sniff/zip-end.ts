/** The longest end record a zip can have: 22 bytes and a comment (APPNOTE 4.3.16). */
export const ZIP_END_BYTES = 22 + 65_535;

/**
 * Whether bytes that end a file hold a zip's end record, so that a file of another kind in front (a picture, a script,
 * an executable) carries an archive as well. Linear: looks from the end for a record whose comment fills the rest.
 */
export function endsAsZip(tail: Uint8Array, size: number): boolean {
  for (let at = tail.length - 22; at >= 0; at--) {
    if (tail[at] !== 0x50 || tail[at + 1] !== 0x4b || tail[at + 2] !== 5 || tail[at + 3] !== 6) continue;
    const view = new DataView(tail.buffer, tail.byteOffset + at, 22);
    const position = size - tail.length + at;
    const directory = view.getUint32(12, true);
    if (view.getUint16(20, true) === tail.length - at - 22 && directory > 0 && directory <= position)
      return true;
  }
  return false;
}
