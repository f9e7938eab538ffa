import { decodeUtf8Lossy } from '../base/bytes.ts';
import { linesOf } from '../base/lines.ts';
import { normalizePath } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { parseDeb822 } from './deb822.ts';
import { debianPurl, readControlFields, sourceOf } from './debian-package.ts';
import { md5sums } from './dpkg.ts';
import { type OwnedFile, ReadingBuilder } from './reading-builder.ts';
import type { Cataloger } from './types.ts';

const CONTROL = 'control';

/** The control file of a `.deb`: `control` in its `control.tar`. */
export const debArchive: Cataloger = {
  id: 'deb.archive',
  title: 'Debian package archive',
  spec: 'deb(5), Debian Policy 5.3',
  match: { globs: [CONTROL, 'md5sums', 'conffiles'] },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    if (file.path === 'md5sums') {
      out.own(CONTROL, md5sums(file, out));
      return out.done();
    }
    if (file.path === 'conffiles') {
      out.own(CONTROL, configuration(decodeUtf8Lossy(file.bytes), out.limits.path));
      return out.done();
    }
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

/** `conffiles` lists configuration files, a path a line; they may be left out of `md5sums`. */
function* configuration(text: string, longest: number): Generator<OwnedFile> {
  for (const line of linesOf(text)) {
    const path = line.length > longest ? line : normalizePath(line.trim().replace(/^remove-on-upgrade /, ''));
    if (path !== '') yield { path, mayDiffer: true };
  }
}
