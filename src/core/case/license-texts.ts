import { commonLicense, debianLicense } from '../base/debian-license.ts';
import { groupBy } from '../base/group.ts';
import { licensesOf, readLicense } from '../base/license-expression.ts';
import { type LicenseFileKind, readFileDetail } from '../catalog/license-files.ts';
import { holderOf } from './extra-files.ts';
import { type Agreement, holdLicenses } from './license-agreement.ts';
import { speaksForPackage } from './license-place.ts';
import type { CaseModel, CaseObservation, CaseTree, TreeId } from './model.ts';
import { OwnedFiles } from './owned-files.ts';
import { factsWith } from './stated-occurrence.ts';

/** A license text, notice or copyright file that is present in a tree. */
export interface LicenseFile {
  readonly tree: TreeId;
  readonly path: string;
  readonly layer: number | undefined;
  readonly kind: LicenseFileKind;
  /** Index of {@link CaseModel.components}; `undefined` where it belongs to none, or nobody says to which. */
  readonly component: number | undefined;
  readonly words: number;
  /** Words that are part of a text of SPDX's list. */
  readonly recognized: number;
  /** Texts that stand in it, with where they begin: each the ids that share it. */
  readonly texts: readonly { readonly ids: readonly string[]; readonly pointer: string | undefined }[];
  /** Licenses that it names in a field for it, or points to, as written and as SPDX expression. */
  readonly stated: readonly { readonly raw: string; readonly ids: readonly string[] }[];
}

/** What a component says of its license, and what the files in it are. */
export interface ComponentLicenses {
  readonly component: number;
  /** As its packages say it, each once, sorted. */
  readonly declared: readonly string[];
  /** `own`: speaks for the whole package, and not for a part that it bundles. */
  readonly files: readonly (LicenseFile & { readonly own: boolean })[];
  readonly agreement: Agreement;
  /** Ids of texts and names that are not among the declared. */
  readonly others: readonly string[];
}

const files = new WeakMap<CaseModel, readonly LicenseFile[]>();

/** The license files of a case by tree and path. Worked out once a model, from what was observed alone. */
export function licenseFilesOf(model: CaseModel): readonly LicenseFile[] {
  let found = files.get(model);
  if (found === undefined) {
    found = collect(model);
    files.set(model, found);
  }
  return found;
}

function collect(model: CaseModel): LicenseFile[] {
  const seen = model.observations.filter(
    ({ kind, state }) => kind.startsWith('license.') && state === 'present',
  );
  const trees = new Map(model.trees.map((tree) => [tree.id, tree]));
  const owners = new Owners(model);
  const byFile = groupBy(seen, ({ tree, path }) => `${tree}\0${path}`);
  const found = [...byFile.values()].flatMap((told): LicenseFile[] => {
    const file = told.find(({ kind }) => kind === 'license.file');
    const tree = file === undefined ? undefined : trees.get(file.tree);
    return file === undefined || tree === undefined
      ? []
      : [licenseFile(file, told, owners.of(tree, file.path))];
  });
  const digests = new Map(model.sources.map(({ id, digests: { sha256 } }) => [id, sha256 ?? '']));
  // Never by ids: they follow the order of the drops.
  const order = ({ tree, path }: LicenseFile) => {
    const { name = '', source = '' } = trees.get(tree) ?? {};
    return `${name}\0${digests.get(source) ?? ''}\0${path}`;
  };
  const keyed = found.map((one) => [order(one), one] as const);
  return keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, one]) => one);
}

function licenseFile(
  file: CaseObservation,
  told: readonly CaseObservation[],
  component: number | undefined,
): LicenseFile {
  const of = (kind: string) => told.filter((one) => one.kind === kind);
  return {
    tree: file.tree,
    path: file.path,
    layer: file.layer,
    component,
    ...readFileDetail(file.detail),
    texts: of('license.text').map(({ detail, pointer }) => ({ ids: detail.split(' | '), pointer })),
    stated: [
      ...of('license.stated').map(({ detail }) => ({ raw: detail, ids: namedBy(detail) })),
      ...of('license.referred').map(({ detail }) => ({ raw: detail, ids: commonLicense(detail) })),
    ],
  };
}

/** Ids of an expression of SPDX, or of Debian's short names; none where it is neither. */
function namedBy(text: string): readonly string[] {
  const spelled = debianLicense(text) ?? text;
  const reading = readLicense(spelled);
  return reading.kind === 'expression' ? licensesOf(reading.node) : [];
}

/** To which component a file belongs: to the package that claims it, or to the only one of a package archive. */
class Owners {
  readonly #model: CaseModel;
  #sole: ReadonlyMap<TreeId, number | undefined> | undefined;
  #packages: ReadonlyMap<string, number> | undefined;

  constructor(model: CaseModel) {
    this.#model = model;
  }

  of(tree: CaseTree, path: string): number | undefined {
    const owner = OwnedFiles.of(this.#model, tree).ownerOf(path) ?? this.#copyrightOf(tree, path);
    if (owner !== undefined) return this.#model.occurrences[owner]?.component;
    return tree.image === undefined ? this.#soleOf(tree.id) : undefined;
  }

  /** Where no record names files (distroless), the folder of a copyright file is called like its package. */
  #copyrightOf(tree: CaseTree, path: string): number | undefined {
    const [, doc, licenses] =
      /^usr\/share\/(?:doc\/([^/]+)\/copyright$|licenses\/([^/]+)\/)/.exec(path) ?? [];
    const name = doc ?? licenses;
    if (name === undefined) return undefined;
    this.#packages ??= packagesByName(this.#model);
    return this.#packages.get(`${tree.id}\0${name}`);
  }

  #soleOf(tree: TreeId): number | undefined {
    this.#sole ??= soleComponents(this.#model);
    return this.#sole.get(tree);
  }
}

const SYSTEMS = new Set(['deb', 'rpm', 'apk', 'alpm']);

function packagesByName({ occurrences, components }: CaseModel): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [at, place] of occurrences.entries()) {
    const component = place.state === 'present' ? components[place.component] : undefined;
    const [, type = ''] = /^pkg:([a-z]+)\//.exec(component?.purl ?? '') ?? [];
    if (component !== undefined && SYSTEMS.has(type)) found.set(`${place.tree}\0${component.name}`, at);
  }
  return found;
}

/**
 * The one component that a tree which is no image is the archive of; files of a `.deb` lie beside its control. Where no
 * reader of archives says which, the only one that is present in it.
 */
function soleComponents(model: CaseModel): ReadonlyMap<TreeId, number | undefined> {
  const holders = new Map(
    model.trees
      .filter(({ image }) => image === undefined)
      .map((tree) => [tree.id, holderOf(model, tree).id] as const),
  );
  const archives = new Map<TreeId, Set<number>>();
  const any = new Map<TreeId, Set<number>>();
  for (const { tree, state, component, cataloger } of model.occurrences) {
    const holder = state === 'present' ? holders.get(tree) : undefined;
    if (holder === undefined) continue;
    for (const map of cataloger.endsWith('.archive') ? [archives, any] : [any])
      map.set(holder, (map.get(holder) ?? new Set()).add(component));
  }
  const only = (found: ReadonlySet<number> | undefined) => (found?.size === 1 ? [...found][0] : undefined);
  return new Map([...any].map(([tree, all]) => [tree, only(archives.get(tree)) ?? only(all)]));
}

const components = new WeakMap<CaseModel, ReadonlyMap<number, readonly LicenseFile[]>>();

function filesByComponent(model: CaseModel): ReadonlyMap<number, readonly LicenseFile[]> {
  let found = components.get(model);
  if (found === undefined) {
    const owned = licenseFilesOf(model).filter(({ component }) => component !== undefined);
    found = groupBy(owned, ({ component }) => component ?? -1);
    components.set(model, found);
  }
  return found;
}

/** What one component declares, held against the license files in it. Nothing is worked out for the others. */
export function componentLicenses(model: CaseModel, component: number): ComponentLicenses {
  const own = filesByComponent(model).get(component) ?? [];
  const declared = declaredBy(model, component);
  const described = (model.components[component]?.occurrences ?? []).flatMap(
    (at) => model.occurrences[at]?.path ?? [],
  );
  const held = own.map((file) => ({ ...file, own: speaksForPackage(file, described) }));
  return { component, declared, files: held, ...holdLicenses(declared, held) };
}

/** Components that license files lie in, by number. */
export function licensedComponents(model: CaseModel): readonly number[] {
  return [...filesByComponent(model).keys()].sort((a, b) => a - b);
}

/** What packages themselves say; what a document about them says is compared elsewhere. */
function declaredBy(model: CaseModel, component: number): readonly string[] {
  const said = new Set<string>();
  for (const at of model.components[component]?.occurrences ?? []) {
    const place = model.occurrences[at];
    if (place === undefined || place.state !== 'present') continue;
    for (const { field, role, value } of factsWith(place, 'license'))
      if (field === 'license' && role !== 'file' && typeof value === 'string') said.add(value);
  }
  return [...said].sort();
}
