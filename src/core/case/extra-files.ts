import { isSignatureFile } from '../catalog/java-digests.ts';
import type { TreeEntry } from '../image/tree.ts';
import type { RecordedFiles } from './contents.ts';
import type { CaseModel, CaseTree, PackageRecord } from './model.ts';

/**
 * The tree that holds the files a tree's records speak of: itself, but for the control part of a `.deb`, whose files
 * lie in the data part beside it.
 */
export function holderOf(model: CaseModel, tree: CaseTree): CaseTree {
  const own = model.sources.find(({ id }) => id === tree.source);
  if (own === undefined || !own.name.startsWith('control.tar')) return tree;
  const data = model.sources.find(({ parent, name }) => parent === own.parent && name.startsWith('data.tar'));
  return model.trees.find(({ source }) => source === data?.id) ?? tree;
}

/** Every path of a tree that some record claims, and whether one has its digest. */
export class Claimed {
  readonly #paths = new Map<string, boolean>();

  constructor(files: RecordedFiles, records: readonly PackageRecord[]) {
    for (const { paths, digests = [] } of records)
      for (const [i, given] of paths.entries()) {
        const path = files.realPath(given);
        const known = this.#paths.get(path) === true;
        this.#paths.set(path, known || (digests[i] ?? '') !== '');
      }
  }

  hasDigest(path: string): boolean {
    return this.#paths.get(path) === true;
  }

  has(path: string): boolean {
    return this.#paths.has(path);
  }
}

/** Readers of archives that hold one package and nothing else: a file of such a one that no record names is extra. */
const WHOLE_ARCHIVES = new Set(['deb.archive', 'rpm.archive']);

/** Files that lie among a package's own and that no record of the tree names. */
export function* extraFiles(
  model: CaseModel,
  tree: CaseTree,
  record: PackageRecord,
  claimed: Claimed,
): Generator<TreeEntry> {
  const occurrence = model.occurrences[record.occurrence];
  if (occurrence === undefined) return;
  const isOwn = ownPlaces(model, tree, occurrence.cataloger, occurrence.path, record);
  if (isOwn === undefined) return;
  for (const entry of tree.squashed.entries())
    if (entry.type === 'f' && isOwn(entry.path) && !claimed.has(entry.path)) yield entry;
}

/** Tells the places that belong to the package alone; `undefined` where its record does not say. */
function ownPlaces(
  model: CaseModel,
  tree: CaseTree,
  cataloger: string,
  path: string,
  record: PackageRecord,
): ((path: string) => boolean) | undefined {
  if (WHOLE_ARCHIVES.has(cataloger)) return () => true;
  // The list does not name itself.
  if (cataloger === 'pacman.archive') return (one) => one !== '.MTREE';
  // What a signed archive's manifest does not name was put in after it was signed.
  if (cataloger === 'java.archive') {
    const isSigned = tree.squashed.children('META-INF').some((name) => /\.SF$/i.test(name));
    return isSigned ? (one) => !isSignatureFile(one) : undefined;
  }
  if (cataloger !== 'python.installed') return undefined;
  const info = path.slice(0, path.lastIndexOf('/'));
  const isWheel = model.sources.find(({ id }) => id === tree.source)?.kind === 'wheel';
  // Signatures of a wheel are not in its own record.
  if (isWheel)
    return (one) => one !== `${info}/RECORD` && !/^[^/]+\.dist-info\/RECORD\.(?:jws|p7s)$/.test(one);
  const site = info.slice(0, info.lastIndexOf('/') + 1);
  const folders = new Set<string>();
  for (const one of record.paths) {
    const [folder, ...rest] = one.startsWith(site) ? one.slice(site.length).split('/') : [];
    if (folder !== undefined && rest.length > 0 && folder !== '__pycache__') folders.add(folder);
  }
  return (one) => one.startsWith(site) && folders.has(one.slice(site.length).split('/', 1)[0] ?? '');
}
