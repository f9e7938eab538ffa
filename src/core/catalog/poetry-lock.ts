import { isJsonObject, own, ownObject, ownText } from '../base/json-shape.ts';
import type { Reading } from '../model/reading.ts';
import { type PythonLockWords, readLockedPackages } from './python-locked.ts';
import { ReadingBuilder } from './reading-builder.ts';
import { readTomlFile } from './toml-file.ts';
import type { Cataloger } from './types.ts';

/** Python packages that Poetry locked, with the hashes of their archives. */
export const poetryLock: Cataloger = {
  id: 'poetry.lock',
  title: 'Poetry lockfile',
  spec: 'python-poetry.org/docs: poetry.lock',
  match: { globs: ['**/poetry.lock'] },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const lock = readTomlFile(out, file.bytes, 'as a lockfile');
    if (lock !== undefined) readLockedPackages(out, lock, 'package', WORDS);
    return out.done();
  },
};

const WORDS: PythonLockWords = {
  title: 'Poetry lockfile',
  dependencies(fields) {
    return Object.entries(ownObject(fields, 'dependencies')).map(([name, wanted]) => {
      // One requirement, or one for each of several environments.
      const first: unknown = Array.isArray(wanted) ? wanted[0] : wanted;
      const table = isJsonObject(first) ? first : {};
      const constraint = typeof first === 'string' ? first : ownText(table, 'version');
      const marker = ownText(table, 'markers');
      const scope = own(table, 'optional') === true ? 'optional' : 'runtime';
      return {
        name,
        constraint: marker === undefined ? constraint : `${constraint ?? ''}; ${marker}`,
        scope,
      };
    });
  },
};
