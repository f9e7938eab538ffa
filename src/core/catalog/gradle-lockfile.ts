import { decodeUtf8Lossy } from '../base/bytes.ts';
import { linesOf } from '../base/lines.ts';
import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { mavenName, mavenPurl } from './java-archive.ts';
import { listStated } from './list-package.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger } from './types.ts';

/** Versions that Gradle locked, with the configurations they are locked in. It states no edges. */
export const gradleLockfile: Cataloger = {
  id: 'gradle.lockfile',
  title: 'Gradle lockfile',
  spec: 'docs.gradle.org: Locking Versions',
  match: { globs: ['**/gradle.lockfile', '**/buildscript-gradle.lockfile'] },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    out.saysNotAll();
    const listed = new Set<string>();
    let line = 0;
    for (const full of linesOf(decodeUtf8Lossy(file.bytes))) {
      line++;
      const text = full.trim();
      if (out.full) break;
      if (text === '' || text.startsWith('#') || text.startsWith('empty=')) continue;
      const equals = text.indexOf('=');
      const [group, artifact, version, more] = text.slice(0, Math.max(0, equals)).split(':', 4);
      const ref = `${file.path}#${text.slice(0, equals)}`;
      if (!group || !artifact || !version || more !== undefined) {
        const what = 'is not of the form group:artifact:version=configurations';
        out.fault(
          'gradle.line',
          'error',
          `Line ${line} of "${displayName(file.path)}" ${what}; the others were kept.`,
        );
        continue;
      }
      if (listed.has(ref)) continue;
      listed.add(ref);
      const pointer = `line ${line}`;
      const identity = mavenPurl(group, artifact, version);
      const name = mavenName(group, artifact);
      if (!listStated(out, { ref, name, version, purl: identity, pointer })) continue;
      for (const configuration of text.slice(equals + 1).split(',', 100))
        out.fact(ref, 'configuration', configuration, { pointer });
    }
    return out.done();
  },
};
