import { decodeUtf8Lossy } from '../base/bytes.ts';
import { linesOf } from '../base/lines.ts';
import { normalizePath } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { readDatabase } from './dpkg-database.ts';
import { resolveDpkg } from './dpkg-resolve.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger, CatalogFile } from './types.ts';

const INFO = 'var/lib/dpkg/info/';
const STATUS_D = 'var/lib/dpkg/status.d/';

/** Packages that dpkg's database says are installed, with the files each of them claims. */
export const dpkg: Cataloger = {
  id: 'dpkg',
  title: 'Debian packages',
  spec: 'dpkg(1), dpkg-query(1), Debian Policy 5 and 7; status.d as distroless images write it',
  match: { globs: ['var/lib/dpkg/status', `${STATUS_D}*`, `${INFO}*.list`] },
  needs: 'bytes',
  ownsSystem: true,
  read(file): Reading {
    if (file.path.startsWith(INFO)) return readFileList(file, INFO, '.list', (line) => line);
    if (file.path.endsWith('.md5sums')) return readFileList(file, STATUS_D, '.md5sums', afterDigest);
    return readDatabase(file);
  },
  resolve: resolveDpkg,
};

/** `info/NAME[:ARCH].list` holds a path a line, directories before what is in them. */
function readFileList(
  file: CatalogFile,
  folder: string,
  ending: string,
  pathOf: (line: string) => string,
): Reading {
  const out = new ReadingBuilder(file);
  const owner = file.path.slice(folder.length, -ending.length);
  out.own(owner, leaves(decodeUtf8Lossy(file.bytes), pathOf, out.limits.path));
  return out.done();
}

/** Paths but for the folders above others. One that is too long stays as it is: it will be refused. */
function* leaves(text: string, pathOf: (line: string) => string, longest: number): Generator<string> {
  let last = '';
  for (const line of linesOf(text)) {
    const given = pathOf(line);
    const path = given.length > longest ? given : normalizePath(given);
    if (path === '') continue;
    if (last !== '' && !path.startsWith(`${last}/`)) yield last;
    last = path;
  }
  if (last !== '') yield last;
}

function afterDigest(line: string): string {
  return /^[0-9a-f]{32}[ \t]+(.*)$/.exec(line)?.[1] ?? '';
}
