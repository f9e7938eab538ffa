import { isJsonObject, ownList } from '../base/json-shape.ts';
import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { type ComposerPackage, composerFacts, composerPackages, relateComposer } from './composer-package.ts';
import { readJsonFile } from './json-file.ts';
import { listPresent } from './list-package.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger } from './types.ts';

/** PHP packages that Composer installed, by its own record of them. */
export const phpInstalled: Cataloger = {
  id: 'php.installed',
  title: 'PHP packages, installed',
  spec: 'getcomposer.org: vendor/composer/installed.json, of Composer 1 and 2',
  match: { globs: ['**/composer/installed.json'] },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const record = readJsonFile(out, file, "as Composer's record");
    if (record === undefined) return out.done();
    const object = isJsonObject(record) ? record : {};
    const list = Array.isArray(record) ? record : ownList(object, 'packages');
    if (!Array.isArray(record) && !Object.hasOwn(object, 'packages')) {
      out.fault(
        'php.installed',
        'error',
        `"${displayName(file.path)}" has no "packages"; it is no record of Composer's.`,
      );
      return out.done();
    }
    const development = new Set(ownList(object, 'dev-package-names'));
    const listed: ComposerPackage[] = [];
    for (const one of composerPackages(out, list, Array.isArray(record) ? '' : '/packages', 'runtime')) {
      if (!listPresent(out, one.at)) continue;
      composerFacts(out, development.has(one.name) ? { ...one, scope: 'dev' } : one);
      listed.push(one);
    }
    relateComposer(out, listed);
    return out.done();
  },
};
