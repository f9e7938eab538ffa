import { hasMagic } from '../base/bytes.ts';
import { displayName } from '../base/names.ts';
import type { Severity } from '../base/result.ts';
import type { Reading } from '../model/reading.ts';
import { parseRpmBlob } from '../unpack/rpm-header.ts';
import { counted, inWords } from '../unpack/wording.ts';
import { listPresent } from './list-package.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Complain, RpmBlob } from './rpm-blob.ts';
import { bdbBlobs, bdbByteOrder } from './rpm-database-bdb.ts';
import { NDB_MAGIC, ndbBlobs } from './rpm-database-ndb.ts';
import { SQLITE_MAGIC, sqliteBlobs } from './rpm-database-sqlite.ts';
import { readRpmHeader, rpmIdentity, rpmPurl } from './rpm-package.ts';
import { meetsRpm } from './rpm-resolve.ts';
import { richNames } from './rpm-rich.ts';
import { resolveSystem } from './system-packages.ts';
import type { Cataloger, CatalogFile } from './types.ts';

const FOLDERS = '{var/lib,usr/share,usr/lib/sysimage}/rpm/';
const NAMES = ['Packages', 'Packages.db', 'rpmdb.sqlite'] as const;
/** Files in which SQLite keeps what is not in the database yet, or what it was before. */
const LOGS = ['rpmdb.sqlite-wal', 'rpmdb.sqlite-journal'] as const;

/** Packages that rpm's database says are installed, with the files each of them claims. */
export const rpmDatabase: Cataloger = {
  id: 'rpm',
  title: 'RPM packages',
  spec: 'RPM: header tags; SQLite file format 3; rpm, lib/backend/ndb; Berkeley DB 5.3, db_page.h (hash)',
  match: { globs: [...NAMES, ...LOGS].flatMap((name) => [FOLDERS + name, name]) },
  needs: 'large',
  ownsSystem: true,
  read: (file) => (LOGS.some((name) => file.path.endsWith(name)) ? readLog(file) : readDatabase(file)),
  resolve: (tree, readings, context) =>
    resolveSystem(tree, readings, context, {
      code: 'rpm',
      whose: 'of RPM packages',
      purlOf: rpmPurl,
      meets: meetsRpm,
      namesIn: richNames,
    }),
};

function readDatabase(file: CatalogFile): Reading {
  const out = new ReadingBuilder(file);
  const state: State = { refs: new Set(), keys: 0, unreadable: 0, wrong: [] };
  const blobs = walkerOf(file.bytes);
  if (blobs === undefined) {
    // A file of one of these names that lies elsewhere is no claim to be a database.
    if (file.path.includes('/') && file.bytes.length > 0) {
      const what = 'is no database of a known kind (SQLite, ndb, Berkeley DB hash): nothing was read.';
      out.fault('rpm.database-unknown', 'error', `"${displayName(file.path)}" ${what}`, 0);
    }
    if (file.path.includes('/') && file.bytes.length === 0) tellEmpty(out);
    return out.done();
  }
  let records = 0;
  for (const blob of blobs(
    (code, severity, what, offset) => void state.wrong.push({ code, severity, what, offset }),
  )) {
    records++;
    readPackage(out, blob, state);
    if (out.full) break;
  }
  for (const { code, severity, what, offset } of state.wrong)
    out.fault(
      code,
      severity,
      `"${displayName(file.path)}" ${what}; kept from it: ${counted(state.refs.size, 'package')}.`,
      offset,
    );
  if (state.unreadable > 0) {
    const what = `${counted(state.unreadable, 'record')} of "${displayName(file.path)}" could not be read as a package`;
    out.fault('rpm.record', 'error', `${what}; kept from it: ${counted(state.refs.size, 'package')}.`);
  }
  if (records === 0 && state.wrong.length === 0) tellEmpty(out);
  if (state.keys > 0) {
    const what =
      state.keys === 1 ? '1 record is a public key' : `${inWords(state.keys)} records are public keys`;
    out.fault('rpm.public-keys', 'info', `${what} that rpm trusts, and no package ("gpg-pubkey").`);
  }
  return out.done();
}

/** An image of which rpm knows nothing reads like one in which nothing is installed. */
function tellEmpty(out: ReadingBuilder): void {
  const what = 'is a database of rpm in which no package is: what is installed here, it does not tell';
  out.fault('rpm.database-empty', 'warning', `"${displayName(out.path)}" ${what}.`, 0);
}

interface State {
  readonly refs: Set<string>;
  keys: number;
  unreadable: number;
  readonly wrong: { code: string; severity: Severity; what: string; offset: number }[];
}

function walkerOf(bytes: Uint8Array): ((complain: Complain) => Generator<RpmBlob>) | undefined {
  if (hasMagic(bytes, SQLITE_MAGIC)) return (complain) => sqliteBlobs(bytes, complain);
  if (hasMagic(bytes, NDB_MAGIC)) return (complain) => ndbBlobs(bytes, complain);
  return bdbByteOrder(bytes) === undefined ? undefined : (complain) => bdbBlobs(bytes, complain);
}

function readPackage(out: ReadingBuilder, { bytes, offset }: RpmBlob, state: State): void {
  const parsed = parseRpmBlob(bytes);
  const identity = parsed.ok ? rpmIdentity(parsed.value) : 'Name';
  if (!parsed.ok || typeof identity === 'string') {
    state.unreadable++;
    return;
  }
  const { name, version, architecture } = identity;
  if (name === 'gpg-pubkey') {
    state.keys++;
    return;
  }
  const ref = `${out.path}:${name}-${version}.${architecture}`;
  if (state.refs.has(ref)) {
    const what = `"${displayName(out.path)}" has "${displayName(`${name}-${version}`)}" twice; the first record counts.`;
    out.fault('rpm.duplicate', 'warning', what, offset);
    return;
  }
  const pointer = `byte ${offset}`;
  if (!listPresent(out, { ref, name, version, pointer })) return;
  state.refs.add(ref);
  // A package in the database is installed; only a source package has no architecture of its own.
  readRpmHeader(out, ref, parsed.value, identity, pointer);
}

/** A log that is not empty: the database beside it is older, or was left in the middle of a change. */
function readLog(file: CatalogFile): Reading {
  const out = new ReadingBuilder(file);
  const { length } = file.bytes;
  // A journal that was ended without being removed begins with zeros.
  if (length === 0 || file.bytes.subarray(0, 8).every((byte) => byte === 0)) return out.done();
  const what = file.path.endsWith('-wal')
    ? 'of changes that are not in the database yet: packages may be missing, or out of date'
    : 'of what the database was before a change that did not end: packages may be wrong';
  out.fault('rpm.wal', 'warning', `"${displayName(file.path)}" holds ${counted(length, 'byte')} ${what}.`, 0);
  return out.done();
}
