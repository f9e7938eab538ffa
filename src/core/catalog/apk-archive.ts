import { decodeUtf8Lossy } from '../base/bytes.ts';
import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { apkPurl, provideAtoms, requireAtoms } from './apk-package.ts';
import { listPresent } from './list-package.ts';
import { isFromMakepkg, type PkgInfo, parsePkgInfo } from './pkginfo.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger } from './types.ts';

/** Role of the `part-hash` fact that says what the package's data hash to, as they are compressed. */
export const DATA_HASH = 'data';

/** An `.apk` that was not installed: `.PKGINFO` in its second gzip member. */
export const apkArchive: Cataloger = {
  id: 'apk.archive',
  title: 'Alpine package archive',
  spec: 'Alpine wiki, "Apk spec": .PKGINFO; abuild',
  match: { globs: ['.PKGINFO', '.SIGN.*'] },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    if (file.path.startsWith('.SIGN.')) {
      const what = `${displayName(file.path)}, not verified`;
      out.fact('.PKGINFO', 'signature', what, { how: 'measured' });
      return out.done();
    }
    const info = parsePkgInfo(decodeUtf8Lossy(file.bytes));
    if (!isFromMakepkg(info)) readPackage(out, info);
    return out.done();
  },
};

const FACTS: readonly (readonly [key: string, field: string])[] = [
  ['arch', 'architecture'],
  ['pkgdesc', 'description'],
  ['url', 'homepage'],
  ['maintainer', 'maintainer'],
  ['size', 'installed-size'],
  ['commit', 'source-commit'],
];

function readPackage(out: ReadingBuilder, info: PkgInfo): void {
  const name = info.first('pkgname') ?? '';
  const version = info.first('pkgver') ?? '';
  if (name === '' || version === '') {
    const missing = name === '' ? 'pkgname' : 'pkgver';
    out.fault(
      'apk.pkginfo',
      'error',
      `"${displayName(out.path)}" has no ${missing}; the package is not listed.`,
    );
    return;
  }
  const ref = out.path;
  const pointerOf = (key: string) => `line ${info.fields.get(key)?.line ?? 1}`;
  const origin = info.first('origin');
  const purl = apkPurl(name, version, { architecture: info.first('arch'), origin }, undefined);
  if (!listPresent(out, { ref, name, version, purl, pointer: pointerOf('pkgname') })) return;
  for (const [key, field] of FACTS) out.fact(ref, field, info.first(key), { pointer: pointerOf(key) });
  out.fact(ref, 'license', info.first('license'), { role: 'declared', pointer: pointerOf('license') });
  if (origin) out.fact(ref, 'source-package', `${origin}@${version}`, { pointer: pointerOf('origin') });
  const data = info.first('datahash')?.toLowerCase();
  if (data !== undefined && /^[0-9a-f]{64}$/.test(data))
    out.fact(ref, 'part-hash', `sha256:${data}`, { role: DATA_HASH, pointer: pointerOf('datahash') });
  for (const text of info.all('provides')) provideAtoms(out, ref, text, pointerOf('provides'));
  for (const text of info.all('depend')) requireAtoms(out, ref, text, 'depend');
  if (info.wrong !== undefined) {
    const what = `Line ${info.wrong.line} of "${displayName(out.path)}" is no field; the others were read.`;
    out.fault('apk.pkginfo-syntax', 'warning', what);
  }
}
