import { decodeUtf8Lossy } from '../base/bytes.ts';
import { linesOf } from '../base/lines.ts';
import { displayName, normalizePath } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { readDatabase } from './dpkg-database.ts';
import { DIVERSION, PATH_RULE } from './dpkg-files.ts';
import { resolveDpkg } from './dpkg-resolve.ts';
import { type OwnedFile, ReadingBuilder } from './reading-builder.ts';
import type { Cataloger, CatalogFile } from './types.ts';

const INFO = 'var/lib/dpkg/info/';
const STATUS_D = 'var/lib/dpkg/status.d/';
const UPDATES = 'var/lib/dpkg/updates/';
const DIVERSIONS = 'var/lib/dpkg/diversions';
const SETTINGS = 'etc/dpkg/dpkg.cfg';

/** Packages that dpkg's database says are installed, with the files each of them claims. */
export const dpkg: Cataloger = {
  id: 'dpkg',
  title: 'Debian packages',
  spec: 'dpkg(1), dpkg-query(1), Debian Policy 5 and 7; status.d as distroless images write it',
  match: {
    globs: [
      'var/lib/dpkg/status',
      `${STATUS_D}*`,
      `${UPDATES}*`,
      `${INFO}*.list`,
      `${INFO}*.md5sums`,
      DIVERSIONS,
      SETTINGS,
      `${SETTINGS}.d/*`,
    ],
  },
  needs: 'bytes',
  ownsSystem: true,
  read(file): Reading {
    const { path } = file;
    if (path === DIVERSIONS) return readDiversions(file);
    if (path.startsWith(UPDATES)) return readUpdate(file);
    if (path.startsWith(SETTINGS)) return readSettings(file);
    if (path.endsWith('.md5sums')) return readSums(file, path.startsWith(INFO) ? INFO : STATUS_D);
    return path.startsWith(INFO) ? readFileList(file) : readDatabase(file);
  },
  resolve: resolveDpkg,
};

/** What dpkg was about to write to `status` when it was stopped: a record in a file of a number (dbmodify.c). */
function readUpdate(file: CatalogFile): Reading {
  const out = new ReadingBuilder(file);
  if (!/\/[0-9]+$/.test(file.path) || file.size === 0) return out.done();
  const text = decodeUtf8Lossy(file.bytes.subarray(0, 4096));
  const value = (field: string): string =>
    displayName(new RegExp(`^${field}:[ \\t]*(.*)$`, 'm').exec(text)?.[1]?.trim() ?? '');
  const whose = value('Package') === '' ? '' : ` of "${value('Package')}"`;
  const state = value('Status') === '' ? '' : ` (${value('Status')})`;
  const what = `"${displayName(file.path)}" holds a change${whose}${state} that is not in dpkg's status yet: dpkg was stopped, and what it lists may be out of date.`;
  out.fault('dpkg.unwritten', 'warning', what, 0);
  return out.done();
}

/** `info/NAME[:ARCH].list` holds a path a line, directories before what is in them. */
function readFileList(file: CatalogFile): Reading {
  const out = new ReadingBuilder(file);
  out.own(
    file.path.slice(INFO.length, -'.list'.length),
    leaves(decodeUtf8Lossy(file.bytes), out.limits.path),
  );
  return out.done();
}

/** Paths but for the folders above others. One that is too long stays as it is: it will be refused. */
function* leaves(text: string, longest: number): Generator<string> {
  let last = '';
  for (const line of linesOf(text)) {
    const path = line.length > longest ? line : normalizePath(line);
    if (path === '') continue;
    if (last !== '' && !path.startsWith(`${last}/`)) yield last;
    last = path;
  }
  if (last !== '') yield last;
}

/** `NAME[:ARCH].md5sums` has a digest and a path a line. */
function readSums(file: CatalogFile, folder: string): Reading {
  const out = new ReadingBuilder(file);
  const owner = file.path.slice(folder.length, -'.md5sums'.length);
  out.own(owner, md5sums(file, out));
  return out.done();
}

/**
 * Lines of `md5sums`: 32 digits, two spaces, a path. What a line says otherwise is told, and so is a path that stands twice
 * with two digests: the files it speaks of are not held against anything, or against one of the two.
 */
export function* md5sums(file: CatalogFile, out: ReadingBuilder): Generator<OwnedFile> {
  const said = new Map<string, string>();
  let number = 0;
  const odd = (why: string) =>
    out.fault('dpkg.sums', 'warning', `"${displayName(file.path)}", line ${number}: ${why}.`, 0);
  for (const line of linesOf(decodeUtf8Lossy(file.bytes))) {
    number++;
    const [, digits, given = ''] = /^([0-9a-fA-F]{32})[ \t]+(.*)$/.exec(line) ?? [];
    const path = given.length > out.limits.path ? given : normalizePath(given);
    const digest = digits?.toLowerCase();
    if (digest === undefined || path === '') {
      if (line.trim() !== '') odd('it holds no MD5 digest and path, and the file it means is not checked');
      continue;
    }
    const before = said.get(path);
    if (before !== undefined && before !== digest)
      odd(`"${displayName(path)}" stands there twice with two digests; the last one counts`);
    said.set(path, digest);
    yield { path, digest: `md5:${digest}` };
  }
}

/** `diversions` holds three lines for each: the path, where it was diverted to, and by which package. */
function readDiversions(file: CatalogFile): Reading {
  const out = new ReadingBuilder(file);
  const lines = [...linesOf(decodeUtf8Lossy(file.bytes))];
  for (let i = 0; i + 2 < lines.length && !out.full; i += 3) {
    const [from, to] = [normalizePath(lines[i] ?? ''), normalizePath(lines[i + 1] ?? '')];
    out.fact(DIVERSIONS, DIVERSION, `${from}\n${to}\n${lines[i + 2] ?? ''}`);
  }
  return out.done();
}

/** `path-exclude` and `path-include` of dpkg's settings: slim images leave out documentation by them. */
function readSettings(file: CatalogFile): Reading {
  const out = new ReadingBuilder(file);
  for (const line of linesOf(decodeUtf8Lossy(file.bytes))) {
    const text = line.trim().replace(/^--/, '');
    const rule = ['path-exclude', 'path-include'].find((one) => text.startsWith(one));
    if (rule === undefined) continue;
    const pattern = text.slice(rule.length).trim().replace(/^=/, '').trim();
    out.fact(SETTINGS, PATH_RULE, `${rule}=${pattern}`);
  }
  return out.done();
}
