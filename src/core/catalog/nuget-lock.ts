import { isJsonObject, own, ownObject, ownText, pointerSegment, textEntries } from '../base/json-shape.ts';
import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { readJsonFile } from './json-file.ts';
import { listStated } from './list-package.ts';
import { integrityFacts } from './npm-integrity.ts';
import { purl } from './purl.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger } from './types.ts';

/** What a NuGet lockfile states, for each framework a project is built for. */
export const nugetLock: Cataloger = {
  id: 'nuget.lock',
  title: 'NuGet lockfile',
  spec: 'learn.microsoft.com/nuget: PackageReference, locking dependencies (packages.lock.json, version 1 and 2)',
  match: { globs: ['**/packages.lock.json'] },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const lock = readJsonFile(out, file, 'as a lockfile');
    if (lock === undefined) return out.done();
    const frameworks = isJsonObject(lock) ? own(lock, 'dependencies') : undefined;
    if (!isJsonObject(frameworks)) {
      out.fault(
        'nuget.lock',
        'error',
        `"${displayName(file.path)}" has no "dependencies"; it is no NuGet lockfile.`,
      );
      return out.done();
    }
    const listed = new Set<string>();
    for (const [framework, packages] of Object.entries(frameworks))
      if (isJsonObject(packages)) readFramework(out, framework, packages, listed);
    return out.done();
  },
};

/** Frameworks that lock the same version share one component. */
function readFramework(
  out: ReadingBuilder,
  framework: string,
  packages: { readonly [key: string]: unknown },
  listed: Set<string>,
): void {
  const refs = new Map<string, string>();
  const fresh: [ref: string, fields: { readonly [key: string]: unknown }][] = [];
  for (const [name, fields] of Object.entries(packages)) {
    if (out.full) return;
    const pointer = `/dependencies${pointerSegment(framework)}${pointerSegment(name)}`;
    if (!isJsonObject(fields)) {
      out.fault(
        'nuget.lock.package',
        'error',
        `The entry at ${pointer} is not an object; the other entries were kept.`,
      );
      continue;
    }
    const type = ownText(fields, 'type');
    const version = ownText(fields, 'resolved');
    const ref = `${out.path}#${name.toLowerCase()}@${version ?? ''}`;
    refs.set(name.toLowerCase(), ref);
    if (listed.has(ref)) continue;
    const project = type === 'Project';
    const identity = project ? undefined : purl({ type: 'nuget', name, version });
    const kind = project ? 'application' : 'library';
    if (!listStated(out, { ref, type: kind, name, version, purl: identity, pointer })) continue;
    listed.add(ref);
    fresh.push([ref, fields]);
    if (type === 'Direct') out.fact(ref, 'direct', 'yes', { pointer: `${pointer}/type` });
    const hash = ownText(fields, 'contentHash');
    if (hash !== undefined) integrityFacts(out, ref, `sha512-${hash}`, `${pointer}/contentHash`);
  }
  for (const [from, fields] of fresh) {
    for (const [name, constraint] of textEntries(ownObject(fields, 'dependencies'))) {
      const to = refs.get(name.toLowerCase());
      const asked = { scope: 'runtime', rawKind: 'dependencies' } as const;
      if (to === undefined) out.require({ from, anyOf: [{ name, constraint }], ...asked });
      else out.relate({ from, to, kind: 'dependsOn', ...asked, how: 'stated', asked: constraint });
    }
  }
}
