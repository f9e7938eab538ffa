import { decodeLatin1, decodeUtf8Lossy } from '../base/bytes.ts';
import { type Name, nameOf } from './tar-header.ts';

/** What the extended header records before a member say of it (POSIX.1-2017, pax Extended Header). */
export interface PaxRecords {
  path?: Name | undefined;
  linkpath?: Name | undefined;
  size?: string | undefined;
  mtime?: string | undefined;
  uid?: string | undefined;
  gid?: string | undefined;
  /** Carries `security.capability` as an extended attribute. */
  capability?: boolean | undefined;
  /** `GNU.sparse.*` by the last part of the key. */
  sparse?: Map<string, string>;
  /** Version 0.0: `offset` and `numbytes` in the order in which they stand. */
  sparsePairs?: number[];
}

/** Why a record could not be read, and where in the extended header it begins. */
export interface PaxFault {
  readonly at: number;
  readonly why: string;
}

/** Records of one extended header up to the first that is damaged. An empty value takes back what was said before. */
export function parsePax(
  bytes: Uint8Array,
  before: PaxRecords = {},
): { readonly records: PaxRecords; readonly fault?: PaxFault } {
  const records: PaxRecords = { ...before };
  let at = 0;
  while (at < bytes.length) {
    // The rest of the last block is zeros when the stated size is too large.
    if (bytes[at] === 0 && bytes.subarray(at).every((byte) => byte === 0)) break;
    const space = bytes.subarray(at, at + 10).indexOf(0x20);
    const length = space < 1 ? Number.NaN : decimal(decodeLatin1(bytes.subarray(at, at + space)));
    if (!Number.isSafeInteger(length)) return { records, fault: { at, why: 'has no length' } };
    const end = at + length;
    if (end > bytes.length)
      return { records, fault: { at, why: `states ${length} bytes, more than there are` } };
    if (length < space + 3 || bytes[end - 1] !== 0x0a) {
      return { records, fault: { at, why: `states ${length} bytes, but does not end there` } };
    }
    const body = bytes.subarray(at + space + 1, end - 1);
    const equals = body.indexOf(0x3d);
    if (equals < 1) return { records, fault: { at, why: 'has no "="' } };
    take(records, decodeUtf8Lossy(body.subarray(0, equals)), body.subarray(equals + 1));
    at = end;
  }
  return { records };
}

/** A decimal number without sign, `NaN` for anything else. */
export function decimal(text: string): number {
  return /^[0-9]{1,64}$/.test(text) ? Number(text) : Number.NaN;
}

/** Seconds of a PAX time, which may be negative and have a fraction; `NaN` for anything else. */
export function paxTime(text: string): number {
  return /^-?[0-9]{1,16}(\.[0-9]*)?$/.test(text) ? Math.floor(Number(text)) : Number.NaN;
}

const SPARSE = 'GNU.sparse.';

function take(records: PaxRecords, key: string, value: Uint8Array): void {
  const name = value.length === 0 ? undefined : nameOf(value);
  switch (key) {
    case 'path':
    case 'linkpath':
      records[key] = name;
      return;
    case 'size':
    case 'mtime':
    case 'uid':
    case 'gid':
      records[key] = name?.text;
      return;
    case 'SCHILY.xattr.security.capability':
    case 'LIBARCHIVE.xattr.security.capability':
      records.capability = name !== undefined;
      return;
  }
  if (!key.startsWith(SPARSE)) return;
  const part = key.slice(SPARSE.length);
  const text = decodeUtf8Lossy(value);
  if (part === 'offset' || part === 'numbytes') {
    records.sparsePairs ??= [];
    records.sparsePairs.push(decimal(text));
  } else {
    records.sparse ??= new Map();
    records.sparse.set(part, text);
  }
}
