import { decodeUtf8Lossy } from '../base/bytes.ts';
import { linesOf } from '../base/lines.ts';
import type { Reading } from '../model/reading.ts';
import { listPresent } from './list-package.ts';
import { ReadingBuilder } from './reading-builder.ts';
import { rpmPurl, sourcePackage } from './rpm-package.ts';
import { meetsRpm } from './rpm-resolve.ts';
import { resolveSystem } from './system-packages.ts';
import type { Cataloger } from './types.ts';

/** Name, version-release, install and build time, vendor, epoch, size, architecture, epoch as a number, source package. */
const COLUMNS = 10;

/** The list of packages that Azure Linux leaves in images from which it removed rpm's database. */
export const rpmManifest: Cataloger = {
  id: 'rpm.manifest',
  title: 'RPM packages by manifest',
  spec: 'Azure Linux toolkit: container-manifest-2',
  match: { globs: ['var/lib/rpmmanifest/container-manifest-2'] },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    // It names packages, and not what they ask for or own.
    out.saysNotAll();
    const size = file.bytes.length;
    const cut = size > 0 && file.bytes[size - 1] !== 0x0a;
    const text = decodeUtf8Lossy(cut ? file.bytes.subarray(0, file.bytes.lastIndexOf(0x0a) + 1) : file.bytes);
    let number = 0;
    let kept = 0;
    for (const line of linesOf(text)) {
      number++;
      if (line !== '' && readLine(out, line, number)) kept++;
      if (out.full) break;
    }
    if (cut) {
      const packages = kept === 1 ? '1 package' : `${kept.toLocaleString('en')} packages`;
      const what = `"${file.path}" ends inside line ${number}, at byte ${size}; kept from it: ${packages}.`;
      out.fault('rpm.manifest-truncated', 'error', what, size);
    }
    return out.done();
  },
  resolve: (tree, readings, context) =>
    resolveSystem(tree, readings, context, {
      code: 'rpm',
      whose: 'of RPM packages',
      purlOf: rpmPurl,
      meets: meetsRpm,
    }),
};

function readLine(out: ReadingBuilder, line: string, number: number): boolean {
  const columns = line.split('\t');
  const [name = '', release = '', , , vendor, epoch, size, architecture = '', epochNumber, source] = columns;
  if (columns.length < COLUMNS || name === '' || release === '') {
    const what = `Line ${number} of "${out.path}" does not have the ${COLUMNS} columns of a package; it is not listed.`;
    out.fault('rpm.manifest-line', 'warning', what);
    return false;
  }
  const stated = epoch === '(none)' ? undefined : epochNumber;
  const version = stated === undefined || stated === '0' ? release : `${stated}:${release}`;
  const ref = `${out.path}:${name}-${version}.${architecture}`;
  const pointer = `line ${number}`;
  if (!listPresent(out, { ref, name, version, pointer })) return false;
  out.fact(ref, 'architecture', architecture, { pointer });
  out.fact(ref, 'epoch', stated, { pointer });
  out.fact(ref, 'supplier', vendor, { pointer });
  out.fact(ref, 'installed-size', size, { pointer });
  out.fact(ref, 'source-package', sourcePackage(source), { pointer });
  return true;
}
