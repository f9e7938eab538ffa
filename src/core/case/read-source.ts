import type { ByteSource } from '../base/byte-source.ts';
import { encodeUtf8, type Hex } from '../base/bytes.ts';
import { digestStream } from '../base/digest.ts';
import { limitFault } from '../base/limits.ts';
import { displayName } from '../base/names.ts';
import { fault } from '../base/result.ts';
import { JsonOutline } from '../sniff/json-outline.ts';
import { KINDS, type Sniffed, sniff, sniffMismatch } from '../sniff/sniff.ts';
import { HEAD_BYTES } from '../sniff/types.ts';
import { endsAsZip, ZIP_END_BYTES } from '../sniff/zip-end.ts';
import { type At, Draft } from './draft.ts';
import { hashHere } from './hash-here.ts';
import { isJson } from './nested-kind.ts';
import { advisoryKind, readAdvisories } from './read-advisories.ts';
import { readCodec } from './read-codec.ts';
import { readDocument } from './read-document.ts';
import { readMembers } from './read-members.ts';
import { readRpm } from './read-rpm.ts';
import { readStream } from './read-stream.ts';
import { readTar } from './read-tar.ts';
import type { Run } from './run.ts';

/**
 * Reads one source, whatever it is, and everything inside it. Never throws but for aborts and bugs: what cannot be
 * read is a diagnostic of the source it is in.
 */
export async function readSource(run: Run, bytes: ByteSource, at: At, sha256?: Hex): Promise<void> {
  const draft = new Draft(at, bytes.size);
  if (sha256 !== undefined) draft.digests = { sha256 };
  if (bytes.size === 0) {
    draft.report(
      fault('source.empty', 'error', `"${displayName(at.name)}" is empty: 0 bytes.`, { offset: 0 }),
    );
    draft.digests = { sha256: await digestStream(bytes.stream()) };
    run.add(draft);
    return;
  }
  const head = await bytes.bytes(0, HEAD_BYTES);
  const sniffed = await sniffWhole(run, head, bytes, at.name, draft);
  draft.kind = sniffed.row.id;
  draft.reportAll(sniffMismatch(sniffed.row, at.name, at.mediaType));
  run.glimpse(draft);
  const { nesting } = run.context.budget.limits;
  if (at.depth > nesting && (sniffed.row.family === 'codec' || sniffed.row.family === 'container')) {
    draft.report(
      limitFault(
        'nesting',
        run.context.budget.limits,
        `"${displayName(at.name)}" lies ${at.depth} archives deep and was not opened.`,
        {
          offset: 0,
        },
      ),
    );
    await hashHere(run, draft, bytes);
  } else {
    // Only what was dropped itself: advisory data inside an artifact are files like any other.
    const advisories =
      at.parent === undefined ? await advisoryKind(run, sniffed.row.id, head, bytes) : undefined;
    if (advisories === undefined) await byFamily(run, draft, bytes, sniffed);
    else await readAdvisories(run, draft, bytes, advisories);
  }
  run.add(draft);
}

/** What the source is by its first bytes, or, for one that carries nothing there, by its last. */
async function sniffWhole(
  run: Run,
  head: Uint8Array,
  bytes: ByteSource,
  name: string,
  draft: Draft,
): Promise<Sniffed> {
  const sniffed = sniff(head, name, bytes.size);
  const { parsedDropped } = run.context.budget.limits;
  if (
    sniffed.row.family === 'leaf' &&
    isJson(head) &&
    bytes.size > head.length &&
    bytes.size <= parsedDropped
  ) {
    const outlined = await sniffOutline(run, bytes, name);
    if (outlined.row.family === 'document') return outlined;
  }
  const zip = KINDS.get('zip');
  if (zip === undefined || (sniffed.row.family !== 'leaf' && sniffed.row.id !== 'unknown')) return sniffed;
  if (!endsAsZip(await bytes.bytes(bytes.size - ZIP_END_BYTES, bytes.size), bytes.size)) return sniffed;
  draft.report(
    fault(
      'sniff.zip-behind',
      'warning',
      `"${displayName(name)}" begins as a ${sniffed.row.title} and ends as a zip archive. It was read as the archive.`,
      {
        offset: 0,
      },
    ),
  );
  return { row: zip, reason: 'an end record in its last bytes' };
}

/** What a JSON document says of itself behind all that it lists, where its first bytes do not tell its kind. */
async function sniffOutline(run: Run, bytes: ByteSource, name: string): Promise<Sniffed> {
  const outline = new JsonOutline();
  for await (const chunk of bytes.stream()) {
    run.context.signal.throwIfAborted();
    outline.write(chunk);
  }
  const { row } = sniff(encodeUtf8(outline.text), name, bytes.size);
  return { row, reason: 'what its outermost object says' };
}

async function byFamily(run: Run, draft: Draft, bytes: ByteSource, { row }: Sniffed): Promise<void> {
  if (row.family === 'codec') await readCodec(run, draft, bytes, row.reader ?? row.id);
  else if (row.reader === 'tar') await readTar(run, draft, bytes);
  else if (row.reader === 'rpm') await readRpm(run, draft, bytes);
  else if (row.reader === 'cpio') await readStream(run, draft, bytes, row.reader);
  else if (row.family === 'container') {
    await readMembers(run, draft, bytes, row.reader ?? row.id);
    await hashHere(run, draft, bytes);
  } else await readDocument(run, draft, bytes, row);
}
