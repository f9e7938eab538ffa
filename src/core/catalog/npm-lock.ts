import { isJsonObject, own, ownText, pointerSegment } from '../base/json-shape.ts';
import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { readJsonFile } from './json-file.ts';
import { type DeclaredDependency, declaredDependencies } from './npm-dependencies.ts';
import { integrityFacts } from './npm-integrity.ts';
import { installation, NodeModulesFolders } from './npm-location.ts';
import { type LockEntry, lockEntries } from './npm-lock-entries.ts';
import { licenses } from './npm-manifest.ts';
import { npmPurl } from './purl.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger } from './types.ts';
import { unmetFaults } from './unmet.ts';

/** What an npm lockfile states: packages with integrity and the edges among them. The lockfile is the context. */
export const npmLock: Cataloger = {
  id: 'npm.lock',
  title: 'npm lockfile',
  spec: 'docs.npmjs.com package-lock.json, lockfileVersion 1 to 3',
  match: { globs: ['**/package-lock.json', '**/npm-shrinkwrap.json', '**/node_modules/.package-lock.json'] },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const lock = readJsonFile(out, file, 'as a lockfile');
    if (lock === undefined) return out.done();
    const entries = isJsonObject(lock) ? lockEntries(out, lock) : undefined;
    if (entries === undefined) {
      out.fault(
        'npm.lock.shape',
        'error',
        `"${displayName(file.path)}" has neither "packages" nor "dependencies"; it is no npm lockfile.`,
      );
      return out.done();
    }
    const listed = new Map<string, LockEntry>();
    for (const entry of entries) {
      if (out.full) break;
      if (entry.target === undefined && !list(out, entry)) continue;
      listed.set(entry.path, entry);
    }
    const unmet = relate(out, listed);
    const whose = `of packages in "${displayName(file.path)}"`;
    for (const found of unmetFaults('npm.unmet', unmet, whose, 'in it')) out.report(found);
    return out.done();
  },
};

/** Adds the component an entry states, with its facts. */
function list(out: ReadingBuilder, { fields, path, pointer, name, version }: LockEntry): boolean {
  const ref = refOf(out, pointer);
  const identity = version === undefined ? undefined : npmPurl(name, version);
  const listed = out.find({
    ref,
    type: path === '' ? 'application' : 'library',
    name,
    ...(version === undefined ? {} : { version }),
    ...(identity === undefined ? {} : { purl: identity }),
    place: { path: out.path, state: 'stated', pointer },
    how: 'stated',
  });
  if (!listed) return false;
  const say = (field: string, key: string, value: string | undefined) =>
    out.fact(ref, field, value, { pointer: pointer + pointerSegment(key) });
  say('install-path', 'path', path);
  say('download-url', 'resolved', ownText(fields, 'resolved'));
  if (version === undefined) say('download-url', 'version', ownText(fields, 'version'));
  integrityFacts(out, ref, ownText(fields, 'integrity'), `${pointer}/integrity`);
  for (const [at, license] of licenses(fields))
    out.fact(ref, 'license', license, { role: 'declared', pointer: pointer + at });
  say('deprecated', 'deprecated', ownText(fields, 'deprecated'));
  for (const [key, field, value] of FLAGS) if (own(fields, key) === true) say(field, key, value);
  return true;
}

const FLAGS: readonly (readonly [key: string, field: string, value: string])[] = [
  ['dev', 'scope', 'dev'],
  ['optional', 'scope', 'optional'],
  ['devOptional', 'scope', 'dev or optional'],
  ['peer', 'scope', 'peer'],
  ['inBundle', 'bundled', 'yes'],
  ['bundled', 'bundled', 'yes'],
  ['hasInstallScript', 'install-script', 'yes'],
];

/** Adds the edges by Node's resolution among the lockfile's own paths, links followed. Returns how many runtime ones lead nowhere. */
function relate(out: ReadingBuilder, listed: ReadonlyMap<string, LockEntry>): number {
  const folders = new NodeModulesFolders(listed.keys());
  const lookUp = (path: string, name: string): LockEntry | undefined => {
    const folder = folders.above(path).find((one) => listed.has(`${one}/${name}`));
    const entry = folder === undefined ? undefined : listed.get(`${folder}/${name}`);
    return entry?.target === undefined ? entry : listed.get(entry.target);
  };
  let unmet = 0;
  for (const entry of listed.values()) {
    if (entry.target !== undefined) continue;
    const from = refOf(out, entry.pointer);
    for (const { name, range, scope, rawKind } of dependenciesOf(entry)) {
      if (out.full) return unmet;
      const to = lookUp(entry.path, name);
      if (to !== undefined) {
        out.relate({
          from,
          to: refOf(out, to.pointer),
          kind: 'dependsOn',
          scope,
          rawKind,
          how: 'stated',
          asked: range,
        });
      } else {
        out.require({ from, anyOf: [{ name, constraint: range }], scope, rawKind });
        if (scope === 'runtime') unmet++;
      }
    }
  }
  return unmet;
}

function* dependenciesOf({ path, fields, requires }: LockEntry): Generator<DeclaredDependency> {
  if (requires === undefined) {
    const workspace = path === '' || installation(`${path}/package.json`) === 'root';
    yield* declaredDependencies(fields, workspace);
    return;
  }
  for (const one of declaredDependencies({ dependencies: requires }, false))
    yield { ...one, rawKind: 'requires' };
}

function refOf(out: ReadingBuilder, pointer: string): string {
  return `${out.path}#${pointer}`;
}
