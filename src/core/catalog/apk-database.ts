import { decodeUtf8Lossy } from '../base/bytes.ts';
import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { apkChecksum } from './apk-checksum.ts';
import { apkPurl, provideAtoms, requireAtoms } from './apk-package.ts';
import { type ApkRecord, apkRecords } from './apk-records.ts';
import { readApkScripts } from './apk-scripts.ts';
import { listPresent } from './list-package.ts';
import { ReadingBuilder } from './reading-builder.ts';
import { resolveSystem } from './system-packages.ts';
import type { Cataloger, CatalogFile } from './types.ts';

/** Packages that apk's database says are installed, with the files each of them claims. */
export const apkDatabase: Cataloger = {
  id: 'apk',
  title: 'Alpine packages',
  spec: 'apk-tools, database.c: the installed database and its scripts; apk-package(5)',
  match: {
    globs: ['installed', 'scripts.tar'].flatMap((name) => [`lib/apk/db/${name}`, `usr/lib/apk/db/${name}`]),
  },
  needs: 'bytes',
  ownsSystem: true,
  read: (file) => (file.path.endsWith('.tar') ? readApkScripts(file, besideOf(file)) : readInstalled(file)),
  resolve: (tree, readings, context) =>
    resolveSystem(tree, readings, context, {
      code: 'apk',
      whose: 'of Alpine packages',
      purlOf: ({ name, version = '' }, fact, distro) =>
        apkPurl(
          name,
          version,
          { architecture: fact('architecture'), origin: originIn(fact('source-package')) },
          distro,
        ),
      // The database is of a system that apk has solved: a name that is there is the one that is meant.
      meets: () => true,
    }),
};

/** Refs of the packages in the database beside a file. */
function besideOf({ path }: CatalogFile): (name: string) => string {
  return (name) => `${path.slice(0, path.lastIndexOf('/'))}/installed:${name}`;
}

const FACTS: readonly (readonly [letter: string, field: string])[] = [
  ['A', 'architecture'],
  ['T', 'description'],
  ['U', 'homepage'],
  ['m', 'maintainer'],
  ['I', 'installed-size'],
  ['c', 'source-commit'],
  ['s', 'repository'],
];

/** What the letters of `f` say is not as it should be. */
const BROKEN: Readonly<Record<string, string>> = {
  f: 'files that could not be written',
  s: 'a script that failed',
  x: 'extended attributes that could not be set',
};

function readInstalled(file: CatalogFile): Reading {
  const out = new ReadingBuilder(file);
  const size = file.bytes.length;
  const cut = size > 0 && file.bytes[size - 1] !== 0x0a;
  // The last line may hold half a value.
  const text = decodeUtf8Lossy(cut ? file.bytes.subarray(0, file.bytes.lastIndexOf(0x0a) + 1) : file.bytes);
  let wrong = 0;
  let firstWrong = 0;
  const refs = new Set<string>();
  let last: ApkRecord | undefined;
  const records = apkRecords(text, (line) => {
    if (wrong++ === 0) firstWrong = line;
  });
  for (const record of records) {
    if (last !== undefined) readPackage(out, last, refs);
    last = record;
    if (out.full) break;
  }
  if (last !== undefined && (!cut || isWhole(last))) readPackage(out, last, refs);
  if (cut) {
    // Between two records, it is not known whose was cut.
    const name = text.endsWith('\n\n') ? undefined : last?.fields.get('P');
    const where = name === undefined ? 'a record' : `the record of "${displayName(name)}"`;
    const kept = refs.size === 1 ? '1 package' : `${refs.size.toLocaleString('en')} packages`;
    out.fault(
      'apk.truncated',
      'error',
      `"${file.path}" ends inside ${where}, at byte ${size}; kept from it: ${kept}.`,
      size,
    );
  }
  if (wrong > 0) {
    const more = wrong === 1 ? '' : `, and ${(wrong - 1).toLocaleString('en')} more are none`;
    const what = `Line ${firstWrong} of "${file.path}" is no field${more}; what else its record says was kept.`;
    out.fault('apk.syntax', 'warning', what);
  }
  return out.done();
}

function readPackage(out: ReadingBuilder, { line, fields, files }: ApkRecord, refs: Set<string>): void {
  const name = fields.get('P') ?? '';
  const version = fields.get('V') ?? '';
  const shown = displayName(name);
  if (name === '' || version === '') {
    const whose = name === '' ? '' : ` of "${shown}"`;
    const missing = name === '' ? 'name (P)' : 'version (V)';
    out.fault(
      'apk.incomplete-record',
      'error',
      `The record${whose} at line ${line} of "${out.path}" has no ${missing}; the package is not listed.`,
    );
    return;
  }
  const ref = `${out.path}:${name}`;
  if (refs.has(ref)) {
    const what = `"${out.path}" has a second record of "${shown}", at line ${line}; the first one counts.`;
    out.fault('apk.duplicate', 'warning', what);
    return;
  }
  const pointer = `line ${line}`;
  if (!listPresent(out, { ref, name, version, pointer })) return;
  refs.add(ref);
  for (const [letter, field] of FACTS) out.fact(ref, field, fields.get(letter), { pointer });
  out.fact(ref, 'license', fields.get('L'), { role: 'declared', pointer });
  const origin = fields.get('o');
  if (origin) out.fact(ref, 'source-package', `${origin}@${version}`, { pointer });
  out.fact(ref, 'part-hash', apkChecksum(fields.get('C') ?? ''), { role: 'control', pointer });
  provideAtoms(out, ref, fields.get('p'), pointer);
  requireAtoms(out, ref, fields.get('D'), 'D');
  if (files.length > 0) out.own(ref, files);
  const broken = fields.get('f');
  if (broken) {
    const why = [...new Set(broken)].map((letter) => BROKEN[letter] ?? `the mark "${letter}"`).join(', ');
    out.fault(
      'apk.broken',
      'warning',
      `apk marks "${shown}" as broken: ${displayName(why)}. It is listed as present.`,
    );
    out.fact(ref, 'status', `broken: ${broken}`, { pointer });
  }
}

function isWhole({ fields }: ApkRecord): boolean {
  return ['P', 'V', 'A'].every((letter) => fields.has(letter));
}

/** The name in `name@version`. */
function originIn(sourcePackage: string | undefined): string | undefined {
  const at = sourcePackage?.lastIndexOf('@') ?? -1;
  return at > 0 ? sourcePackage?.slice(0, at) : sourcePackage;
}
