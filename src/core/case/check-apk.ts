import type { ByteSource } from '../base/byte-source.ts';
import { digestStream } from '../base/digest.ts';
import { fault } from '../base/result.ts';
import { apkArchive, DATA_HASH } from '../catalog/apk-archive.ts';
import { reading } from '../model/reading.ts';
import type { DecodedPart, DecodeEnd } from '../unpack/types.ts';
import { counted } from '../unpack/wording.ts';
import type { Draft } from './draft.ts';
import type { Run } from './run.ts';

/**
 * Holds the data of an Alpine package against what its control part says of them. Such a package is two or three gzip
 * members: signatures, control with `.PKGINFO`, and data, whose digest, compressed as they are, `.PKGINFO` states.
 */
export async function checkApk(run: Run, draft: Draft, bytes: ByteSource, end: DecodeEnd): Promise<void> {
  const found = draft.readings.find(
    ({ cataloger, reading: one }) => cataloger === apkArchive.id && one.found.length > 0,
  );
  const subject = found?.reading.found[0]?.ref;
  if (found === undefined || subject === undefined) return;
  const control = controlPart(draft, end.parts ?? []);
  if (control === undefined) {
    const what = `"${draft.at.name}" is not made of separate gzip members, as Alpine packages are: its data could not be held against their digest.`;
    draft.report(fault('apk.members', 'warning', what, { offset: 0 }));
    return;
  }
  run.context.signal.throwIfAborted();
  const [sha1, sha256] = await Promise.all([
    digestStream(bytes.stream(control.start, control.end), 'sha1'),
    digestStream(bytes.stream(control.end, end.consumed)),
  ]);
  const facts = [
    // The name under which the installed database knows the package.
    { subject, field: 'part-hash', role: 'control', value: `sha1:${sha1}`, how: 'measured' },
    { subject, field: 'part-hash', role: DATA_HASH, value: `sha256:${sha256}`, how: 'measured' },
  ] as const;
  draft.readings.push({ ...found, path: `${found.path} (members)`, reading: reading({ facts }) });
  const stated = found.reading.facts.find(
    ({ field, role }) => field === 'part-hash' && role === DATA_HASH,
  )?.value;
  if (typeof stated !== 'string' || stated === `sha256:${sha256}`) return;
  const what = `The data of the package (${counted(end.consumed - control.end, 'byte')} from byte ${control.end.toLocaleString('en')}) have the digest sha256:${sha256}; its .PKGINFO states ${stated}.`;
  draft.report(fault('apk.datahash', 'error', what, { entry: found.path, offset: control.end }));
}

/** The member whose output holds `.PKGINFO`. */
function controlPart({ table }: Draft, parts: readonly DecodedPart[]): DecodedPart | undefined {
  if (table === undefined || parts.length < 2) return undefined;
  let header: number | undefined;
  for (let i = 0; i < table.length && header === undefined; i++)
    if (table.path(i) === '.PKGINFO') header = table.headerOffset(i);
  let at = 0;
  for (const part of parts.slice(0, -1)) {
    at += part.produced;
    if (header !== undefined && header < at) return part;
  }
  return undefined;
}
