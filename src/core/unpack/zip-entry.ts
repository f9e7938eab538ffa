import { type Limits, limitFault } from '../base/limits.ts';
import { type Entry, EntryFlag } from '../model/entry-table.ts';
import type { Step } from '../model/source.ts';
import { modified, typeAndMode } from './zip-attributes.ts';
import { type FaultLog, inBytes, quoted } from './zip-faults.ts';
import type { Extent } from './zip-local.ts';
import { checkName, climbs, type Name } from './zip-name.ts';
import { Bit, type Header } from './zip-records.ts';

/** A member as the directories describe it, before it is an entry. */
export interface Member {
  readonly header: Header;
  readonly name: Name;
  /** Where the header stands that it was listed from. */
  readonly offset: number;
  /** Where its bytes lie; `undefined` when that is unknown or not to be trusted, which was reported. */
  readonly extent: Extent | undefined;
  /** {@link EntryFlag} bits known so far. */
  readonly flags: number;
}

/** The entry of one member. What keeps its content from being read goes to the log. */
export function toEntry(member: Member, limits: Limits, locked: boolean, log: FaultLog): Entry {
  const { header, name, offset, extent } = member;
  checkName(name, header, offset, log);
  const path = withinLimits(name.path, header, offset, limits, log);
  const where = { entry: path, offset };
  const encrypted = (header.flags & Bit.encrypted) !== 0;
  let flags = member.flags | (name.raw ? EntryFlag.rawName : 0) | (encrypted ? EntryFlag.encrypted : 0);
  const attributes = typeAndMode(header);
  let steps: readonly Step[] = [];
  if (extent === undefined || path !== name.path) {
    flags |= EntryFlag.notInspected;
  } else {
    const content = contentOf(header, path, extent);
    const bare = attributes.type === 'd' && header.packedSize === 0;
    if (content.ok) steps = bare ? [] : content.steps;
    else
      log.add(
        content.code,
        'error',
        `${quoted(path)} uses ${content.why}, which is not supported; it is listed and not inspected.`,
        where,
      );
    if (!content.ok || (encrypted && locked)) flags |= EntryFlag.notInspected;
    if (!encrypted && header.method === 0 && header.size !== header.packedSize) {
      log.add(
        'zip.stored-size-differs',
        'error',
        `${quoted(path)} is stored as it is, yet its two sizes differ: ${header.size.toLocaleString('en')} and ${header.packedSize.toLocaleString('en')} bytes.`,
        where,
      );
    }
  }
  if (attributes.type === 'd' && header.size > 0) {
    log.add(
      'zip.directory-with-data',
      'warning',
      `${quoted(path)} is a directory to tools, yet it holds ${inBytes(header.size)}.`,
      where,
    );
  }
  const link = extent?.link;
  if (link !== undefined && leadsOut(path, link)) {
    log.add(
      'zip.link-escapes',
      'warning',
      `The symbolic link ${quoted(path)} leads out of the archive, to ${quoted(link)}.`,
      where,
    );
  }
  const crc32 = statedCrc32(header);
  return {
    path,
    ...attributes,
    size: header.size,
    mtime: modified(header),
    uid: header.extra.uid ?? 0,
    gid: header.extra.gid ?? 0,
    ...(link === undefined ? {} : { link }),
    headerOffset: extent?.start ?? offset,
    steps,
    flags,
    ...(crc32 === undefined ? {} : { crc32 }),
  };
}

/** The path, cut where it exceeds a limit. */
function withinLimits(path: string, header: Header, offset: number, limits: Limits, log: FaultLog): string {
  if (header.rawName.length > limits.path) {
    const cut = path.slice(0, limits.path);
    log.push(
      limitFault(
        'path',
        limits,
        `The name of ${quoted(cut)} is ${header.rawName.length} bytes long and is shown cut.`,
        {
          entry: cut,
          offset,
        },
      ),
    );
    return cut;
  }
  const segments = path.split('/', limits.pathSegments + 1);
  if (segments.length <= limits.pathSegments) return path;
  const cut = segments.slice(0, limits.pathSegments).join('/');
  log.push(
    limitFault('pathSegments', limits, `The path of ${quoted(cut)} goes deeper and is shown cut.`, {
      entry: cut,
      offset,
    }),
  );
  return cut;
}

/** Whether a symbolic link at `path` points above the root of the archive. */
function leadsOut(path: string, link: string): boolean {
  if (link.startsWith('/')) return true;
  const directory = path.slice(0, path.lastIndexOf('/') + 1);
  return climbs(directory + link);
}

type Content =
  | { readonly ok: true; readonly steps: readonly Step[] }
  | { readonly ok: false; readonly code: string; readonly why: string };

/** Codecs by compression method; 0 is none (APPNOTE 4.4.5). */
const CODECS: ReadonlyMap<number, string> = new Map([
  [8, 'deflate-raw'],
  [12, 'bzip2'],
  [93, 'zstd'],
  [95, 'xz'],
]);

/** The way from the archive to a member's content, or why there is none. */
function contentOf(header: Header, path: string, extent: Extent): Content {
  const encrypted = (header.flags & Bit.encrypted) !== 0;
  const aes = encrypted && header.method === 99 ? header.extra.aes : undefined;
  const method = aes?.method ?? header.method;
  if (encrypted && (header.flags & (Bit.strong | Bit.masked)) !== 0) {
    return { ok: false, code: 'zip.encryption-unsupported', why: 'PKWARE strong encryption' };
  }
  if (aes !== undefined && (aes.strength < 1 || aes.strength > 3)) {
    return { ok: false, code: 'zip.encryption-unsupported', why: `AES of unknown strength ${aes.strength}` };
  }
  const codec = CODECS.get(method);
  if (method !== 0 && codec === undefined) {
    const title = METHODS[method];
    const why = `compression method ${method}${title === undefined ? '' : ` (${title})`}`;
    return { ok: false, code: 'zip.method-unsupported', why };
  }
  const first: Step = encrypted
    ? {
        op: 'unzip-encrypted',
        start: extent.start,
        end: extent.dataEnd,
        scheme: aes === undefined ? 'zipcrypto' : 'winzip-aes',
        size: header.size,
        crc32: header.crc32,
        name: path,
      }
    : { op: 'slice', start: extent.dataStart, end: extent.dataEnd, name: path };
  return { ok: true, steps: codec === undefined ? [first] : [first, { op: 'decode', codec }] };
}

/** CRC-32 the content must have; `undefined` where the format leaves it out (AE-2). */
function statedCrc32(header: Header): number | undefined {
  const ae2 = (header.flags & Bit.encrypted) !== 0 && header.extra.aes?.vendorVersion === 2;
  return ae2 ? undefined : header.crc32;
}

/** What a compression method is called (APPNOTE 4.4.5). */
const METHODS: Readonly<Record<number, string>> = {
  1: 'shrink',
  6: 'implode',
  9: 'deflate64',
  10: 'PKWARE DCL implode',
  14: 'LZMA',
  18: 'IBM TERSE',
  19: 'IBM LZ77',
  20: 'zstd, old number',
  94: 'MP3',
  96: 'JPEG',
  97: 'WavPack',
  98: 'PPMd',
  99: 'AES marker without its extra field',
};
