import { expect } from 'vitest';
import { encodeUtf8 } from '../../../src/core/base/bytes.ts';
import { DEFAULT_LIMITS } from '../../../src/core/base/limits.ts';
import { documentReaderOf } from '../../../src/core/sbom/registry.ts';
import type { DocumentReading } from '../../../src/core/sbom/types.ts';
import { sniff } from '../../../src/core/sniff/sniff.ts';
import { HEAD_BYTES } from '../../../src/core/sniff/types.ts';
import type { Claimed } from '../../fixtures/scans.ts';

export const CLAIMS: readonly Claimed[] = [
  {
    id: 'GHSA-35jh-r3h4-6jhm',
    aliases: ['CVE-2021-23337'],
    name: 'lodash',
    version: '4.17.20',
    severity: 'High',
    fixed: '4.17.21',
  },
  { id: 'CVE-2022-24999', name: 'qs', version: '6.5.2', severity: 'Low' },
];

/** Reads a report as a dropped file is read: by what its bytes are. */
export async function readReport(content: object | string, limits = DEFAULT_LIMITS) {
  const bytes = encodeUtf8(typeof content === 'string' ? content : JSON.stringify(content));
  const { row } = sniff(bytes.subarray(0, HEAD_BYTES), 'report.json', bytes.length);
  const reading: DocumentReading | undefined = await documentReaderOf(row.id)?.read({
    name: 'report.json',
    bytes,
    limits,
  });
  return { kind: row.id, reading, scan: reading?.document.scan };
}

/** The same report cut off in the middle: nothing is claimed, and the reader says where it stopped. */
export async function expectCutOff(report: object, kind: string): Promise<void> {
  const text = JSON.stringify(report);
  const read = await readReport(text.slice(0, Math.floor(text.length / 2)));
  expect(read.kind).toBe(kind);
  expect(read.scan).toBeUndefined();
  expect(read.reading?.diagnostics).toEqual([
    expect.objectContaining({ code: 'json.syntax', severity: 'error' }),
  ]);
}

/** A report that is built to be believed, or to hurt: own properties only, bounded, and every oddity told. */
export const HOSTILE: readonly Claimed[] = [
  { id: '__proto__', aliases: ['constructor'], name: '__proto__', version: 'toString' },
  { id: 'A'.repeat(100_000), name: 'a', version: '1' },
  {
    id: 'CVE-2026-10000',
    aliases: Array.from({ length: 10_000 }, (_, i) => `CVE-2026-${20_000 + i}`),
    name: 'b',
    version: '1',
  },
];
