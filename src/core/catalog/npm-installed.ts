import { isJsonObject, ownText, pointerSegment } from '../base/json-shape.ts';
import type { Reading } from '../model/reading.ts';
import { readJsonFile } from './json-file.ts';
import { declaredDependencies, isAddress } from './npm-dependencies.ts';
import { installation } from './npm-location.ts';
import { readInstallScripts, readManifestFacts } from './npm-manifest.ts';
import { resolveInstalled } from './npm-resolve.ts';
import { npmPurl } from './purl.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger } from './types.ts';

/**
 * Packages that lie unpacked: every `package.json` with a name and a version. Those without are module settings
 * (`{"type":"module"}`), not packages.
 */
export const npmInstalled: Cataloger = {
  id: 'npm.installed',
  title: 'npm packages, installed',
  spec: 'docs.npmjs.com package.json; nodejs.org Modules: loading from node_modules folders',
  match: { globs: ['**/package.json'] },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const manifest = readJsonFile(out, file, 'as a package');
    if (!isJsonObject(manifest)) return out.done();
    const name = ownText(manifest, 'name')?.trim();
    const version = ownText(manifest, 'version')?.trim();
    if (!name || !version) return out.done();

    const kind = installation(file.path);
    const identity = npmPurl(name, version);
    const listed = out.find({
      ref: file.path,
      type: kind === 'root' ? 'application' : 'library',
      name,
      version,
      ...(identity === undefined ? {} : { purl: identity }),
      place: { path: file.path, state: 'present', pointer: '/name' },
      how: 'measured',
    });
    if (!listed) return out.done();
    readManifestFacts(out, file.path, manifest);
    readInstallScripts(out, file.path, manifest);
    // What lies deeper inside a package (tests, examples, builds) is not installed: nothing resolves its wishes.
    if (kind !== 'inside') {
      for (const { name, range, scope, rawKind } of declaredDependencies(manifest, kind === 'root')) {
        if (out.full) break;
        if (isAddress(range))
          out.observe({
            kind: 'dependency.by-address',
            detail: `${name}: ${range}`,
            pointer: `${pointerSegment(rawKind)}${pointerSegment(name)}`,
            subject: file.path,
          });
        out.require({ from: file.path, anyOf: [{ name, constraint: range }], scope, rawKind });
      }
    }
    return out.done();
  },
  resolve: resolveInstalled,
};
