import { isJsonObject, own, ownObject, ownText, pointerSegment, textEntries } from '../base/json-shape.ts';
import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { readJsonFile } from './json-file.ts';
import { listStated } from './list-package.ts';
import { integrityFacts } from './npm-integrity.ts';
import { purl } from './purl.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger } from './types.ts';

/** What a .NET program was published with, by the file its host reads: packages, their hashes and edges. */
export const dotnetDeps: Cataloger = {
  id: 'dotnet.deps',
  title: '.NET program dependencies',
  spec: 'github.com/dotnet/sdk: documentation/specs/runtime-configuration-file.md',
  match: { globs: ['**/*.deps.json'] },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const document = readJsonFile(out, file, "as a program's dependencies");
    if (document === undefined) return out.done();
    const libraries = isJsonObject(document) ? own(document, 'libraries') : undefined;
    if (!isJsonObject(document) || !isJsonObject(libraries)) {
      out.fault(
        'dotnet.deps',
        'error',
        `"${displayName(file.path)}" has no "libraries"; its packages are not known.`,
      );
      return out.done();
    }
    const listed = new Set<string>();
    for (const [key, fields] of Object.entries(libraries)) {
      if (out.full) break;
      const slash = key.lastIndexOf('/');
      if (slash <= 0 || !isJsonObject(fields)) {
        out.fault(
          'dotnet.deps.library',
          'error',
          `"${displayName(key)}" in "${displayName(file.path)}" is no NAME/VERSION; the others were kept.`,
        );
        continue;
      }
      const pointer = `/libraries${pointerSegment(key)}`;
      const kind = ownText(fields, 'type');
      const ref = refOf(out, key);
      const [name, version] = [key.slice(0, slash), key.slice(slash + 1)];
      // A project is the program itself or one of its parts: it is on no registry under this name.
      const identity = kind === 'package' ? purl({ type: 'nuget', name, version }) : undefined;
      const type = kind === 'project' ? 'application' : 'library';
      if (!listStated(out, { ref, type, name, version, purl: identity, pointer })) continue;
      listed.add(key);
      out.fact(ref, 'kind', kind, { pointer });
      integrityFacts(out, ref, ownText(fields, 'sha512'), `${pointer}/sha512`);
      out.fact(ref, 'install-path', ownText(fields, 'path'), { pointer });
    }
    const targets = ownObject(document, 'targets');
    const runtime = ownText(ownObject(document, 'runtimeTarget'), 'name');
    const chosen = runtime === undefined ? Object.keys(targets)[0] : runtime;
    if (chosen !== undefined) relate(out, ownObject(targets, chosen), listed);
    return out.done();
  },
};

function relate(
  out: ReadingBuilder,
  target: { readonly [key: string]: unknown },
  listed: ReadonlySet<string>,
): void {
  for (const [key, fields] of Object.entries(target)) {
    if (!listed.has(key) || !isJsonObject(fields)) continue;
    for (const [name, version] of textEntries(ownObject(fields, 'dependencies'))) {
      const to = `${name}/${version}`;
      const from = refOf(out, key);
      const asked = { scope: 'runtime', rawKind: 'dependencies' } as const;
      if (!listed.has(to)) out.require({ from, anyOf: [{ name, constraint: version }], ...asked });
      else
        out.relate({ from, to: refOf(out, to), kind: 'dependsOn', ...asked, how: 'stated', asked: version });
    }
  }
}

function refOf(out: ReadingBuilder, key: string): string {
  return `${out.path}#${key}`;
}
