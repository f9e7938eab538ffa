import { decodeUtf8, decodeUtf8Lossy, hasMagic } from '../base/bytes.ts';
import { displayName } from '../base/names.ts';
import { Registry } from '../base/registry.ts';
import { type Fault, fault } from '../base/result.ts';
import { ADVISORY_ROWS } from './advisories.ts';
import { ARCHIVE_ROWS } from './archives.ts';
import { DOCUMENT_ROWS } from './documents.ts';
import { LEAF_ROWS } from './leaves.ts';
import { STRUCTURE_ROWS } from './structures.ts';
import { TAR_ROW } from './tar.ts';
import type { Head, SniffRow } from './types.ts';

const TEXT: SniffRow = {
  id: 'text',
  title: 'text file',
  family: 'leaf',
  role: 'subject',
  extensions: [],
  match: ({ text }) => (text === '' ? undefined : 'it reads as text'),
};

const UNKNOWN: SniffRow = {
  id: 'unknown',
  title: 'file of unknown kind',
  family: 'unsupported',
  role: 'subject',
  extensions: [],
  match: () => 'no row of the table matches',
};

/** The one table of kinds: tar first, since a tar may begin with any name; then magic, structure, text. */
export const KINDS: Registry<SniffRow> = new Registry([
  TAR_ROW,
  ...ARCHIVE_ROWS,
  ...ADVISORY_ROWS,
  ...DOCUMENT_ROWS,
  ...LEAF_ROWS,
  ...STRUCTURE_ROWS,
  TEXT,
  UNKNOWN,
]);

/** Title of a kind: of a row, or of `row+codec` for what was found inside one codec. */
export function kindTitle(kind: string): string {
  const [id = '', codec] = kind.split('+');
  const title = KINDS.get(id)?.title ?? id;
  return codec === undefined ? title : `${title}, ${codec}`;
}

export interface Sniffed {
  readonly row: SniffRow;
  /** What in the bytes decided. */
  readonly reason: string;
}

/** Tells what the bytes are. The name and media type never decide; see {@link sniffMismatch}. */
export function sniff(bytes: Uint8Array, name: string, size: number): Sniffed {
  const head: Head = { bytes, name, size, text: headText(bytes) };
  for (const row of KINDS) {
    const reason = row.match(head);
    if (reason !== undefined) return { row, reason };
  }
  return { row: UNKNOWN, reason: 'no row of the table matches' };
}

/** A warning when the ending or the media type names another kind than the bytes show. */
export function sniffMismatch(found: SniffRow, name: string, mediaType?: string): Fault[] {
  const out: Fault[] = [];
  const named = mediaType === undefined ? undefined : byMediaType(mediaType);
  if (named !== undefined && named !== found) {
    out.push(
      fault(
        'sniff.media-type-differs',
        'warning',
        `The media type "${mediaType}" says ${named.title}; the bytes are a ${found.title}. The bytes decide.`,
      ),
    );
  }
  const lower = name.toLowerCase();
  if (found.family === 'leaf' || found.extensions.some((ending) => ending !== '' && lower.endsWith(ending)))
    return out;
  for (const row of KINDS) {
    if (
      row === found ||
      (row.family !== 'codec' && row.family !== 'container' && row.family !== 'unsupported')
    )
      continue;
    const ending = row.extensions.find((candidate) => candidate !== '' && lower.endsWith(candidate));
    if (ending === undefined) continue;
    out.push(
      fault(
        'sniff.extension-differs',
        'warning',
        `"${displayName(name)}" ends like a ${row.title}; the bytes are a ${found.title}. The bytes decide.`,
      ),
    );
    break;
  }
  return out;
}

/** Title of the kind that an ending suggests: for showing a member that was not opened, never for deciding. */
export function sniffByName(name: string): string {
  const lower = name.toLowerCase();
  let best = { length: 0, title: 'file' };
  for (const { extensions, family, title } of KINDS) {
    // An ending that many documents share names none of them.
    if (family === 'document') continue;
    for (const ending of extensions) {
      if (ending.length > best.length && lower.endsWith(ending)) best = { length: ending.length, title };
    }
  }
  return best.title;
}

function byMediaType(mediaType: string): SniffRow | undefined {
  for (const row of KINDS) if (row.mediaTypes?.includes(mediaType) === true) return row;
  return undefined;
}

/** Empty unless the head is text: no NUL, and UTF-8 but for a character cut at the end. UTF-16 is decoded. */
function headText(bytes: Uint8Array): string {
  if (hasMagic(bytes, [0xff, 0xfe])) return new TextDecoder('utf-16le').decode(bytes.subarray(2));
  if (hasMagic(bytes, [0xfe, 0xff])) return new TextDecoder('utf-16be').decode(bytes.subarray(2));
  const body = hasMagic(bytes, [0xef, 0xbb, 0xbf]) ? bytes.subarray(3) : bytes;
  // Control bytes but for white space and escape are not text, in whatever encoding.
  if (body.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27))) return '';
  for (let cut = 0; cut < 4 && cut <= body.length; cut++) {
    const text = decodeUtf8(body.subarray(0, body.length - cut));
    if (text !== undefined) return text;
  }
  return decodeUtf8Lossy(body);
}
