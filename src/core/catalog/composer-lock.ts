import { isJsonObject, own, ownList } from '../base/json-shape.ts';
import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { type ComposerPackage, composerFacts, composerPackages, relateComposer } from './composer-package.ts';
import { readJsonFile } from './json-file.ts';
import { listStated } from './list-package.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger } from './types.ts';

/** What a Composer lockfile states. */
export const composerLock: Cataloger = {
  id: 'composer.lock',
  title: 'Composer lockfile',
  spec: 'getcomposer.org/doc: Basic usage, composer.lock',
  match: { globs: ['**/composer.lock'] },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const lock = readJsonFile(out, file, 'as a lockfile');
    if (lock === undefined) return out.done();
    if (!isJsonObject(lock) || !Array.isArray(own(lock, 'packages'))) {
      out.fault(
        'composer.lock',
        'error',
        `"${displayName(file.path)}" has no "packages"; it is no Composer lockfile.`,
      );
      return out.done();
    }
    const listed: ComposerPackage[] = [];
    for (const [key, scope] of [
      ['packages', 'runtime'],
      ['packages-dev', 'dev'],
    ] as const) {
      for (const one of composerPackages(out, ownList(lock, key), `/${key}`, scope)) {
        if (!listStated(out, one.at)) continue;
        composerFacts(out, one);
        listed.push(one);
      }
    }
    relateComposer(out, listed);
    return out.done();
  },
};
