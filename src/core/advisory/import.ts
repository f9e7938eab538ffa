import type { ByteSource } from '../base/byte-source.ts';
import type { Hex } from '../base/bytes.ts';
import { createHasher, digestBytes } from '../base/digest.ts';
import { readJson } from '../base/json.ts';
import { type Fault, fault } from '../base/result.ts';
import type { ReadContext } from '../unpack/types.ts';
import { FaultLog, quoted } from '../unpack/zip-faults.ts';
import { HashedReads } from './hashed-reads.ts';
import { IndexBuilder } from './index-builder.ts';
import { type OsvRecord, readOsv } from './record.ts';
import { withoutDetails } from './without-details.ts';
import { zipRecords } from './zip-records.ts';

export interface Imported {
  readonly index: Blob;
  /** SHA-256 of what was read. */
  readonly sha256: Hex;
  readonly faults: readonly Fault[];
}

type Importing = Pick<ReadContext, 'budget' | 'signal'> & {
  readonly onProgress?: (done: number, path: string) => void;
};

/** Reads a zip of OSV records into an index of its own; it is read and hashed in one pass. */
export async function importZip(
  source: ByteSource,
  name: string,
  context: Importing,
  covers: readonly string[] = [],
): Promise<Imported> {
  const builder = new IndexBuilder();
  builder.begin({ name });
  const hashed = new HashedReads(source, await createHasher('sha256'));
  const faults = await addZip(builder, hashed, context, covers);
  const sha256 = await hashed.sha256();
  builder.identify(sha256);
  return { index: builder.finish(), sha256, faults };
}

/** Adds the records of a zip to the source that was begun. It covers its ecosystem only if every member was read, and is a record. */
export async function addZip(
  builder: IndexBuilder,
  source: ByteSource,
  context: Importing,
  covers: readonly string[] = [],
): Promise<readonly Fault[]> {
  const log = new FaultLog();
  let records = 0;
  const members = zipRecords(source, context);
  for (;;) {
    const next = await members.next();
    if (next.done === true) {
      const complete = next.value.complete && records > 0 && log.all().length === 0;
      builder.end(complete, covers);
      return [...next.value.faults, ...log.all()];
    }
    const { path, bytes, at } = next.value;
    const { record, odd } = recordOf(withoutDetails(bytes));
    for (const one of odd)
      log.add(one.code, one.severity, `${quoted(path)}: ${one.message}`, { entry: path });
    if (record !== undefined) {
      builder.add(record);
      records++;
    }
    if (records % 256 === 0) context.onProgress?.(at, path);
  }
}

/** Reads one record, which covers nothing, into an index of its own. */
export async function importRecord(bytes: Uint8Array, name: string): Promise<Imported> {
  const builder = new IndexBuilder();
  const sha256 = await digestBytes(bytes);
  builder.begin({ name, sha256 });
  return { faults: addRecord(builder, bytes), index: builder.finish(), sha256 };
}

/** Adds one record to the source that was begun: it adds matches and makes nothing clean. */
export function addRecord(builder: IndexBuilder, bytes: Uint8Array): readonly Fault[] {
  const { record, odd } = recordOf(bytes);
  if (record === undefined) return odd;
  builder.add(record);
  builder.end(false);
  return odd;
}

/** A record, or why there is none; of a key that stands twice another reader may take the other value. */
function recordOf(bytes: Uint8Array): {
  readonly record: OsvRecord | undefined;
  readonly odd: readonly Fault[];
} {
  const read = readJson(bytes);
  if (!read.ok) return { record: undefined, odd: [read.error] };
  const record = readOsv(read.value.value);
  const [twice] = read.value.duplicates;
  if (record === undefined)
    return {
      record,
      odd: [fault('advisory.no-record', 'error', 'This is no OSV record: it has no id.', { offset: 0 })],
    };
  const odd: Fault[] = [];
  if (twice !== undefined) {
    const message = `The key "${twice.key}" stands twice in one object of this record; the last one counts.`;
    odd.push(fault('json.duplicate-key', 'warning', message, { offset: 0 }));
  }
  if (record.unreadable > 0) {
    const message = 'This record names a package without an ecosystem or a name that can be read.';
    odd.push(fault('advisory.package-unreadable', 'warning', message, { offset: 0 }));
  }
  return { record, odd };
}
