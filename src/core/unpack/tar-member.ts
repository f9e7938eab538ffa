import { normalizePath } from '../base/names.ts';
import { type Fault, fault } from '../base/result.ts';
import { EntryFlag, type EntryType } from '../model/entry-table.ts';
import { decimal, type PaxRecords, paxTime } from './pax.ts';
import {
  dialectOf,
  FIELD,
  fieldBytes,
  headerName,
  type Name,
  nameOf,
  readNumber,
  TYPE_AT,
} from './tar-header.ts';
import type { MemberRecords } from './tar-records.ts';
import { counted, inWords } from './wording.ts';
import { type FaultLog, quoted } from './zip-faults.ts';

/** One member as its header and records describe it, before it is known where its content lies. */
export interface MemberHeader {
  readonly path: string;
  /** The name as the archive has it. */
  readonly written: string;
  readonly type: EntryType;
  /** The type flag as a byte. */
  readonly flag: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtime: number;
  readonly link: string | undefined;
  /** Bytes of content that the header states. */
  readonly stored: number;
  /** Bytes of the name and the link together. */
  readonly nameBytes: number;
  /** {@link EntryFlag} bits. */
  readonly flags: number;
  readonly offset: number;
}

const code = (character: string): number => character.charCodeAt(0);

export const SPARSE_FLAG = code('S');
export const DUMPDIR_FLAG = code('D');
export const LABEL_FLAG = code('V');
export const DIRECTORY_FLAG = code('5');

const TYPES: ReadonlyMap<number, EntryType> = new Map([
  [code('0'), 'f'],
  [0, 'f'],
  [code('7'), 'f'],
  [SPARSE_FLAG, 'f'],
  [code('1'), 'h'],
  [code('2'), 'l'],
  [code('3'), 'c'],
  [code('4'), 'b'],
  [DIRECTORY_FLAG, 'd'],
  [DUMPDIR_FLAG, 'd'],
  [code('6'), 'p'],
]);

/**
 * Reads the header at `at`. Fields that are not numbers are reported and taken as 0; only a size that cannot be known
 * is a {@link Fault}, since it hides where the next header stands.
 */
export function readMemberHeader(
  bytes: Uint8Array,
  at: number,
  offset: number,
  records: MemberRecords,
  log: FaultLog,
): MemberHeader | Fault {
  const { pax } = records;
  const flag = bytes[at + TYPE_AT] ?? 0;
  const name = nameFrom(bytes, at, offset, records, log);
  const path = normalizePath(name.text);
  const where = { entry: path, offset };

  if (records.repeated) {
    const what = `Two records of one kind stand before ${quoted(path)}: the later one counts here, the first in some tools.`;
    log.add('tar.repeated-record', 'warning', what, where);
  }

  let type = flag === LABEL_FLAG ? 'f' : TYPES.get(flag);
  if (type === undefined) {
    type = 'f';
    const shown = flag > 0x20 && flag < 0x7f ? `"${String.fromCharCode(flag)}"` : `0x${flag.toString(16)}`;
    log.add(
      'tar.type',
      'warning',
      `${quoted(path)} is of type ${shown}, which is not known; it is shown as a file.`,
      where,
    );
  }
  // V7 had no type for directories.
  if (type === 'f' && flag !== SPARSE_FLAG && name.text.endsWith('/')) type = 'd';

  const stored = storedSize(bytes, at, pax, where, log);
  if (typeof stored !== 'number') return stored;
  const number = (field: 'mode' | 'uid' | 'gid' | 'mtime', stated?: string): number =>
    readField(bytes, at, field, stated, where, log);
  const link = type === 'l' || type === 'h' ? linkFrom(bytes, at, records) : undefined;
  return {
    path,
    written: name.text,
    type,
    flag,
    mode: number('mode') & 0o7777,
    uid: number('uid', pax?.uid),
    gid: number('gid', pax?.gid),
    mtime: number('mtime', pax?.mtime),
    link: link?.text,
    stored,
    nameBytes: name.bytes + (link?.bytes ?? 0),
    flags: (name.raw ? EntryFlag.rawName : 0) | (pax?.capability === true ? EntryFlag.capability : 0),
    offset,
  };
}

interface Where {
  readonly entry: string;
  readonly offset: number;
}

function nameFrom(
  bytes: Uint8Array,
  at: number,
  offset: number,
  records: MemberRecords,
  log: FaultLog,
): Name {
  const { pax, longName } = records;
  const sparseName = pax?.sparse?.get('name');
  const path = sparseName === undefined ? pax?.path : nameOf(new TextEncoder().encode(sparseName));
  if (longName !== undefined && path !== undefined && longName.text !== path.text) {
    log.add(
      'tar.name.differs',
      'warning',
      `The member is named ${quoted(path.text)} by its extended header and ${quoted(longName.text)} by a GNU record: tools differ in which they take.`,
      { entry: normalizePath(longName.text), offset },
    );
  }
  return longName ?? path ?? headerName(bytes, at, dialectOf(bytes, at));
}

function linkFrom(bytes: Uint8Array, at: number, records: MemberRecords): Name {
  const [start, length] = FIELD.link;
  return records.longLink ?? records.pax?.linkpath ?? nameOf(fieldBytes(bytes, at + start, length));
}

/** Largest size that the octal field holds; writers put 0 or this there when the extended header has the size. */
const MOST_OCTAL = 0o77777777777;

function storedSize(
  bytes: Uint8Array,
  at: number,
  pax: PaxRecords | undefined,
  where: Where,
  log: FaultLog,
): number | Fault {
  const [start, length] = FIELD.size;
  const own = readNumber(bytes, at + start, length);
  if (own > 0 && bytes[at + start] === 0) {
    const what = `The size of ${quoted(where.entry)} begins with a NUL: it is ${inWords(own)} here, and 0 for some tools.`;
    log.add('tar.size.differs', 'warning', what, where);
  }
  if (pax?.size !== undefined) {
    const stated = decimal(pax.size);
    if (Number.isSafeInteger(stated)) {
      if (own !== stated && own !== 0 && own !== MOST_OCTAL && stated <= MOST_OCTAL) {
        log.add(
          'tar.size.differs',
          'warning',
          `${quoted(where.entry)} has ${counted(own, 'byte')} by its header and ${inWords(stated)} by its extended header, which counts; a tool that knows no extended headers reads on at another place.`,
          where,
        );
      }
      return stated;
    }
    log.add(
      'tar.pax.value',
      'error',
      `The extended header of ${quoted(where.entry)} states the size ${quoted(pax.size)}, which is no size; the header's own is used.`,
      where,
    );
  }
  if (Number.isSafeInteger(own) && own >= 0) return own;
  const why = Number.isNaN(own) ? 'is not a number' : own < 0 ? 'is negative' : 'is too large to be true';
  return fault(
    'tar.size',
    'error',
    `The size of ${quoted(where.entry)} ${why}, so the next member cannot be found.`,
    where,
  );
}

const FIELD_WORDS = { mode: 'mode', uid: 'owner', gid: 'group', mtime: 'time' } as const;

function readField(
  bytes: Uint8Array,
  at: number,
  field: keyof typeof FIELD_WORDS,
  stated: string | undefined,
  where: Where,
  log: FaultLog,
): number {
  if (stated !== undefined) {
    const value = field === 'mtime' ? paxTime(stated) : decimal(stated);
    if (Number.isSafeInteger(value)) return value;
    log.add(
      'tar.pax.value',
      'warning',
      `The ${FIELD_WORDS[field]} of ${quoted(where.entry)} in its extended header is not a number.`,
      where,
    );
  }
  const [start, length] = FIELD[field];
  const value = readNumber(bytes, at + start, length);
  if (Number.isSafeInteger(value) && (value >= 0 || field === 'mtime')) return value;
  log.add(
    'tar.number',
    'warning',
    `The ${FIELD_WORDS[field]} of ${quoted(where.entry)} is not a number; 0 is shown.`,
    where,
  );
  return 0;
}
