import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { parseRpmHeader, RPM_HEADER_MAGIC } from '../unpack/rpm-header.ts';
import { listPresent } from './list-package.ts';
import { ReadingBuilder } from './reading-builder.ts';
import { identifying, readRpmHeader, rpmIdentity, rpmPurl } from './rpm-package.ts';
import type { Cataloger } from './types.ts';

/** The header of an `.rpm` that was not installed. */
export const rpmArchive: Cataloger = {
  id: 'rpm.archive',
  title: 'RPM package file',
  spec: 'RPM, "Package format": header',
  match: { globs: [], magic: [RPM_HEADER_MAGIC] },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const parsed = parseRpmHeader(file.bytes);
    if (!parsed.ok) {
      out.report(parsed.error);
      return out.done();
    }
    const identity = rpmIdentity(parsed.value);
    if (typeof identity === 'string') {
      const what = `The header of "${displayName(file.path)}" has no ${identity}; the package is not listed.`;
      out.fault('rpm.identity', 'error', what, 0);
      return out.done();
    }
    const { path: ref } = file;
    const facts = identifying(parsed.value, identity);
    const purl = rpmPurl(identity, (field) => facts[field], undefined);
    const { name, version } = identity;
    if (listPresent(out, { ref, name, version, purl, pointer: 'byte 0' }))
      readRpmHeader(out, ref, parsed.value, identity, 'byte 0');
    return out.done();
  },
};
