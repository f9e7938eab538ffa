import { importZip } from '../../src/core/advisory/import.ts';
import { type OsvRecord, readOsv } from '../../src/core/advisory/record.ts';
import { zipRecords } from '../../src/core/advisory/zip-records.ts';
import { BufferSource } from '../../src/core/base/byte-source.ts';
import { type Bytes, decodeUtf8Lossy } from '../../src/core/base/bytes.ts';
import { digestBytes } from '../../src/core/base/digest.ts';
import { Budget } from '../../src/core/base/limits.ts';
import { corpusBytes } from '../corpus.ts';

/** Zips of OSV records in the corpus. */
export const OSV_ZIPS = [
  'crates.io',
  'Go',
  'PyPI-PYSEC',
  'Hackage-GHC',
  'mixed-from-test-cassettes',
] as const;

export function importing() {
  return { budget: new Budget(), signal: new AbortController().signal };
}

export async function recordsOf(zip: Bytes): Promise<OsvRecord[]> {
  const out: OsvRecord[] = [];
  for await (const { bytes } of zipRecords(new BufferSource(zip), importing())) {
    const record = readOsv(JSON.parse(decodeUtf8Lossy(bytes)));
    if (record !== undefined) out.push(record);
  }
  return out;
}

export async function indexOf(name: (typeof OSV_ZIPS)[number]) {
  const zip = corpusBytes('flag', 'osv', `${name}.zip`);
  return importZip(new BufferSource(zip), `${name}.zip`, importing());
}

export function sha256Of(bytes: Uint8Array) {
  return digestBytes(bytes);
}
