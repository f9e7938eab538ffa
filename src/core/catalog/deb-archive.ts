import { decodeUtf8Lossy } from '../base/bytes.ts';
import type { Reading } from '../model/reading.ts';
import { parseDeb822 } from './deb822.ts';
import { debianPurl, readControlFields, sourceOf } from './debian-package.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger } from './types.ts';

/** The control file of a `.deb`: `control` in its `control.tar`. */
export const debArchive: Cataloger = {
  id: 'deb.archive',
  title: 'Debian package archive',
  spec: 'deb(5), Debian Policy 5.3',
  match: { globs: ['control'] },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const stanza = parseDeb822(decodeUtf8Lossy(file.bytes)).next().value ?? undefined;
    const name = stanza?.fields.get('package');
    const version = stanza?.fields.get('version');
    const architecture = stanza?.fields.get('architecture');
    if (!stanza || !name || !version || !architecture) {
      const missing = !name ? 'Package' : !version ? 'Version' : 'Architecture';
      out.fault(
        'deb.control',
        'error',
        `The control file has no ${missing} field; the package is not listed.`,
      );
      return out.done();
    }
    const source = sourceOf(stanza.fields.get('source'), name, version);
    const identity = debianPurl({ name, version, architecture }, source, undefined);
    const listed = out.find({
      ref: file.path,
      type: 'library',
      name,
      version,
      ...(identity === undefined ? {} : { purl: identity }),
      place: { path: file.path, state: 'present', pointer: `line ${stanza.line}` },
      how: 'measured',
    });
    if (listed) readControlFields(out, file.path, stanza);
    return out.done();
  },
};
