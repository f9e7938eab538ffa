import { decodeUtf8Lossy } from '../base/bytes.ts';
import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { listPresent } from './list-package.ts';
import { readMtree } from './pacman-mtree.ts';
import { alpmPurl, provideAlpm, requireAlpm } from './pacman-package.ts';
import { isFromMakepkg, type PkgInfo, parsePkgInfo } from './pkginfo.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger } from './types.ts';

const PKGINFO = '.PKGINFO';
const MTREE = '.MTREE';

/** A package of Arch Linux that was not installed: `.PKGINFO` in its tar. */
export const pacmanArchive: Cataloger = {
  id: 'pacman.archive',
  title: 'Arch Linux package archive',
  spec: 'makepkg: .PKGINFO and .MTREE; PKGBUILD(5); mtree(5)',
  match: { globs: [PKGINFO, MTREE] },
  needs: 'bytes',
  read(file): Reading {
    if (file.path === MTREE) return readMtree(file, PKGINFO, () => true);
    const out = new ReadingBuilder(file);
    const info = parsePkgInfo(decodeUtf8Lossy(file.bytes));
    if (isFromMakepkg(info)) readPackage(out, info);
    return out.done();
  },
};

const FACTS: readonly (readonly [key: string, field: string])[] = [
  ['arch', 'architecture'],
  ['pkgdesc', 'description'],
  ['url', 'homepage'],
  ['packager', 'maintainer'],
  ['size', 'installed-size'],
];

function readPackage(out: ReadingBuilder, info: PkgInfo): void {
  const name = info.first('pkgname');
  const version = info.first('pkgver');
  if (!name || !version) {
    const missing = name ? 'pkgver' : 'pkgname';
    const what = `"${displayName(out.path)}" has no ${missing}; the package is not listed.`;
    out.fault('pacman.pkginfo', 'error', what);
    return;
  }
  const ref = out.path;
  const pointerOf = (key: string) => `line ${info.fields.get(key)?.line ?? 1}`;
  const base = info.first('pkgbase');
  const identifying: Readonly<Record<string, string | undefined>> = {
    architecture: info.first('arch'),
    'source-package': base === undefined ? undefined : `${base}@${version}`,
  };
  const purl = alpmPurl(name, version, (field) => identifying[field], undefined);
  if (!listPresent(out, { ref, name, version, purl, pointer: pointerOf('pkgname') })) return;
  for (const [key, field] of FACTS) out.fact(ref, field, info.first(key), { pointer: pointerOf(key) });
  out.fact(ref, 'source-package', identifying['source-package'], { pointer: pointerOf('pkgbase') });
  for (const license of info.all('license'))
    out.fact(ref, 'license', license, { role: 'declared', pointer: pointerOf('license') });
  provideAlpm(out, ref, info.all('provides'), pointerOf('provides'));
  requireAlpm(out, ref, info.all('depend'), 'depend', 'runtime');
  requireAlpm(out, ref, info.all('optdepend'), 'optdepend', 'optional');
}
