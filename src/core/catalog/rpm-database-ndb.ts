import { hasMagic } from '../base/bytes.ts';
import { inWords } from '../unpack/wording.ts';
import type { Complain, RpmBlob } from './rpm-blob.ts';

export const NDB_MAGIC = 'RpmP';

/** Sizes of rpm's own database (rpm, lib/backend/ndb/rpmpkg.c). Numbers are little-endian. */
const PAGE = 4096;
const SLOT = 16;
const BLOCK = 16;
const HEADER = 32;
const BLOB_HEAD = 16;
const BLOB_TAIL = 12;

/** Headers of the packages in a `Packages.db`: slots at the front say where each lies. */
export function* ndbBlobs(bytes: Uint8Array, complain: Complain): Generator<RpmBlob> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < PAGE || view.getUint32(4, true) !== 0) {
    complain('rpm.ndb', 'error', 'is no ndb database that can be read: its header is damaged', 0);
    return;
  }
  const slotEnd = Math.min(view.getUint32(12, true) * PAGE, Math.floor(bytes.length / PAGE) * PAGE);
  let left = bytes.length;
  for (let slot = HEADER; slot < slotEnd; slot += SLOT) {
    if (!hasMagic(bytes, 'Slot', slot)) {
      complain('rpm.ndb-damaged', 'error', `is damaged at byte ${inWords(slot)}: no slot stands there`, slot);
      return;
    }
    const index = view.getUint32(slot + 4, true);
    const start = view.getUint32(slot + 8, true) * BLOCK;
    const length = view.getUint32(slot + 12, true) * BLOCK;
    if (start === 0) continue;
    const blob = blobAt(bytes, view, { index, start, length });
    if (typeof blob === 'string') {
      const what = `is damaged at byte ${inWords(start)}: the record of package ${inWords(index)} ${blob}`;
      complain('rpm.ndb-damaged', 'error', what, start);
      continue;
    }
    // Records do not share bytes; a file in which they do could give any amount of data.
    left -= length;
    if (left < 0) {
      complain('rpm.ndb-damaged', 'error', 'is damaged: its records overlap', slot);
      return;
    }
    yield { bytes: blob, offset: start + BLOB_HEAD };
  }
}

interface Place {
  readonly index: number;
  readonly start: number;
  readonly length: number;
}

/** The header between the head and the tail of a record, or what is wrong with it. */
function blobAt(bytes: Uint8Array, view: DataView, { index, start, length }: Place): Uint8Array | string {
  const end = start + length;
  if (end > bytes.length) return 'reaches beyond the end of the file';
  if (!hasMagic(bytes, 'BlbS', start) || length < BLOB_HEAD + BLOB_TAIL) return 'does not begin as one';
  if (view.getUint32(start + 4, true) !== index) return 'is of another package';
  const size = view.getUint32(start + 12, true);
  if (Math.ceil((BLOB_HEAD + size + BLOB_TAIL) / BLOCK) * BLOCK !== length) return 'does not have its length';
  if (!hasMagic(bytes, 'BlbE', end - 4) || view.getUint32(end - 8, true) !== size)
    return 'was not written to its end';
  return bytes.subarray(start + BLOB_HEAD, start + BLOB_HEAD + size);
}
