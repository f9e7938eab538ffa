import type { EntryType } from '../model/entry-table.ts';
import type { ByteRef, SourceId } from '../model/source.ts';
import type { HowStep, LayerMark } from './views.ts';

export interface TreeChoice {
  readonly tree: SourceId;
  readonly name: string;
  readonly layers: number;
  readonly layerSizes: readonly number[];
}

/** Files in no package that can run or hold what runs; entries of unusual kind or rights. */
export type FileChoice = 'unowned' | 'unusual';

export interface FilesQuery {
  readonly tree: SourceId;
  /** A layer index for what that layer holds; absent for the squashed tree. */
  readonly layer?: number;
  /** Open directories. */
  readonly open: readonly string[];
  readonly text?: string;
  /** These alone, as a flat list. */
  readonly only?: FileChoice;
  /** Removed paths stay in place, struck through. */
  readonly removed: boolean;
  /** Path whose row must be among the rows: the answer's `offset` is chosen so, when the row exists. */
  readonly reveal?: string;
  readonly offset: number;
  readonly limit: number;
}

export interface FileRow {
  readonly path: string;
  readonly name: string;
  readonly depth: number;
  readonly type: EntryType;
  readonly size: number;
  readonly mode: string;
  readonly link: string | undefined;
  readonly strip: readonly LayerMark[];
  readonly state: 'present' | 'removed';
  /** `4, changed in 5`, `hidden by opaque directory in 6`, `setuid`, `leaves the root`. */
  readonly note: string;
  readonly open: boolean | undefined;
  readonly layer: number;
  readonly index: number;
  /** The name has invisible or non-UTF-8 characters, shown escaped. */
  readonly odd: boolean;
}

export interface FileDetail {
  readonly row: FileRow;
  readonly kindTitle: string;
  readonly facts: readonly { readonly label: string; readonly value: string; readonly copy?: string }[];
  readonly layers: readonly { readonly layers: string; readonly what: string }[];
  readonly components: readonly { readonly id: string; readonly name: string; readonly version: string }[];
  readonly how: readonly HowStep[];
  readonly ref: ByteRef | undefined;
}
