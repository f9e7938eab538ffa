import { ownList } from '../base/json-shape.ts';
import type { Reading } from '../model/reading.ts';
import { askedAsTables, type PythonLockWords, readLockedPackages } from './python-locked.ts';
import { ReadingBuilder } from './reading-builder.ts';
import { readTomlFile } from './toml-file.ts';
import type { Cataloger } from './types.ts';

/** Python packages in a lockfile of the common format. */
export const pylock: Cataloger = {
  id: 'pylock',
  title: 'Python lockfile',
  spec: 'packaging.python.org: pylock.toml (PEP 751)',
  match: { globs: ['**/pylock.toml', '**/pylock.*.toml'] },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const lock = readTomlFile(out, file.bytes, 'as a lockfile');
    if (lock !== undefined) readLockedPackages(out, lock, 'packages', WORDS);
    return out.done();
  },
};

const WORDS: PythonLockWords = {
  title: 'Python lockfile',
  dependencies(fields) {
    return askedAsTables(ownList(fields, 'dependencies'));
  },
};
