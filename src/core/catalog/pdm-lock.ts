import { ownList } from '../base/json-shape.ts';
import type { Reading } from '../model/reading.ts';
import { askedAsRequirements, type PythonLockWords, readLockedPackages } from './python-locked.ts';
import { ReadingBuilder } from './reading-builder.ts';
import { readTomlFile } from './toml-file.ts';
import type { Cataloger } from './types.ts';

/** Python packages that PDM locked. */
export const pdmLock: Cataloger = {
  id: 'pdm.lock',
  title: 'PDM lockfile',
  spec: 'pdm-project.org: Lock file',
  match: { globs: ['**/pdm.lock'] },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const lock = readTomlFile(out, file.bytes, 'as a lockfile');
    if (lock !== undefined) readLockedPackages(out, lock, 'package', WORDS);
    return out.done();
  },
};

const WORDS: PythonLockWords = {
  title: 'PDM lockfile',
  dependencies(fields) {
    return askedAsRequirements(ownList(fields, 'dependencies'));
  },
};
