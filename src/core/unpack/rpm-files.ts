import type { NumberedFile } from './cpio-stream.ts';
import { type RpmHeader, RpmTag } from './rpm-header.ts';

/** One file as the header of a package lists it. */
export interface RpmFile {
  /** Absolute. */
  readonly path: string;
  readonly mode: number;
  readonly size: number;
  readonly mtime: number;
  readonly flags: number;
  /** Hexadecimal; empty for what is no regular file. */
  readonly digest: string;
  readonly link: string;
  /** What became of it on the system: 0 installed, 1 replaced, 2 not installed, 3 on a shared drive, 4 wrong color. */
  readonly state: number;
}

/** Bits of a file's flags (rpmfiles.h). */
export const RpmFileFlag = { config: 1, doc: 2, ghost: 64, license: 128 } as const;

/** The files a header lists: names in three tags that refer to each other, or, before rpm 4, in one. */
export function rpmFiles(header: RpmHeader): readonly RpmFile[] {
  const paths = rpmPaths(header);
  const long = header.numbers(RpmTag.longFileSizes);
  const sizes = long.length > 0 ? long : header.numbers(RpmTag.fileSizes);
  const modes = header.numbers(RpmTag.fileModes);
  const mtimes = header.numbers(RpmTag.fileMtimes);
  const flags = header.numbers(RpmTag.fileFlags);
  const digests = header.texts(RpmTag.fileDigests);
  const links = header.texts(RpmTag.fileLinkTos);
  const states = header.numbers(RpmTag.fileStates);
  return paths.map((path, i) => ({
    path,
    mode: modes[i] ?? 0,
    size: sizes[i] ?? 0,
    mtime: mtimes[i] ?? 0,
    flags: flags[i] ?? 0,
    digest: digests[i] ?? '',
    link: links[i] ?? '',
    state: states[i] ?? 0,
  }));
}

function rpmPaths(header: RpmHeader): readonly string[] {
  const bases = header.texts(RpmTag.baseNames);
  if (bases.length === 0) return header.texts(RpmTag.oldFileNames);
  const folders = header.texts(RpmTag.dirNames);
  const of = header.numbers(RpmTag.dirIndexes);
  return bases.map((base, i) => (folders[of[i] ?? -1] ?? '/') + base);
}

/** The same files as a stripped payload numbers them: of hard links only the last holds the content. */
export function numberedFiles(header: RpmHeader): readonly NumberedFile[] {
  const inodes = header.numbers(RpmTag.fileInodes);
  const devices = header.numbers(RpmTag.fileDevices);
  const files = rpmFiles(header);
  const keyOf = (i: number): string => `${devices[i] ?? 0}:${inodes[i] ?? `none ${i}`}`;
  const last = new Map<string, number>();
  const links = new Map<string, number>();
  for (const [i, file] of files.entries()) {
    if ((file.flags & RpmFileFlag.ghost) !== 0) continue;
    last.set(keyOf(i), i);
    links.set(keyOf(i), (links.get(keyOf(i)) ?? 0) + 1);
  }
  return files.map(({ path, mode, size, mtime }, i) => ({
    // As payloads that name their files do.
    name: path.startsWith('/') ? `.${path}` : path,
    mode,
    uid: 0,
    gid: 0,
    links: links.get(keyOf(i)) ?? 1,
    mtime,
    size: (last.get(keyOf(i)) ?? i) === i ? size : 0,
    inode: keyOf(i),
  }));
}
