import {
  isJsonObject,
  type JsonObject,
  own,
  ownList,
  ownObject,
  ownText,
  textEntries,
} from '../base/json-shape.ts';
import { displayName } from '../base/names.ts';
import type { Scope } from '../model/reading.ts';
import { listStated } from './list-package.ts';
import { parseRequirement, projectKey } from './pep508.ts';
import { purl } from './purl.ts';
import type { ReadingBuilder } from './reading-builder.ts';
import { unmetFaults } from './unmet.ts';

/** A dependency of a locked distribution. */
export interface PythonAsked {
  readonly name: string;
  readonly constraint?: string | undefined;
  readonly scope: Scope;
}

/** What a lockfile's own words say of one distribution. */
export interface PythonLockWords {
  /** The lockfile, as a person calls it: `Poetry lockfile`. */
  readonly title: string;
  dependencies(fields: JsonObject): readonly PythonAsked[];
}

interface Locked {
  readonly ref: string;
  readonly name: string;
  readonly fields: JsonObject;
}

/** Lists the distributions of a lockfile that keeps them in one array, and relates them by name. */
export function readLockedPackages(
  out: ReadingBuilder,
  lock: JsonObject,
  key: 'package' | 'packages',
  words: PythonLockWords,
): void {
  const name = displayName(out.path);
  if (!Array.isArray(own(lock, key))) {
    out.fault('python.lock', 'error', `"${name}" has no "${key}"; it is no ${words.title}.`);
    return;
  }
  const locked: Locked[] = [];
  for (const [index, fields] of ownList(lock, key).entries()) {
    if (out.full) break;
    const pointer = `/${key}/${index}`;
    const name = isJsonObject(fields) ? ownText(fields, 'name') : undefined;
    if (!isJsonObject(fields) || !name) {
      out.fault(
        'python.lock.package',
        'error',
        `The entry at ${pointer} has no name; the other entries were kept.`,
      );
      continue;
    }
    const ref = `${out.path}#${pointer}`;
    if (
      listLocked(
        out,
        ref,
        name,
        ownText(fields, 'version'),
        pointer,
        isOwn(fields) ? 'application' : 'library',
      )
    ) {
      lockFacts(out, ref, fields, pointer);
      locked.push({ ref, name, fields });
    }
  }
  relateLocked(
    out,
    locked.map(({ ref, name, fields }) => ({ ref, name, asks: words.dependencies(fields) })),
  );
}

/** Adds a distribution that a lockfile states; `false` when it was refused. */
export function listLocked(
  out: ReadingBuilder,
  ref: string,
  name: string,
  version: string | undefined,
  pointer: string,
  type: 'application' | 'library' = 'library',
): boolean {
  return listStated(out, { ref, type, name, version, purl: purl({ type: 'pypi', name, version }), pointer });
}

/** The project the lockfile is of (uv). */
function isOwn(fields: JsonObject): boolean {
  const source = ownObject(fields, 'source');
  return ownText(source, 'virtual') === '.' || ownText(source, 'editable') === '.';
}

/** More files of one version than this tell nothing more. */
const MOST_FILES = 200;

function lockFacts(out: ReadingBuilder, ref: string, fields: JsonObject, pointer: string): void {
  out.fact(ref, 'description', ownText(fields, 'description'), { pointer });
  out.fact(ref, 'requires-python', ownText(fields, 'requires-python') ?? ownText(fields, 'python-versions'), {
    pointer,
  });
  if (own(fields, 'optional') === true) out.fact(ref, 'scope', 'optional', { pointer });
  const source = ownObject(fields, 'source');
  const origin = ownText(source, 'registry') ?? ownText(source, 'git') ?? ownText(source, 'url');
  out.fact(ref, 'installed-from', origin ?? ownText(fields, 'index'), { pointer });
  const archives = [...ownList(fields, 'files'), own(fields, 'sdist'), ...ownList(fields, 'wheels')];
  for (const archive of archives.slice(0, MOST_FILES)) {
    if (!isJsonObject(archive)) continue;
    hashFact(out, ref, ownText(archive, 'hash'), pointer);
    for (const [algorithm, hex] of textEntries(ownObject(archive, 'hashes')))
      hashFact(out, ref, `${algorithm}:${hex}`, pointer);
  }
}

/** A hash of one of the archives the version is published as: `sha256:HEX`. */
export function hashFact(out: ReadingBuilder, ref: string, hash: string | undefined, pointer: string): void {
  if (hash !== undefined && /^(?:md5|sha1|sha256|sha384|sha512):[0-9a-f]{32,128}$/.test(hash))
    out.fact(ref, 'integrity', hash, { pointer });
}

/** Adds the edges among the distributions of a lockfile. Of several versions of one name the last one counts. */
export function relateLocked(
  out: ReadingBuilder,
  locked: readonly { readonly ref: string; readonly name: string; readonly asks: readonly PythonAsked[] }[],
): void {
  const byName = new Map(locked.map(({ ref, name }) => [projectKey(name), ref]));
  let unmet = 0;
  for (const { ref, asks } of locked) {
    for (const { name, constraint, scope } of asks) {
      if (out.full) return;
      const to = byName.get(projectKey(name));
      const asked = constraint === undefined || constraint === '' ? {} : { asked: constraint };
      if (to !== undefined)
        out.relate({
          from: ref,
          to,
          kind: 'dependsOn',
          scope,
          rawKind: 'dependencies',
          how: 'stated',
          ...asked,
        });
      else {
        out.require({
          from: ref,
          anyOf: [{ name, ...(constraint ? { constraint } : {}) }],
          scope,
          rawKind: 'dependencies',
        });
        if (scope === 'runtime' && !constraint?.includes(';')) unmet++;
      }
    }
  }
  const whose = `of packages in "${displayName(out.path)}"`;
  for (const one of unmetFaults('python.unmet', unmet, whose, 'in it')) out.report(one);
}

/** Dependencies written as requirements (PEP 508): `idna (>=2.5)`, `win32; sys_platform == "win32"`. */
export function askedAsRequirements(list: readonly unknown[]): PythonAsked[] {
  return list.flatMap((text) => {
    const asked = typeof text === 'string' ? parseRequirement(text) : undefined;
    if (asked === undefined) return [];
    const marker = asked.marker === '' ? '' : `; ${asked.marker}`;
    return [{ name: asked.name, constraint: `${asked.specifier}${marker}`, scope: 'runtime' as const }];
  });
}

/** Dependencies written as tables with a `name`. */
export function askedAsTables(list: readonly unknown[], scope: Scope = 'runtime'): PythonAsked[] {
  return list.flatMap((one) => {
    const name = isJsonObject(one) ? ownText(one, 'name') : undefined;
    if (!isJsonObject(one) || name === undefined) return [];
    const marker = ownText(one, 'marker');
    const constraint = [ownText(one, 'version'), marker === undefined ? undefined : `; ${marker}`];
    return [{ name, constraint: constraint.filter((part) => part !== undefined).join(' '), scope }];
  });
}
