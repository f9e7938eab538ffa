import { hasMagic } from '../base/bytes.ts';
import type { SniffRow } from './types.ts';

/** What databases of OSV call their records. */
const RECORD = /^(?:[^/]+\/)*[A-Za-z]+-[A-Za-z0-9.:_-]+\.json$/;

export const ADVISORY_ROWS: readonly SniffRow[] = [
  {
    id: 'advisory-index',
    title: 'index of advisories',
    family: 'document',
    role: 'reference',
    extensions: ['.idx'],
    match: ({ bytes }) => (hasMagic(bytes, 'LOUPEADV') ? '"LOUPEADV" at byte 0' : undefined),
  },
];

/** Whether the first member of a zip, by its local header, is called like an OSV record. */
export function beginsWithRecord(head: Uint8Array): boolean {
  if (!hasMagic(head, 'PK\x03\x04') || head.length < 30) return false;
  const length = (head[26] ?? 0) + 256 * (head[27] ?? 0);
  return RECORD.test(new TextDecoder().decode(head.subarray(30, 30 + length)));
}
