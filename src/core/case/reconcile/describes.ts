import type { CaseDocument, CaseModel, CaseTree, Component, Occurrence } from '../model.ts';
import { identityOf, looseName } from './identity.ts';
import { isStrong, statedDigests } from './side.ts';
import type { DescribedBy } from './types.ts';

/** An artifact that a document describes, and how that is known. */
export interface Described {
  readonly tree: CaseTree;
  readonly by: DescribedBy;
  /** Strong digests that the document gives, where none of them is in the case. */
  readonly otherDigests: readonly string[];
}

/**
 * The artifacts a document describes: by the digest of what it describes or of the signed statement that carries it;
 * else, weaker, by purl or name among the files that were dropped; else the only one there is. Several artifacts and no
 * hint: none, since a guess would make everything look wrong.
 */
export function describedBy(model: CaseModel, document: CaseDocument): Described[] {
  const roots = rootsOf(model, document);
  const carried = carriers(model, document);
  const scanned = document.scan?.targetDigests.filter(isStrong) ?? [];
  const digests = [...new Set([...roots.flatMap(digestsOf), ...carried, ...scanned])];
  const artifacts = artifactsOf(model);
  const exact = artifacts.filter((tree) => namedBy(model, tree, digests));
  if (exact.length > 0) return exact.map((tree) => ({ tree, by: 'digest', otherDigests: [] }));
  const sources = new Map(model.sources.map((source) => [source.id, source]));
  // A document inside an archive speaks of a part of it as often as of the whole.
  if (sources.get(document.source)?.parent !== undefined && carried.length === 0) return [];
  const dropped = artifacts.filter(({ source }) => sources.get(source)?.parent === undefined);
  const weak = (by: DescribedBy, trees: readonly CaseTree[]): Described[] =>
    trees.map((tree) => ({ tree, by, otherDigests: digests }));
  const described = new Set(roots.flatMap((root) => packageKey(model.components[root.component]) ?? []));
  const byPurl = dropped.filter((tree) => ownPackages(model, tree).some((key) => described.has(key)));
  if (byPurl.length > 0) return weak('purl', byPurl);
  const byName = dropped.filter((tree) => roots.some((root) => isNamed(model, tree, root)));
  if (byName.length > 0) return weak('name', byName);
  return dropped.length === 1 ? weak('only', dropped) : [];
}

/** What a document says it describes. */
export function rootsOf(model: CaseModel, document: CaseDocument): Occurrence[] {
  const refs = new Set(document.describes);
  return refs.size === 0
    ? []
    : model.occurrences.filter(({ source, ref }) => source === document.source && refs.has(ref));
}

/** Everything that could be described: trees of files, but for those of documents, keys and other references. */
export function artifactsOf(model: CaseModel): CaseTree[] {
  const subjects = new Set(model.sources.filter(({ role }) => role === 'subject').map(({ id }) => id));
  const documents = new Set(model.documents.map(({ source }) => source));
  return model.trees.filter(({ source }) => subjects.has(source) && !documents.has(source));
}

const INLINE = /(sha256|sha384|sha512)[:-]([0-9a-f]{64,128})(?![0-9a-f])/gi;

/** Digests anywhere in what is said of a root: its hashes, its purl, its version, properties such as an image ID. */
function digestsOf(root: Occurrence): string[] {
  const texts = root.facts.flatMap(({ value }) =>
    typeof value === 'string' && value.length < 2048 ? [value] : [],
  );
  const inline = [root.ref, ...texts].flatMap((text) =>
    [...text.matchAll(INLINE)].map(([, algorithm = '', hex = '']) => `${algorithm}:${hex}`.toLowerCase()),
  );
  return [...statedDigests(root), ...inline].filter(isStrong);
}

/** Subjects of the statement that carries the document. */
function carriers(model: CaseModel, document: CaseDocument): string[] {
  const parents = new Map(model.sources.map(({ id, parent }) => [id, parent]));
  const chain = new Set<string>();
  for (let at: string | undefined = document.source; at !== undefined; at = parents.get(at)) chain.add(at);
  return model.attestations
    .filter(({ source }) => chain.has(source))
    .flatMap(({ about }) => about.map(({ digest }) => digest))
    .filter(isStrong);
}

function namedBy(model: CaseModel, tree: CaseTree, digests: readonly string[]): boolean {
  if (digests.length === 0) return false;
  const wanted = new Set(digests);
  const diffIDs = tree.image?.layers.map((layer) => layer?.diffID) ?? [];
  if (diffIDs.length > 0 && diffIDs.every((one) => one !== undefined && wanted.has(one))) return true;
  return namesInDigests(model, tree).some((digest) => wanted.has(digest));
}

/** Every digest that names an artifact as a whole. */
function namesInDigests(model: CaseModel, tree: CaseTree): readonly string[] {
  const { manifestDigest, configDigest, references = [] } = tree.image?.plan ?? {};
  const indexes = references.flatMap((way) => way.indexes.map(({ measured }) => measured?.digest));
  const source = model.sources.find(({ id }) => id === tree.source);
  const own = Object.entries(source?.digests ?? {}).map(([algorithm, hex]) => `${algorithm}:${hex}`);
  return [manifestDigest, configDigest, ...indexes, ...own].filter((one) => one !== undefined);
}

/** Type, name and version of a component with a package URL. */
function packageKey(component: Component | undefined): string | undefined {
  if (component?.purl === undefined) return undefined;
  const { package: named, version } = identityOf(component);
  return `${named}\0${version}`;
}

/** Of a package archive the package that it is: the one that lies nearest to its root. */
function ownPackages(model: CaseModel, tree: CaseTree): readonly string[] {
  if (tree.image !== undefined) return [];
  const depth = (path: string) => path.split('/').length;
  const own = model.occurrences.filter(({ tree: id, state }) => id === tree.id && state === 'present');
  const nearest = own.reduce((least, { path }) => Math.min(least, depth(path)), Number.POSITIVE_INFINITY);
  return own.flatMap(({ path, component }) =>
    depth(path) > nearest ? [] : (packageKey(model.components[component]) ?? []),
  );
}

/**
 * Which of the things a document says it describes are an artifact itself, and so are not looked for inside it: the only
 * one; else those that an artifact of the case is, by digest, purl or name. Many documents describe everything they list,
 * and what is listed is claimed.
 */
export function wholesOf(model: CaseModel, document: CaseDocument): ReadonlySet<string> {
  if (document.describes.length < 2) return new Set(document.describes);
  const artifacts = artifactsOf(model);
  const digests = new Set(artifacts.flatMap((tree) => namesInDigests(model, tree)));
  const sources = new Map(model.sources.map((source) => [source.id, source]));
  const dropped = artifacts.filter(({ source }) => sources.get(source)?.parent === undefined);
  const packages = new Set(dropped.flatMap((tree) => ownPackages(model, tree)));
  const isWhole = (root: Occurrence) =>
    digestsOf(root).some((digest) => digests.has(digest)) ||
    packages.has(packageKey(model.components[root.component]) ?? '') ||
    dropped.some((tree) => isNamed(model, tree, root));
  return new Set(rootsOf(model, document).flatMap((root) => (isWhole(root) ? [root.ref] : [])));
}

/** An image by its reference or tag, a file by its name: `lodash-4.17.21.tgz` is lodash 4.17.21. */
function isNamed(model: CaseModel, tree: CaseTree, root: Occurrence): boolean {
  const component = model.components[root.component];
  if (component === undefined) return false;
  const version = component.version ?? '';
  const whole = looseName(`${component.name}:${version}`);
  const candidates = [looseName(component.name), whole];
  const plan = tree.image?.plan;
  const source = model.sources.find(({ id }) => id === tree.source);
  const names = [plan?.ref ?? '', ...(plan?.tags ?? []), ...(source?.names ?? [])].filter(
    (name) => name !== '',
  );
  return names.some((name) => {
    const file = looseName(name.slice(name.lastIndexOf('/') + 1));
    const full = looseName(name);
    return (
      candidates.includes(full) ||
      candidates.includes(file) ||
      (version !== '' && file.startsWith(`${whole}-`))
    );
  });
}
