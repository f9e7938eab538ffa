import { ownList, ownObject } from '../base/json-shape.ts';
import type { Reading } from '../model/reading.ts';
import { askedAsTables, type PythonLockWords, readLockedPackages } from './python-locked.ts';
import { ReadingBuilder } from './reading-builder.ts';
import { readTomlFile } from './toml-file.ts';
import type { Cataloger } from './types.ts';

/** Python packages that uv locked, for projects (`uv.lock`) and for scripts (`NAME.py.lock`). */
export const uvLock: Cataloger = {
  id: 'uv.lock',
  title: 'uv lockfile',
  spec: 'docs.astral.sh/uv: concepts, projects, lockfile',
  match: { globs: ['**/uv.lock', '**/*.py.lock'] },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const lock = readTomlFile(out, file.bytes, 'as a lockfile');
    if (lock !== undefined) readLockedPackages(out, lock, 'package', WORDS);
    return out.done();
  },
};

const WORDS: PythonLockWords = {
  title: 'uv lockfile',
  dependencies(fields) {
    const groups = Object.values(ownObject(fields, 'dev-dependencies'));
    const extras = Object.values(ownObject(fields, 'optional-dependencies'));
    return [
      ...askedAsTables(ownList(fields, 'dependencies')),
      ...extras.flatMap((list) => askedAsTables(Array.isArray(list) ? list : [], 'optional')),
      ...groups.flatMap((list) => askedAsTables(Array.isArray(list) ? list : [], 'dev')),
    ];
  },
};
