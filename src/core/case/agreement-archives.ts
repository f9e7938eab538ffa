import { groupBy } from '../base/group.ts';
import type { FactOf } from '../model/reading.ts';
import type { Agreement, RecordedFile } from './agreement-views.ts';
import { algorithmOf, wholeDigest } from './contents.ts';
import type { CaseModel, CaseSource, CaseTree, Occurrence } from './model.ts';
import { factsWith } from './stated-occurrence.ts';

/** Agreements over whole archives: a lockfile's checksum of a package archive of the case, a package's of its parts. */
export function* archiveAgreements(model: CaseModel): Generator<Agreement> {
  for (const { occurrence, tree, stated, found } of [...partsOf(model), ...locked(model)]) {
    const file: RecordedFile = { path: tree.name, tree: tree.id, stated: stated.join(', '), found };
    const changed = found !== undefined && !stated.includes(found) ? [file] : [];
    yield {
      occurrence,
      algorithms: [...new Set(stated.flatMap((digest) => algorithmOf(digest) ?? []))].sort(),
      agrees: found !== undefined && changed.length === 0 ? 1 : 0,
      changed,
      missing: [],
      extra: [],
      exempted: [],
      unread: found === undefined ? 1 : 0,
      unchecked: [],
    };
  }
}

interface Compared {
  readonly occurrence: number;
  readonly tree: CaseTree;
  /** Any one of them agrees: a lockfile lists every archive of a version. */
  readonly stated: readonly string[];
  readonly found: string | undefined;
}

/** A package that states the digest of a part of itself, which was measured (an apk's data, an rpm's payload). */
function* partsOf(model: CaseModel): Generator<Compared> {
  for (const [at, place] of model.occurrences.entries()) {
    const { tree: id } = place;
    const parts = factsWith(place, 'part-hash').filter(({ field }) => field === 'part-hash');
    for (const [role, mine] of groupBy(parts, ({ role }) => role)) {
      const stated = texts(mine.filter(({ how }) => how === 'stated'));
      const found = texts(mine.filter(({ how }) => how === 'measured'))[0];
      const tree = model.trees.find((one) => one.id === id);
      if (role !== undefined && stated.length > 0 && found !== undefined && tree !== undefined)
        yield { occurrence: at, tree, stated, found };
    }
  }
}

function texts(facts: readonly FactOf[]): string[] {
  return facts.flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
}

/** Package archives of the case by what a lockfile of the case says each must hash to. */
function* locked(model: CaseModel): Generator<Compared> {
  for (const { component, tree, source } of packageArchives(model)) {
    for (const at of model.components[component]?.occurrences ?? []) {
      const one = model.occurrences[at];
      if (one === undefined || one.state !== 'stated') continue;
      const stated = integrityOf(one);
      if (stated.length === 0) continue;
      yield { occurrence: at, tree, stated, found: strongestFound(model, source, stated) };
    }
  }
}

/** What a lockfile says a package's archive hashes to. */
export function integrityOf({ facts }: Occurrence): string[] {
  return texts(facts.filter(({ field }) => field === 'integrity'));
}

/** The archive by an algorithm that is stated; one that agrees before one that does not. */
function strongestFound(model: CaseModel, source: CaseSource, stated: readonly string[]): string | undefined {
  const found = stated.flatMap((digest) => {
    const algorithm = algorithmOf(digest);
    return algorithm === undefined ? [] : (wholeDigest(model, source, algorithm).digest ?? []);
  });
  return found.find((digest) => stated.includes(digest)) ?? found[0];
}

export interface PackageArchive {
  /** Index of {@link CaseModel.components}. */
  readonly component: number;
  readonly tree: CaseTree;
  readonly source: CaseSource;
}

/** Kinds of archives that registries hand out and lockfiles give checksums of. */
const REGISTRY_ARCHIVES = new Set(['npm-package', 'wheel', 'sdist', 'gem', 'crate', 'nupkg']);
/** A signed package's content hash is not that of the file. */
const NUGET_SIGNATURE = '.signature.p7s';

/** Sources that are one package of a registry each. */
export function* packageArchives(model: CaseModel): Generator<PackageArchive> {
  const kinds = new Map(model.sources.map((source) => [source.id, source]));
  const trees = new Map(model.trees.map((tree) => [tree.id, tree]));
  for (const { tree: id, state, component, path } of model.occurrences) {
    const tree = trees.get(id);
    const source = tree && kinds.get(tree.source);
    if (tree === undefined || source === undefined || state !== 'present' || tree.image !== undefined)
      continue;
    const [kind = ''] = source.kind.split('+');
    // Only what names the archive itself: a manifest at its top, or in the one folder there.
    if (!REGISTRY_ARCHIVES.has(kind) || path.split('/').length > 2) continue;
    if (kind === 'nupkg' && tree.squashed.get(NUGET_SIGNATURE) !== undefined) continue;
    yield { component, tree, source };
  }
}
