import { importRecord, importZip } from '../advisory/import.ts';
import { openIndex } from '../advisory/index-format.ts';
import { readOsv } from '../advisory/record.ts';
import { zipRecords } from '../advisory/zip-records.ts';
import { BlobSource, type ByteSource } from '../base/byte-source.ts';
import { digestStream } from '../base/digest.ts';
import { readJson } from '../base/json.ts';
import { beginsWithRecord } from '../sniff/advisories.ts';
import type { Draft } from './draft.ts';
import type { Run } from './run.ts';

/** Kinds of the sniff table that are advisory data when they were dropped themselves. */
export type AdvisoryKind = 'osv' | 'osv-archive' | 'advisory-index';

/** Which advisory data a dropped file is, by its kind in the sniff table and, for a zip, its first member. */
export async function advisoryKind(
  run: Run,
  kind: string,
  head: Uint8Array,
  bytes: ByteSource,
): Promise<AdvisoryKind | undefined> {
  if (kind === 'osv' || kind === 'advisory-index') return kind;
  return kind === 'zip' && (await isOsvArchive(run, head, bytes)) ? 'osv-archive' : undefined;
}

async function isOsvArchive(run: Run, head: Uint8Array, bytes: ByteSource): Promise<boolean> {
  if (!beginsWithRecord(head)) return false;
  for await (const { bytes: record } of zipRecords(bytes, run.context)) {
    const read = readJson(record);
    return read.ok && readOsv(read.value.value) !== undefined;
  }
  return false;
}

/**
 * Reads advisory data into an index that can be searched; an index is only opened. The data have no effect until the
 * user says to use them, and are a file like any other to signatures.
 */
export async function readAdvisories(
  run: Run,
  draft: Draft,
  bytes: ByteSource,
  kind: AdvisoryKind,
): Promise<void> {
  draft.kind = kind;
  const { name } = draft.at;
  let index: Blob | undefined;
  if (kind === 'advisory-index') {
    draft.digests = { ...draft.digests, sha256: await digestStream(bytes.stream()) };
  } else {
    const made =
      kind === 'osv'
        ? await importRecord(await bytes.bytes(0, bytes.size), name)
        : await importZip(bytes, name, {
            budget: run.context.budget,
            signal: run.context.signal,
            onProgress: (done, path) => run.progress('reading', done, path),
          });
    draft.digests = { ...draft.digests, sha256: made.sha256 };
    draft.reportAll(made.faults);
    index = made.index;
  }
  const opened = await openIndex(index === undefined ? bytes : new BlobSource(index));
  if (!opened.ok) draft.report(opened.error);
  else draft.advisories = { header: opened.value.header, index };
}
