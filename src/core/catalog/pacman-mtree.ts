import { decodeUtf8Lossy } from '../base/bytes.ts';
import { linesOf } from '../base/lines.ts';
import { displayName } from '../base/names.ts';
import type { Ownership, Reading } from '../model/reading.ts';
import { inflateBounded } from './bounded-inflate.ts';
import { type OwnedFile, ReadingBuilder } from './reading-builder.ts';
import type { CatalogFile } from './types.ts';

/** A package of a hundred thousand files has some 20 MiB of text. */
const MOST_TEXT = 64 * 2 ** 20;

/**
 * Reads what makepkg records of a package's files (mtree(5), compressed by gzip): digests by path. `isOurs` tells the
 * paths that are files of the package and not of its archive alone.
 */
export function readMtree(file: CatalogFile, owner: string, isOurs: (path: string) => boolean): Reading {
  const out = new ReadingBuilder(file);
  const inflated = inflateBounded(file.bytes, MOST_TEXT);
  if (inflated.state !== 'whole') {
    const why = inflated.state === 'damaged' ? 'cannot be decompressed' : 'is too long';
    const what = `"${displayName(file.path)}" ${why}; the package's files were not held against it.`;
    out.fault('pacman.mtree', 'error', what, 0);
    return out.done();
  }
  out.own(owner, filesIn(decodeUtf8Lossy(inflated.bytes), isOurs));
  return out.done();
}

/** Files, without folders and links, one by one: how many there may be is counted where they are kept. */
function* filesIn(text: string, isOurs: (path: string) => boolean): Generator<OwnedFile> {
  const defaults = new Map<string, string>();
  for (const line of linesOf(text)) {
    const [name = '', ...words] = line.trim().split(/[ \t]+/);
    if (name === '' || name.startsWith('#')) continue;
    const said = new Map(words.map((word) => pair(word)));
    if (name === '/set') for (const [key, value] of said) defaults.set(key, value);
    else if (name === '/unset') for (const key of said.keys()) defaults.delete(key);
    else {
      const kind = said.get('type') ?? defaults.get('type');
      const path = unescaped(name).replace(/^\.\//, '');
      if (kind === 'file' && isOurs(path)) yield { path, digest: digestIn(said) };
    }
  }
}

function pair(word: string): readonly [string, string] {
  const equals = word.indexOf('=');
  return equals < 0 ? [word, ''] : [word.slice(0, equals), word.slice(equals + 1)];
}

const KEYWORDS: readonly (readonly [algorithm: string, length: number, names: readonly string[]])[] = [
  ['sha256', 64, ['sha256digest', 'sha256']],
  ['md5', 32, ['md5digest', 'md5']],
];

/** The strongest digest of a line. */
function digestIn(said: ReadonlyMap<string, string>): string | undefined {
  for (const [algorithm, length, names] of KEYWORDS) {
    for (const name of names) {
      const hex = said.get(name)?.toLowerCase();
      if (hex?.length === length && /^[0-9a-f]+$/.test(hex)) return `${algorithm}:${hex}`;
    }
  }
  return undefined;
}

/** A path as vis(3) encodes it: three octal digits for a byte that is no plain letter. */
function unescaped(path: string): string {
  return path.replace(/(?:\\[0-3][0-7]{2})+/g, (run) =>
    decodeUtf8Lossy(
      Uint8Array.from(
        run
          .slice(1)
          .split('\\')
          .map((octal) => Number.parseInt(octal, 8)),
      ),
    ),
  );
}

/** One record for each owner: what the list of files says, with the digests of the mtree where it has them. */
export function mergedRecords(
  records: readonly Ownership[],
  mayDifferAt: (path: string) => boolean,
): Ownership[] {
  const byOwner = new Map<string, Map<string, { digest: string; exempt: boolean }>>();
  for (const { owner, paths, digests = [], exempt = [] } of records) {
    const files = byOwner.get(owner) ?? new Map<string, { digest: string; exempt: boolean }>();
    byOwner.set(owner, files);
    const mayDiffer = new Set(exempt);
    for (const [i, path] of paths.entries()) {
      const known = files.get(path);
      const digest = stronger(known?.digest ?? '', digests[i] ?? '');
      files.set(path, { digest, exempt: known?.exempt === true || mayDiffer.has(path) });
    }
  }
  return [...byOwner].map(([owner, files]) => {
    const rows = [...files.values()];
    const exempt = [...files].flatMap(([path, { exempt: may }]) => (may || mayDifferAt(path) ? [path] : []));
    return {
      owner,
      paths: [...files.keys()],
      ...(rows.some(({ digest }) => digest !== '') ? { digests: rows.map(({ digest }) => digest) } : {}),
      ...(exempt.length > 0 ? { exempt } : {}),
    };
  });
}

function stronger(a: string, b: string): string {
  return b.length > a.length ? b : a;
}
