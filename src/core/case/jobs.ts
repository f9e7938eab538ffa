import type { Bytes } from '../base/bytes.ts';
import type { DigestAlgorithm, Digests } from '../base/digest.ts';
import type { FileReading } from '../catalog/types.ts';
import type { MeasuredLayer } from '../image/ladder.ts';
import type { ImagePlan } from '../image/plan.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { StatedDocument } from '../model/document.ts';
import type { EntryColumns } from '../model/entry-table.ts';
import type { Found } from '../model/reading.ts';
import type { FileKey, Source, SourceId, Step } from '../model/source.ts';
import type { StatedColumns } from '../model/stated.ts';
import type { SignedPart } from '../verify/jsf.ts';
import type { AdvisoryData } from './advisories/data.ts';
import type { Claim } from './claims.ts';
import type { ContentDigests, ContentOrder } from './contents.ts';
import type { PathedFile } from './folders.ts';
import type { LooseManifest } from './loose-manifest.ts';
import type { Reference } from './references.ts';

/** A piece of work on one dropped file. Jobs share nothing: any worker can run any of them. */
export type Job =
  /** Recognize a file and read all of it, or, for an image, its index; layers follow as jobs of their own. */
  | {
      readonly kind: 'open';
      readonly file: FileKey;
      readonly name: string;
      readonly password?: string;
      /** Set for a folder that is one image layout: its files lie end to end in the bytes, in this order. */
      readonly members?: readonly PathedFile[];
    }
  /** Read one layer of an image in one pass. */
  | { readonly kind: 'layer'; readonly file: FileKey; readonly name: string; readonly layer: LayerOrder }
  /** Hash a whole dropped file: one that was read at random, or by an algorithm that a claim asks for. */
  | {
      readonly kind: 'hash';
      readonly file: FileKey;
      readonly name: string;
      readonly source: SourceId;
      readonly algorithms: readonly DigestAlgorithm[];
    }
  /** Hash single files inside a source by the algorithms that a package's record uses. */
  | {
      readonly kind: 'contents';
      readonly file: FileKey;
      readonly name: string;
      readonly order: ContentOrder;
    };

/** A layer blob of an image in a source. */
export interface LayerOrder {
  readonly source: SourceId;
  readonly parent: SourceId;
  /** Path of the blob in the archive: the key under which images refer to it. */
  readonly blob: string;
  readonly path: string;
  readonly title: string;
  readonly mediaType: string;
  /** As the archive states it; the bytes are fewer where the file was cut off. */
  readonly size: number;
  /** Some manifest names it by SHA-512. */
  readonly sha512: boolean;
  /** What its descriptor says of a table of contents inside it (zstd:chunked). */
  readonly chunked?: ChunkedClaim;
  readonly steps: readonly Step[];
  readonly depth: number;
}

/** Where a layer's table of contents is said to stand, and its digest as it is compressed. */
export interface ChunkedClaim {
  readonly position: string;
  readonly checksum: string | undefined;
}

/** What was measured of a layer blob, and how it was compressed. */
export interface MeasuredBlob extends MeasuredLayer {
  readonly blob: string;
  /** The file ends inside the blob: its digests say nothing about the blob. */
  readonly cut: boolean;
  readonly codec: string | undefined;
}

/** Everything one job learned about one source. Immutable; made once per bytes and limits. */
export interface Harvest {
  readonly source: Source;
  readonly diagnostics: readonly Diagnostic[];
  /** Members, for a source that holds any. Their offsets count in the source's bytes after the steps `inside`. */
  readonly entries?: EntryColumns;
  readonly inside: readonly Step[];
  readonly readings: readonly FileReading[];
  readonly image?: ImagePlan;
  readonly layer?: MeasuredBlob;
  /** What the source claims about artifacts, to be verified. */
  readonly claim?: Claim;
  /** What the source says as a document. */
  readonly document?: StatedDocument;
  /** The components, facts and relations that the document states, and the id of its reader. */
  readonly stated?: { readonly reader: string; readonly columns: StatedColumns };
  /** Signatures that the document carries in itself, as far as it alone tells. */
  readonly signed?: readonly SignedPart[];
  /** An image manifest that was dropped by itself. */
  readonly manifest?: LooseManifest;
  /** What the source states was told before (`JobContext.onEarly`), and is not sent twice. */
  readonly statedEarly?: true;
  /** A certificate that lies beside a bare signature (`FILE.pem` of cosign). */
  readonly certificate?: Bytes;
  /** A root, key or policy that was dropped: of no effect until the user accepts it. */
  readonly reference?: Reference;
  /** Advisory data that were dropped, searchable: of no effect until the user says to use them. */
  readonly advisories?: AdvisoryData;
  /** Encrypted members that no password has opened. */
  readonly locked?: number;
}

export interface JobResult {
  readonly harvests: readonly Harvest[];
  /** Jobs that this one found to do. */
  readonly next: readonly Job[];
  /** Digests of the whole file, for a hash job. */
  readonly hashed?: { readonly source: SourceId; readonly digests: Digests };
  /** Digests of single files, for a job over contents. */
  readonly contents?: { readonly source: SourceId; readonly digests: ContentDigests };
  /** What the job used of the case's budget. */
  readonly used: { readonly expanded: number; readonly entries: number };
}

/** What a running job tells before it is done, so that the first rows come early. */
export interface Glimpse {
  readonly source: SourceId;
  readonly kindTitle?: string;
  readonly entries: number;
  readonly found: readonly Found[];
}
