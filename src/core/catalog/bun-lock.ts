import { isJsonObject, own, ownObject, pointerSegment, textEntries } from '../base/json-shape.ts';
import { displayName } from '../base/names.ts';
import type { Reading, Scope } from '../model/reading.ts';
import { listStated } from './list-package.ts';
import { integrityFacts } from './npm-integrity.ts';
import { npmPurl } from './purl.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger } from './types.ts';
import { unmetFaults } from './unmet.ts';
import { readYamlFile } from './yaml-file.ts';

/** What a Bun lockfile in text states. It is JSON with commas before closing brackets, which YAML allows. */
export const bunLock: Cataloger = {
  id: 'bun.lock',
  title: 'Bun lockfile',
  spec: 'bun.sh/docs: install, lockfile (bun.lock)',
  match: { globs: ['**/bun.lock'] },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const lock = readYamlFile(out, file.bytes, 'as a lockfile');
    if (lock === undefined) return out.done();
    const packages = isJsonObject(lock) ? own(lock, 'packages') : undefined;
    if (!isJsonObject(lock) || !isJsonObject(packages)) {
      out.fault('bun.lock', 'error', `"${displayName(file.path)}" has no "packages"; it is no Bun lockfile.`);
      return out.done();
    }
    const listed = new Map<string, { readonly ref: string; readonly more: unknown }>();
    for (const [key, entry] of Object.entries(packages)) {
      if (out.full) break;
      const ref = list(out, key, entry);
      if (ref !== undefined && Array.isArray(entry)) listed.set(key, { ref, more: entry.find(isJsonObject) });
    }
    let unmet = 0;
    for (const [key, { ref: from, more }] of listed) {
      const fields = isJsonObject(more) ? more : {};
      for (const [rawKind, scope] of KINDS) {
        for (const [name, asked] of textEntries(ownObject(fields, rawKind))) {
          if (out.full) return out.done();
          const to = lookUp(key, name, listed)?.ref;
          if (to !== undefined)
            out.relate({ from, to, kind: 'dependsOn', scope, rawKind, how: 'stated', asked });
          else if (scope === 'runtime') unmet++;
        }
      }
    }
    const whose = `of packages in "${displayName(file.path)}"`;
    for (const one of unmetFaults('npm.unmet', unmet, whose, 'in it')) out.report(one);
    return out.done();
  },
};

const KINDS: readonly (readonly [key: string, scope: Scope])[] = [
  ['dependencies', 'runtime'],
  ['optionalDependencies', 'optional'],
  ['peerDependencies', 'peer'],
];

/** An entry is a list: `name@version`, of a registry its address, what it needs, and its integrity. */
function list(out: ReadingBuilder, key: string, entry: unknown): string | undefined {
  const pointer = `/packages${pointerSegment(key)}`;
  const [identity]: unknown[] = Array.isArray(entry) ? entry : [];
  const at = typeof identity === 'string' ? identity.indexOf('@', 1) : -1;
  if (!Array.isArray(entry) || typeof identity !== 'string' || at <= 0) {
    out.fault(
      'bun.lock.package',
      'error',
      `The entry at ${displayName(pointer)} names no package; the others were kept.`,
    );
    return undefined;
  }
  const name = identity.slice(0, at);
  const written = identity.slice(at + 1);
  const workspace = written.startsWith('workspace:');
  const version = /^[^:/]+$/.test(written) ? written : undefined;
  const ref = `${out.path}#${pointer}`;
  const type = workspace ? 'application' : 'library';
  if (!listStated(out, { ref, type, name, version, purl: npmPurl(name, version), pointer })) return undefined;
  if (version === undefined) out.fact(ref, workspace ? 'install-path' : 'download-url', written, { pointer });
  const last: unknown = entry.at(-1);
  if (typeof last === 'string') integrityFacts(out, ref, last, pointer);
  return ref;
}

/** Folders on the way from a nested package to the top that are tried; nobody nests deeper. */
const MOST_LEVELS = 64;

/** A key is the way to a package through the packages it lies in: `a/b` is the `b` of `a`. The nearest one counts. */
function lookUp<T>(key: string, name: string, listed: ReadonlyMap<string, T>): T | undefined {
  let above = key;
  for (let level = 0; level < MOST_LEVELS && above !== ''; level++) {
    const found = listed.get(`${above}/${name}`);
    if (found !== undefined) return found;
    above = above.slice(0, Math.max(0, above.lastIndexOf('/')));
  }
  return listed.get(name);
}
