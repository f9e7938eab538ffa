import { decodeUtf8Lossy } from '../base/bytes.ts';
import { linesOf } from '../base/lines.ts';
import { displayName, normalizePath } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { listPresent } from './list-package.ts';
import { mergedRecords, readMtree } from './pacman-mtree.ts';
import { alpmPurl, provideAlpm, requireAlpm } from './pacman-package.ts';
import { leftOut, PACMAN_SETTINGS, readPacmanSettings } from './pacman-settings.ts';
import { type OwnedFile, ReadingBuilder } from './reading-builder.ts';
import { meetsRpm } from './rpm-resolve.ts';
import { resolveSystem } from './system-packages.ts';
import type { Cataloger, CatalogFile } from './types.ts';

const LOCK = 'var/lib/pacman/db.lck';
const LOCAL = 'var/lib/pacman/local/';

/** Packages that pacman's database says are installed, with the files each of them claims. */
export const pacman: Cataloger = {
  id: 'pacman',
  title: 'Arch Linux packages',
  spec: 'libalpm, be_local.c: desc, files and mtree; PKGBUILD(5); mtree(5)',
  match: {
    globs: [
      `${LOCAL}*/desc`,
      `${LOCAL}*/files`,
      `${LOCAL}*/mtree`,
      `${LOCAL}*/install`,
      LOCK,
      PACMAN_SETTINGS,
    ],
  },
  needs: 'bytes',
  ownsSystem: true,
  read(file): Reading {
    if (file.path.endsWith('/desc')) return readDesc(file);
    if (file.path === PACMAN_SETTINGS) return readPacmanSettings(file);
    if (file.path === LOCK) return readLock(file);
    if (file.path.endsWith('/install')) return readInstall(file);
    return file.path.endsWith('/files') ? readFiles(file) : readMtree(file, refOf(file), isInstalled);
  },
  resolve(tree, readings, context): Reading {
    const resolved = resolveSystem(tree, readings, context, {
      code: 'pacman',
      whose: 'of Arch Linux packages',
      purlOf: ({ name, version = '' }, fact, distro) => alpmPurl(name, version, fact, distro),
      meets: (version, constraint) =>
        // What is provided without a version meets no versioned dependency (pacman, deps.c).
        constraint === undefined || (version !== undefined && meetsRpm(version, constraint)),
    });
    return { ...resolved, owns: mergedRecords(resolved.owns, leftOut(tree, readings)) };
  },
};

/** pacman holds the lock while it changes the database, and removes it then. */
function readLock(file: CatalogFile): Reading {
  const out = new ReadingBuilder(file);
  const what = `"${LOCK}" is there: pacman was stopped in the middle of a change, and its database may be half-written.`;
  out.fault('pacman.locked', 'warning', what, 0);
  return out.done();
}

/** What the archive holds beside the package's files is not installed under its name (pacman, check.c). */
function isInstalled(path: string): boolean {
  return !path.startsWith('.');
}

interface Section {
  /** Line of its name, from 1. */
  readonly line: number;
  readonly values: readonly string[];
}

/** `%NAME%`, then its values a line each, then an empty line. A section that is not ended may lack values. */
function sections(text: string): {
  readonly found: ReadonlyMap<string, Section>;
  readonly open: string | undefined;
} {
  const found = new Map<string, { line: number; values: string[] }>();
  let values: string[] | undefined;
  let open: string | undefined;
  let number = 0;
  for (const line of linesOf(text)) {
    number++;
    const name = /^%([A-Z0-9]+)%$/.exec(line)?.[1];
    if (name !== undefined) {
      const section = found.get(name) ?? { line: number, values: [] };
      found.set(name, section);
      values = section.values;
      open = name;
    } else if (line === '') {
      values = undefined;
      open = undefined;
    } else values?.push(line);
  }
  return { found, open };
}

const FACTS: readonly (readonly [section: string, field: string])[] = [
  ['ARCH', 'architecture'],
  ['DESC', 'description'],
  ['URL', 'homepage'],
  ['PACKAGER', 'maintainer'],
  ['SIZE', 'installed-size'],
];

function refOf(file: CatalogFile): string {
  return file.path.slice(0, file.path.lastIndexOf('/'));
}

function readDesc(file: CatalogFile): Reading {
  const out = new ReadingBuilder(file);
  const cut = file.bytes.length > 0 && file.bytes.at(-1) !== 0x0a;
  const { found, open: last } = sections(decodeUtf8Lossy(file.bytes));
  // Text that ends in a line end is followed by an empty line.
  const open = cut ? last : undefined;
  const all = (section: string) => found.get(section)?.values ?? [];
  const first = (section: string) => all(section)[0];
  const name = open === 'NAME' ? undefined : first('NAME');
  const version = open === 'VERSION' ? undefined : first('VERSION');
  if (!name || !version) {
    const missing = name ? 'VERSION' : 'NAME';
    out.fault(
      'pacman.desc',
      'error',
      `"${displayName(file.path)}" has no ${missing}; the package is not listed.`,
      0,
    );
    return out.done();
  }
  const ref = refOf(file);
  const pointer = (section: string) => `line ${found.get(section)?.line ?? 1}`;
  if (!listPresent(out, { ref, name, version, pointer: pointer('NAME') })) return out.done();
  for (const [section, field] of FACTS) out.fact(ref, field, first(section), { pointer: pointer(section) });
  for (const license of all('LICENSE'))
    out.fact(ref, 'license', license, { role: 'declared', pointer: pointer('LICENSE') });
  const base = first('BASE');
  if (base) out.fact(ref, 'source-package', `${base}@${version}`, { pointer: pointer('BASE') });
  provideAlpm(out, ref, all('PROVIDES'), pointer('PROVIDES'));
  requireAlpm(out, ref, all('DEPENDS'), 'DEPENDS', 'runtime');
  requireAlpm(out, ref, all('OPTDEPENDS'), 'OPTDEPENDS', 'optional');
  if (open !== undefined) {
    const what = `"${displayName(file.path)}" ends inside its section ${open}, at byte ${file.bytes.length}; what came before was kept.`;
    out.fault('pacman.truncated', 'error', what, file.bytes.length);
  }
  return out.done();
}

/** `%FILES%` lists paths, folders with a slash behind them; `%BACKUP%` the configuration with its MD5. */
function readFiles(file: CatalogFile): Reading {
  const out = new ReadingBuilder(file);
  const { found } = sections(decodeUtf8Lossy(file.bytes));
  const backup = new Map(
    (found.get('BACKUP')?.values ?? []).map((line) => line.split('\t', 2) as [string, string | undefined]),
  );
  const files: OwnedFile[] = [];
  for (const path of found.get('FILES')?.values ?? []) {
    if (path.endsWith('/')) continue;
    const md5 = backup.get(path);
    const digest = md5 !== undefined && /^[0-9a-f]{32}$/.test(md5) ? `md5:${md5}` : undefined;
    files.push({ path: normalizePath(path), digest, mayDiffer: backup.has(path) });
  }
  out.own(refOf(file), files);
  return out.done();
}

/** Functions of an install script that pacman calls (PKGBUILD(5), "install/upgrade/remove scripting"). */
const CALLED = /^[ \t]*(?:function[ \t]+)?((?:pre|post)_(?:install|upgrade|remove))[ \t]*(?:\(|\{|$)/gm;

/** The script that pacman runs when the package comes, changes or goes. */
function readInstall(file: CatalogFile): Reading {
  const out = new ReadingBuilder(file);
  const ref = refOf(file);
  const called = new Set([...decodeUtf8Lossy(file.bytes).matchAll(CALLED)].map(([, name]) => name));
  const name = ref.slice(LOCAL.length).replace(/-[^-]+-[^-]+$/, '');
  if (called.size > 0)
    out.observe({
      kind: 'hook.maintainer-script',
      detail: `${[...called].join(', ')} of ${displayName(name)}`,
      subject: ref,
    });
  return out.done();
}
