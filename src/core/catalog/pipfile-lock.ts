import { isJsonObject, own, ownList, ownText, pointerSegment } from '../base/json-shape.ts';
import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { readJsonFile } from './json-file.ts';
import { hashFact, listLocked } from './python-locked.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger } from './types.ts';

/** Python packages that Pipenv locked. It states no edges. */
export const pipfileLock: Cataloger = {
  id: 'pipfile.lock',
  title: 'Pipenv lockfile',
  spec: 'pipenv.pypa.io: Pipfile and Pipfile.lock',
  match: { globs: ['**/Pipfile.lock'] },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const lock = readJsonFile(out, file, 'as a lockfile');
    if (lock === undefined) return out.done();
    if (!isJsonObject(lock) || (!isJsonObject(own(lock, 'default')) && !isJsonObject(own(lock, 'develop')))) {
      const what = 'has neither "default" nor "develop"';
      out.fault('pipfile.lock', 'error', `"${displayName(file.path)}" ${what}; it is no Pipenv lockfile.`);
      return out.done();
    }
    out.saysNotAll();
    for (const [group, packages] of Object.entries(lock)) {
      if (group === '_meta' || !isJsonObject(packages)) continue;
      for (const [name, fields] of Object.entries(packages)) {
        if (out.full) break;
        const pointer = `${pointerSegment(group)}${pointerSegment(name)}`;
        const ref = `${out.path}#${pointer}`;
        const wanted = isJsonObject(fields) ? fields : {};
        const version = ownText(wanted, 'version')?.replace(/^===?/, '');
        if (name === '' || !listLocked(out, ref, name, version, pointer)) continue;
        if (group === 'develop') out.fact(ref, 'scope', 'dev', { pointer });
        out.fact(ref, 'download-url', ownText(wanted, 'git') ?? ownText(wanted, 'file'), { pointer });
        out.fact(ref, 'source-commit', ownText(wanted, 'ref'), { pointer });
        for (const hash of ownList(wanted, 'hashes'))
          if (typeof hash === 'string') hashFact(out, ref, hash, `${pointer}/hashes`);
      }
    }
    return out.done();
  },
};
