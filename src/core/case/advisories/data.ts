import type { IndexHeader } from '../../advisory/index-format.ts';
import type { Bytes, Hex } from '../../base/bytes.ts';
import type { FileKey, SourceId } from '../../model/source.ts';

/** Advisory data that was dropped: of no effect until the user says to use it. */
export interface AdvisoryData {
  readonly header: IndexHeader;
  /** The index made of an archive or a record; absent where the dropped file is an index itself. */
  readonly index: Blob | undefined;
}

/** Advisory data that the user accepted, by the digest of the file they came in. */
export interface AcceptedData {
  readonly name: string;
  readonly sha256: Hex;
  /** Ecosystems that the user says they hold in full. */
  readonly covers?: readonly string[];
}

/** Where an index can be searched. */
export interface IndexAt {
  readonly sha256: string;
  readonly source: SourceId;
  /** Of the file that is the index, unless `index` is one made of it. */
  readonly file: FileKey;
  readonly index: Blob | undefined;
}

/** An index as bytes that can be kept out of the heap. */
export function asBlob(index: Bytes): Blob {
  return new Blob([index], { type: 'application/octet-stream' });
}
