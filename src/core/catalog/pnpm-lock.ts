import {
  isJsonObject,
  type JsonObject,
  own,
  ownObject,
  ownText,
  pointerSegment,
  textEntries,
} from '../base/json-shape.ts';
import { displayName } from '../base/names.ts';
import type { Reading, Scope } from '../model/reading.ts';
import { listStated } from './list-package.ts';
import { integrityFacts } from './npm-integrity.ts';
import { npmPurl } from './purl.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger } from './types.ts';
import { unmetFaults } from './unmet.ts';
import { readYamlFile } from './yaml-file.ts';

/** What a pnpm lockfile states, of version 5 to 9. */
export const pnpmLock: Cataloger = {
  id: 'pnpm.lock',
  title: 'pnpm lockfile',
  spec: 'github.com/pnpm/spec: lockfile, version 5 to 9',
  match: { globs: ['**/pnpm-lock.yaml', '**/node_modules/.pnpm/lock.yaml'] },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const lock = readYamlFile(out, file.bytes, 'as a lockfile');
    if (lock === undefined) return out.done();
    if (!isJsonObject(lock) || own(lock, 'lockfileVersion') === undefined) {
      out.fault(
        'pnpm.lock',
        'error',
        `"${displayName(file.path)}" has no "lockfileVersion"; it is no pnpm lockfile.`,
      );
      return out.done();
    }
    const packages = ownObject(lock, 'packages');
    const listed = new Map<string, string>();
    for (const [key, fields] of Object.entries(packages)) {
      if (out.full) break;
      const ref = isJsonObject(fields) ? list(out, key, fields) : undefined;
      if (ref !== undefined) listed.set(identityKey(key), ref);
    }
    // Since version 9 the edges stand apart, for each set of peers a package is installed with.
    const snapshots = isJsonObject(own(lock, 'snapshots')) ? ownObject(lock, 'snapshots') : packages;
    let unmet = 0;
    const seen = new Set<string>();
    for (const [key, fields] of Object.entries(snapshots)) {
      const from = listed.get(identityKey(key));
      if (from === undefined || !isJsonObject(fields)) continue;
      unmet += relate(out, from, fields, listed, seen);
    }
    sayDirect(out, lock, listed);
    const whose = `of packages in "${displayName(file.path)}"`;
    for (const one of unmetFaults('npm.unmet', unmet, whose, 'in it')) out.report(one);
    return out.done();
  },
};

/**
 * A package's name and version, without the peers it is installed with. Version 5 writes `/name/1.0.0_peer@1`, version 6
 * `/name@1.0.0(peer@1)`, version 9 the same without the slash.
 */
export function splitKey(key: string): { readonly name: string; readonly version: string } | undefined {
  const paren = key.indexOf('(');
  const plain = (paren < 0 ? key : key.slice(0, paren)).replace(/^\//, '');
  const at = plain.indexOf('@', 1);
  const slash = plain.indexOf('/', plain.startsWith('@') ? plain.indexOf('/') + 1 : 0);
  if (at > 0 && (slash < 0 || at < slash)) return { name: plain.slice(0, at), version: plain.slice(at + 1) };
  if (slash <= 0) return undefined;
  const version = plain.slice(slash + 1);
  const peers = version.indexOf('_');
  return { name: plain.slice(0, slash), version: peers < 0 ? version : version.slice(0, peers) };
}

function identityKey(key: string): string {
  const split = splitKey(key);
  return split === undefined ? key : `${split.name}@${split.version}`;
}

function list(out: ReadingBuilder, key: string, fields: JsonObject): string | undefined {
  const pointer = `/packages${pointerSegment(key)}`;
  const split = splitKey(key);
  const name = ownText(fields, 'name') ?? split?.name;
  if (name === undefined || name === '') {
    out.fault(
      'pnpm.lock.package',
      'error',
      `The entry at ${displayName(pointer)} names no package; the others were kept.`,
    );
    return undefined;
  }
  const written = ownText(fields, 'version') ?? split?.version;
  const version = written !== undefined && /^[^:/]+$/.test(written) ? written : undefined;
  const ref = `${out.path}#${pointer}`;
  if (!listStated(out, { ref, name, version, purl: npmPurl(name, version), pointer })) return undefined;
  const resolution = ownObject(fields, 'resolution');
  integrityFacts(out, ref, ownText(resolution, 'integrity'), `${pointer}/resolution/integrity`);
  out.fact(ref, 'download-url', ownText(resolution, 'tarball') ?? ownText(resolution, 'repo'), { pointer });
  out.fact(ref, 'source-commit', ownText(resolution, 'commit'), { pointer });
  out.fact(ref, 'deprecated', ownText(fields, 'deprecated'), { pointer });
  if (own(fields, 'dev') === 'true') out.fact(ref, 'scope', 'dev', { pointer });
  if (own(fields, 'optional') === 'true') out.fact(ref, 'scope', 'optional', { pointer });
  if (own(fields, 'requiresBuild') === 'true') out.fact(ref, 'install-script', 'yes', { pointer });
  return ref;
}

const KINDS: readonly (readonly [key: string, scope: Scope])[] = [
  ['dependencies', 'runtime'],
  ['optionalDependencies', 'optional'],
];

function relate(
  out: ReadingBuilder,
  from: string,
  fields: JsonObject,
  listed: ReadonlyMap<string, string>,
  seen: Set<string>,
): number {
  let unmet = 0;
  for (const [rawKind, scope] of KINDS) {
    for (const [name, value] of textEntries(ownObject(fields, rawKind))) {
      if (out.full) return unmet;
      const to = target(name, value, listed);
      if (to === undefined) unmet += scope === 'runtime' && !value.startsWith('link:') ? 1 : 0;
      else if (!seen.has(`${from}\n${to}`)) {
        seen.add(`${from}\n${to}`);
        out.relate({ from, to, kind: 'dependsOn', scope, rawKind, how: 'stated', asked: value });
      }
    }
  }
  return unmet;
}

/** A dependency is written as a version of its name, or as the key of another package (an alias). */
function target(name: string, value: string, listed: ReadonlyMap<string, string>): string | undefined {
  return (
    listed.get(identityKey(`${name}@${value}`)) ??
    listed.get(identityKey(`/${name}/${value}`)) ??
    listed.get(identityKey(value))
  );
}

/** Says of packages that the project itself asks for them. */
function sayDirect(out: ReadingBuilder, lock: JsonObject, listed: ReadonlyMap<string, string>): void {
  const importers = own(lock, 'importers');
  const projects = isJsonObject(importers) ? Object.values(importers) : [lock];
  const said = new Set<string>();
  for (const project of projects) {
    if (!isJsonObject(project)) continue;
    for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
      for (const [name, wanted] of Object.entries(ownObject(project, kind))) {
        const value = isJsonObject(wanted)
          ? ownText(wanted, 'version')
          : typeof wanted === 'string'
            ? wanted
            : undefined;
        const ref = value === undefined ? undefined : target(name, value, listed);
        if (ref === undefined || said.has(`${ref} ${kind}`)) continue;
        said.add(`${ref} ${kind}`);
        out.fact(ref, 'direct', kind);
      }
    }
  }
}
