import type { DigestAlgorithm } from '../base/digest.ts';
import { RealPaths } from '../catalog/ownership.ts';
import type { TreeEntry } from '../image/tree.ts';
import type { FileKey, SourceId, Step } from '../model/source.ts';
import type { CaseLayer, CaseModel, CaseSource, CaseTree } from './model.ts';

/** `alg:hex` by {@link contentKey}; `undefined` where it was asked for and could not be had. */
export type ContentDigests = ReadonlyMap<string, string | undefined>;

/** Digests of single files by the source whose entries they are. */
export type Contents = ReadonlyMap<SourceId, ContentDigests>;

/** Single files of one source that are to be hashed. */
export interface ContentOrder {
  readonly source: SourceId;
  readonly file: FileKey;
  /** From the dropped file to the bytes that the entries' steps start from. */
  readonly steps: readonly Step[];
  readonly entries: readonly ContentEntry[];
}

export interface ContentEntry {
  readonly index: number;
  readonly steps: readonly Step[];
  readonly algorithms: readonly DigestAlgorithm[];
}

const ALGORITHMS: readonly DigestAlgorithm[] = ['md5', 'sha1', 'sha256', 'sha384', 'sha512'];

/** The algorithm of `alg:hex`, where it is one that Loupe computes. */
export function algorithmOf(digest: string): DigestAlgorithm | undefined {
  const colon = digest.indexOf(':');
  return ALGORITHMS.find((name) => name.length === colon && digest.startsWith(name));
}

function contentKey(index: number, algorithm: DigestAlgorithm): string {
  return `${index}:${algorithm}`;
}

/** An entry as it is told from all others of a case, with its place in the layer that holds its bytes. */
export interface Located {
  readonly entry: TreeEntry;
  readonly layer: CaseLayer;
  readonly index: number;
}

/** Finds the files of records in a tree: folders of a path may be links, and the file a hard link. */
export class RecordedFiles {
  readonly #tree: CaseTree;
  readonly #real: RealPaths;

  constructor(tree: CaseTree) {
    this.#tree = tree;
    this.#real = new RealPaths(tree.squashed);
  }

  realPath(path: string): string {
    return this.#real.of(path);
  }

  entry(path: string): TreeEntry | undefined {
    return this.#tree.squashed.get(this.realPath(path));
  }

  /** Where the bytes of a file are; `undefined` for what has none. */
  locate(entry: TreeEntry): Located | undefined {
    const at = this.#tree.squashed.content(entry);
    const layer = at && this.#tree.layers[at.layer];
    return at === undefined || layer === undefined ? undefined : { entry, layer, index: at.index };
  }
}

/** `alg:hex` of a file by the algorithm, as measured; `asked` tells whether it was tried. */
export function measuredDigest(
  model: Pick<CaseModel, 'contents'>,
  { layer, index }: Located,
  algorithm: DigestAlgorithm,
): { readonly digest: string | undefined; readonly asked: boolean } {
  if (algorithm === 'sha256') {
    const hex = layer.table.sha256(index);
    return { digest: hex === undefined ? undefined : `sha256:${hex}`, asked: true };
  }
  const known = model.contents.get(layer.source);
  const key = contentKey(index, algorithm);
  return { digest: known?.get(key), asked: known?.has(key) === true };
}

/** In place of an entry's number: the source as a whole. */
export const WHOLE = -1;

/** `alg:hex` of a whole source, and whether it was tried. */
export function wholeDigest(
  model: Pick<CaseModel, 'contents'>,
  { id, digests }: Pick<CaseSource, 'id' | 'digests'>,
  algorithm: DigestAlgorithm,
): { readonly digest: string | undefined; readonly asked: boolean } {
  const own = digests[algorithm];
  if (own !== undefined) return { digest: `${algorithm}:${own}`, asked: true };
  const known = model.contents.get(id);
  const key = contentKey(WHOLE, algorithm);
  return { digest: known?.get(key), asked: known?.has(key) === true };
}

/** What a job over contents was asked and could not tell: it is not asked again. */
export function notComputed({ source, entries }: ContentOrder): {
  source: SourceId;
  digests: ContentDigests;
} {
  return { source, digests: contentDigests(entries, () => undefined) };
}

export function contentDigests(
  entries: readonly ContentEntry[],
  digestOf: (index: number, algorithm: DigestAlgorithm) => string | undefined,
): ContentDigests {
  return new Map(
    entries.flatMap(({ index, algorithms }) =>
      algorithms.map((algorithm) => [contentKey(index, algorithm), digestOf(index, algorithm)] as const),
    ),
  );
}

export function withContents(
  known: Contents,
  found: { readonly source: SourceId; readonly digests: ContentDigests } | undefined,
): Contents {
  if (found === undefined) return known;
  return new Map([...known, [found.source, new Map([...(known.get(found.source) ?? []), ...found.digests])]]);
}
