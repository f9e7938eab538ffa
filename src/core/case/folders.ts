import { looksLikeImage } from '../image/layout.ts';

/** A file by its path within what was dropped. */
export interface PathedFile {
  readonly path: string;
  readonly size: number;
}

/** Files that belong together, or one that stands alone. */
export type Grouped<T extends PathedFile> =
  | { readonly kind: 'file'; readonly file: T }
  | { readonly kind: 'folder'; readonly path: string; readonly files: readonly T[] };

/**
 * Finds image layouts (OCI image-spec, image-layout.md; an unpacked docker-archive) and TUF repositories that lie in
 * folders as single files: each becomes one source. Everything else stays a file of its own.
 */
export function groupFolders<T extends PathedFile>(files: readonly T[]): Grouped<T>[] {
  const roots = layoutRoots(files);
  const folders = new Map<string, T[]>();
  const out: Grouped<T>[] = [];
  for (const file of files) {
    const root = roots.find((candidate) => file.path.startsWith(`${candidate}/`));
    if (root === undefined) {
      out.push({ kind: 'file', file });
      continue;
    }
    const members = folders.get(root) ?? [];
    if (members.length === 0) out.push({ kind: 'folder', path: root, files: members });
    members.push(file);
    folders.set(root, members);
  }
  for (const members of folders.values()) members.sort((a, b) => (a.path < b.path ? -1 : 1));
  return out;
}

/** Whether these are the files of a TUF repository (TUF specification §3). */
export function looksLikeTuf(paths: readonly string[]): boolean {
  const names = new Set(paths);
  return names.has('timestamp.json') && paths.some((path) => /^(?:\d+\.)?root\.json$/.test(path));
}

function layoutRoots(files: readonly PathedFile[]): string[] {
  const candidates = new Set<string>();
  for (const { path } of files) {
    const marked = /^(.+)\/(?:index|manifest|timestamp)\.json$/.exec(path)?.[1];
    if (marked !== undefined) candidates.add(marked);
  }
  return [...candidates].filter((root) => {
    const below = files.flatMap(({ path }) =>
      path.startsWith(`${root}/`) ? [path.slice(root.length + 1)] : [],
    );
    return looksLikeImage(below) !== undefined || looksLikeTuf(below);
  });
}
