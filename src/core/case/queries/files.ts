import { displayName, hasInvisible } from '../../base/names.ts';
import { squash } from '../../image/squash.ts';
import type { SquashedTree } from '../../image/squashed-tree.ts';
import type { TreeEntry } from '../../image/tree.ts';
import { EntryFlag } from '../../model/entry-table.ts';
import type { ByteRef } from '../../model/source.ts';
import { sniffByName } from '../../sniff/sniff.ts';
import type { CaseModel, CaseTree } from '../model.ts';
import { unownedFiles, unusual } from '../unowned.ts';
import type { FileChoice, FileDetail, FileRow, FilesQuery, HowStep, Page, TreeChoice } from '../views.ts';
import { DirectorySizes } from './directory-sizes.ts';

/** Trees that the Files view can show, in the order of the case. */
export function listTrees(model: CaseModel): TreeChoice[] {
  return model.trees.map((tree) => ({
    tree: tree.id,
    name: tree.name,
    layers: tree.image === undefined ? 0 : tree.layers.length,
    layerSizes: tree.layers.map(({ source }) => model.sources.find(({ id }) => id === source)?.size ?? 0),
  }));
}

/** A window of the rows of a tree: the directories named open are unfolded, or all paths that match a text. */
export class FilesQueries {
  #model: CaseModel | undefined;
  #key = '';
  #lines: readonly Line[] = [];

  page(model: CaseModel, version: number, query: FilesQuery): Page<FileRow> {
    const tree = model.trees.find(({ id }) => id === query.tree);
    if (tree === undefined) return { version, total: 0, all: 0, offset: 0, rows: [] };
    const { offset: asked, limit, reveal, ...what } = query;
    const key = JSON.stringify(what);
    if (model !== this.#model || key !== this.#key) {
      this.#model = model;
      this.#key = key;
      const shown = query.layer === undefined ? tree.squashed : oneLayer(tree, query.layer);
      if (query.only !== undefined) this.#lines = chosenLines(model, tree, query, query.only);
      else this.#lines = query.text?.trim() ? searchLines(shown, query) : openLines(shown, query);
    }
    const revealed = reveal === undefined ? -1 : this.#lines.findIndex(({ path }) => path === reveal);
    const offset =
      revealed < 0 || (revealed >= asked && revealed < asked + limit)
        ? asked
        : Math.max(0, revealed - (limit >> 1));
    return {
      version,
      total: this.#lines.length,
      all: tree.squashed.size,
      offset,
      rows: this.#lines.slice(offset, offset + limit).map((line) => fileRow(tree, line, query.layer)),
    };
  }
}

/** What one layer holds, whiteout markers included, as it is stored. */
function oneLayer(tree: CaseTree, layer: number): SquashedTree {
  const only = tree.layers[layer];
  return squash(only === undefined ? [] : [only], 'keep');
}

interface Line {
  readonly path: string;
  readonly depth: number;
  readonly open: boolean | undefined;
  readonly removed: boolean;
  /** Why it is listed, where the list is a choice. */
  readonly what?: string;
}

function openLines(squashed: SquashedTree, query: FilesQuery): Line[] {
  const open = new Set(query.open);
  const out: Line[] = [];
  const stack: { path: string; depth: number; removed: boolean }[] = [];
  const push = (directory: string, depth: number) => {
    const names = childNames(squashed, directory, query);
    const rows = names.map(({ name, removed }) => {
      const path = directory === '' ? name : `${directory}/${name}`;
      return { path, depth, removed, folder: isFolder(squashed, path) };
    });
    rows.sort((a, b) => Number(b.folder) - Number(a.folder) || (a.path < b.path ? -1 : 1));
    stack.push(...rows.reverse());
  };
  push('', 0);
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const folder = isFolder(squashed, next.path);
    const isOpen = folder && open.has(next.path);
    out.push({ ...next, open: folder ? isOpen : undefined });
    if (isOpen) push(next.path, next.depth + 1);
  }
  return out;
}

function childNames(
  squashed: SquashedTree,
  directory: string,
  query: FilesQuery,
): { name: string; removed: boolean }[] {
  return squashed
    .childrenWithRemoved(directory)
    .filter(({ state }) => query.removed || state === 'present')
    .map(({ name, state }) => ({ name, removed: state === 'removed' }));
}

/** Every word must occur in the path. */
function matcher(text = ''): (path: string) => boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return (path) => words.every((word) => path.toLowerCase().includes(word));
}

/** Files of the final tree, of one layer where one is asked for, that somebody has reason to look at. */
function chosenLines(model: CaseModel, tree: CaseTree, query: FilesQuery, only: FileChoice): Line[] {
  const matches = matcher(query.text);
  const fits = ({ path, layer }: TreeEntry) =>
    (query.layer === undefined || layer === query.layer) && matches(path);
  const line = ({ path }: TreeEntry, what: string): Line => ({
    path,
    depth: 0,
    open: undefined,
    removed: false,
    what,
  });
  if (only === 'unowned') {
    const files = unownedFiles(model, tree).filter(({ entry }) => fits(entry));
    return files.map(({ entry, kind }) => line(entry, `${kind}, in no package`));
  }
  return [...tree.squashed.entries()]
    .filter((entry) => fits(entry) && unusual(tree, entry).length > 0)
    .map((entry) => line(entry, ''));
}

function searchLines(squashed: SquashedTree, query: FilesQuery): Line[] {
  const matches = matcher(query.text);
  const out: Line[] = [];
  const add = (entry: TreeEntry, removed: boolean) => {
    if (!matches(entry.path)) return;
    out.push({ path: entry.path, depth: 0, open: undefined, removed });
  };
  for (const entry of squashed.entries()) add(entry, false);
  if (query.removed) for (const { entry } of squashed.removed()) add(entry, true);
  return out.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function isFolder(squashed: SquashedTree, path: string): boolean {
  const entry = squashed.get(path) ?? squashed.versions(path).at(-1)?.entry;
  return entry === undefined || entry.type === 'd' || squashed.isDirectory(path);
}

const sizes = new WeakMap<SquashedTree, DirectorySizes>();

function directorySize(tree: SquashedTree, path: string): number {
  const known = sizes.get(tree) ?? new DirectorySizes(tree);
  sizes.set(tree, known);
  return known.of(path);
}

function fileRow(tree: CaseTree, line: Line, layer?: number): FileRow {
  const { path } = line;
  const versions = tree.squashed.versions(path);
  const entry =
    (layer === undefined
      ? tree.squashed.get(path)
      : versions.find((version) => version.entry.layer === layer)?.entry) ?? versions.at(-1)?.entry;
  const name = line.depth === 0 && line.open === undefined ? path : path.slice(path.lastIndexOf('/') + 1);
  const flags = entry === undefined ? 0 : (tree.layers[entry.layer]?.table.flags(entry.index) ?? 0);
  return {
    path,
    name: displayName(name),
    depth: line.depth,
    type: entry?.type ?? 'd',
    size: entry === undefined || entry.type === 'd' ? directorySize(tree.squashed, path) : entry.size,
    mode: entry === undefined ? '' : entry.mode.toString(8).padStart(4, '0'),
    link: entry?.link === undefined ? undefined : displayName(entry.link),
    strip: tree.image === undefined ? [] : tree.squashed.marks(path),
    state: line.removed ? 'removed' : 'present',
    note: [line.what ?? '', note(tree, path, entry, flags, line.removed)].filter(Boolean).join(', '),
    open: line.open,
    layer: entry?.layer ?? -1,
    index: entry?.index ?? -1,
    odd: hasInvisible(name) || (flags & EntryFlag.rawName) !== 0,
  };
}

function note(
  tree: CaseTree,
  path: string,
  entry: TreeEntry | undefined,
  flags: number,
  removed: boolean,
): string {
  if (entry === undefined) return '';
  const notes: string[] = [];
  if (tree.image !== undefined) {
    const last = tree.squashed.versions(path).at(-1)?.fate;
    if (removed && last?.state === 'removed') notes.push(`removed in ${last.by + 1}`);
    const changed = tree.squashed
      .marks(path)
      .flatMap((mark, layer) => (mark === 'changed' ? [layer + 1] : []));
    if (changed.length > 0 && entry.type !== 'd') notes.push(`changed in ${changed.join(', ')}`);
  }
  notes.push(...unusual(tree, entry).map((one) => one.replace('-root', ' the root')));
  if (entry.type === 'p') notes.push('named pipe');
  if ((flags & EntryFlag.encrypted) !== 0) notes.push('encrypted');
  if ((flags & EntryFlag.hidden) !== 0) notes.push('hidden');
  if ((flags & EntryFlag.shadowed) !== 0) notes.push('shadowed by a later entry of the same name');
  if ((flags & EntryFlag.badChecksum) !== 0) notes.push('checksum differs');
  if ((flags & EntryFlag.notInspected) !== 0) notes.push('not inspected');
  return notes.join(', ');
}

/** Everything about one entry, for the inspector. */
export function fileDetail(
  model: CaseModel,
  treeId: string,
  layer: number,
  index: number,
): FileDetail | undefined {
  const tree = model.trees.find(({ id }) => id === treeId);
  const table = tree?.layers[layer]?.table;
  if (tree === undefined || table === undefined || index >= table.length) return undefined;
  const path = table.path(index);
  const row = fileRow(tree, {
    path,
    depth: 0,
    open: undefined,
    removed: tree.squashed.get(path) === undefined,
  });
  const entry = tree.squashed.get(path) ?? tree.squashed.versions(path).at(-1)?.entry;
  const ref = entryRef(tree, layer, index);
  const sha256 = entry?.sha256;
  const components = model.components.filter(({ occurrences }) =>
    occurrences.some((at) => model.occurrences[at]?.tree === treeId && model.occurrences[at]?.path === path),
  );
  return {
    row,
    kindTitle: TYPE_TITLES[row.type] ?? sniffByName(path),
    facts: [
      { label: 'Size', value: `${row.size.toLocaleString('en')} bytes` },
      { label: 'Mode', value: `${row.mode}, ${table.uid(index)}:${table.gid(index)}` },
      ...(row.link === undefined ? [] : [{ label: 'Link', value: row.link }]),
      ...(sha256 === undefined ? [] : [{ label: 'SHA-256', value: sha256, copy: sha256 }]),
      ...(table.mtime(index) === 0 ? [] : [{ label: 'Modified', value: isoTime(table.mtime(index)) }]),
    ],
    layers: layerStory(tree, path),
    components: components.map(({ key, name, version }) => ({ id: key, name, version: version ?? '' })),
    how: entryHow(model, tree, layer, index, sha256),
    ref,
  };
}

const TYPE_TITLES: Readonly<Record<string, string>> = {
  d: 'Directory',
  l: 'Symbolic link',
  h: 'Hard link',
  p: 'Named pipe',
  c: 'Character device',
  b: 'Block device',
};

/** Where an entry's bytes are; hard links lead to what they point to. */
export function entryRef(tree: CaseTree, layer: number, index: number): ByteRef | undefined {
  const table = tree.layers[layer]?.table;
  if (table === undefined) return undefined;
  const entry = tree.squashed.get(table.path(index));
  const at =
    entry?.type === 'h' && entry.layer === layer
      ? (tree.squashed.content(entry) ?? { layer, index })
      : { layer, index };
  const holder = tree.layers[at.layer];
  if (holder === undefined || holder.table.type(at.index) !== 'f') return undefined;
  const sha256 = holder.table.sha256(at.index);
  return {
    file: holder.file,
    steps: [...holder.steps, ...holder.table.steps(at.index)],
    ...(sha256 === undefined ? {} : { sha256 }),
  };
}

function layerStory(tree: CaseTree, path: string): { layers: string; what: string }[] {
  if (tree.image === undefined) return [];
  const words = { none: '', brought: 'brought it', changed: 'changed it', removed: 'removed it' };
  return tree.squashed.marks(path).flatMap((mark, layer) => {
    if (mark === 'none') return [];
    const by = tree.image?.plan.layers[layer]?.createdBy;
    return [
      {
        layers: String(layer + 1),
        what: by === undefined ? words[mark] : `${words[mark]}, created by “${displayName(by)}”`,
      },
    ];
  });
}

function entryHow(
  model: CaseModel,
  tree: CaseTree,
  layer: number,
  index: number,
  sha256: string | undefined,
): HowStep[] {
  const holder = tree.layers[layer];
  const source = model.sources.find(({ id }) => id === holder?.source);
  const table = holder?.table;
  const steps: HowStep[] = [];
  if (source !== undefined) {
    const start = source.ref.steps.find((step) => step.op === 'slice');
    steps.push({
      title: displayName(source.path.split('!/')[0] ?? source.name),
      detail:
        start?.op === 'slice'
          ? `${displayName(source.name)}, at byte ${start.start.toLocaleString('en')}`
          : 'dropped by you',
      target: { view: 'source', source: source.id },
    });
  }
  const codec = holder?.steps.find((step) => step.op === 'decode');
  steps.push({
    title: codec?.op === 'decode' ? `${codec.codec}, then its entries` : 'Its entries',
    detail: `entry ${(index + 1).toLocaleString('en')} at byte ${(table?.headerOffset(index) ?? 0).toLocaleString('en')}`,
  });
  if (tree.image !== undefined && table !== undefined) {
    const fate = tree.squashed.fate(table.path(index), layer);
    const detail =
      fate?.state === 'present' || fate === undefined
        ? 'no later layer touched it, so it is in the squashed tree'
        : `layer ${fate.by + 1} ${fate.state} it`;
    steps.push({ title: `Layer ${layer + 1}`, detail });
  }
  if (sha256 !== undefined)
    steps.push({
      title: 'Hashed while streaming',
      detail: `SHA-256 ${sha256.slice(0, 8)}…${sha256.slice(-6)}`,
    });
  return steps;
}

function isoTime(seconds: number): string {
  const time = new Date(seconds * 1000);
  return Number.isNaN(time.getTime())
    ? `${seconds} s since 1970`
    : `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
