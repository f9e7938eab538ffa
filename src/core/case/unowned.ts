import type { TreeEntry } from '../image/tree.ts';
import type { ContentKind } from '../model/content-kind.ts';
import { EntryFlag } from '../model/entry-table.ts';
import type { CaseModel, CaseTree } from './model.ts';
import { OwnedFiles } from './owned-files.ts';

/** A file that no package of the tree claims, and that can run or hold what runs. */
export interface UnownedFile {
  readonly entry: TreeEntry;
  readonly kind: UnownedKind;
}

export type UnownedKind = 'executable' | 'library' | 'script' | 'archive';

/** What package managers keep for themselves, in no package. */
const THEIR_OWN =
  /^(?:var\/lib\/(?:dpkg|apt|rpm|pacman|dnf|yum)|(?:usr\/)?lib\/apk|lib\/apk|var\/cache|usr\/lib\/sysimage)\//;

const kept = new WeakMap<CaseModel, Map<string, readonly UnownedFile[]>>();

/** Executables, libraries, scripts and archives of a tree that no package claims, in the order of their paths. */
export function unownedFiles(model: CaseModel, tree: CaseTree): readonly UnownedFile[] {
  const known = kept.get(model) ?? new Map<string, readonly UnownedFile[]>();
  kept.set(model, known);
  let files = known.get(tree.id);
  if (files === undefined) {
    files = [...unowned(model, tree)];
    known.set(tree.id, files);
  }
  return files;
}

function* unowned(model: CaseModel, tree: CaseTree): Generator<UnownedFile> {
  const owned = OwnedFiles.of(model, tree);
  for (const entry of tree.squashed.entries()) {
    const at = entry.type === 'f' || entry.type === 'h' ? tree.squashed.content(entry) : undefined;
    const table = at && tree.layers[at.layer]?.table;
    if (at === undefined || table === undefined || THEIR_OWN.test(entry.path)) continue;
    const kind = unownedKind(table.content(at.index), entry);
    if (kind !== undefined && owned.ownerOf(entry.path) === undefined) yield { entry, kind };
  }
}

function unownedKind(content: ContentKind, { path, mode }: TreeEntry): UnownedKind | undefined {
  const runs = (mode & 0o111) !== 0;
  switch (content) {
    case 'elf-executable':
    case 'mach-o':
      return 'executable';
    case 'elf-shared':
      return /\.so(?:\.|$)/.test(path) || !runs ? 'library' : 'executable';
    case 'elf-object':
      return 'library';
    case 'pe':
      return /\.dll$/i.test(path) ? 'library' : 'executable';
    case 'script':
      return 'script';
    case 'archive':
      return 'archive';
    case 'other':
      return undefined;
  }
}

/** What is unusual about an entry's kind or rights. */
export type Unusual = 'setuid' | 'setgid' | 'capabilities' | 'world-writable' | 'device' | 'leaves-root';

/** Everything unusual about the rights of an entry; empty for nearly all. */
export function unusual(tree: CaseTree, entry: TreeEntry): readonly Unusual[] {
  const { type, mode, path, link } = entry;
  const out: Unusual[] = [];
  const flags = entry.index < 0 ? 0 : (tree.layers[entry.layer]?.table.flags(entry.index) ?? 0);
  if (type === 'f' || type === 'h') {
    if ((mode & 0o4000) !== 0) out.push('setuid');
    if ((mode & 0o2000) !== 0) out.push('setgid');
  }
  if ((flags & EntryFlag.capability) !== 0) out.push('capabilities');
  // A folder with the sticky bit is meant to be everybody's.
  if ((type === 'f' || type === 'h' || type === 'd') && (mode & 0o1002) === 0o2) out.push('world-writable');
  if (type === 'c' || type === 'b') out.push('device');
  if (type === 'l' && leavesRoot(path, link ?? '')) out.push('leaves-root');
  return out;
}

/** Whether a relative link climbs above the root of its tree. */
export function leavesRoot(path: string, link: string): boolean {
  if (link.startsWith('/')) return false;
  let depth = path.split('/').length - 1;
  for (const segment of link.split('/')) {
    if (segment === '..') depth--;
    else if (segment !== '.' && segment !== '') depth++;
    if (depth < 0) return true;
  }
  return false;
}
