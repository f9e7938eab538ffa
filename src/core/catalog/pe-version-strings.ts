import { BinaryFields } from './binary-fields.ts';
import { executablesIn, offsetOf } from './executable.ts';

/** Texts of a version resource by key: `ProductName`, `FileVersion`. */
export interface PeVersion {
  /** Offset of the resource in the file. */
  readonly offset: number;
  readonly strings: ReadonlyMap<string, string>;
  /** Whether the file holds .NET code. */
  readonly managed: boolean;
}

const RT_VERSION = 16;
const MOST_ENTRIES = 4096;
const MOST_STRINGS = 200;
const LONGEST_TEXT = 1024;
const RESOURCE_DIRECTORY = 2;
const CLR_DIRECTORY = 14;

/**
 * Reads the first version resource of a Portable Executable: the resource tree (PE/COFF specification, 6.9), then
 * VS_VERSIONINFO with its string tables. `undefined` where there is none; `damaged` where it leads out of the file.
 */
export function peVersion(bytes: Uint8Array): PeVersion | 'damaged' | undefined {
  const executable = executablesIn(bytes).find(({ format }) => format === 'PE');
  if (executable === undefined) return undefined;
  const fields = new BinaryFields(bytes);
  const header = fields.u32(0x3c);
  const optional = header + 24;
  const directories = optional + (executable.bits === 64 ? 112 : 96);
  const counted = fields.u32(directories - 4);
  const base = executable.bits === 64 ? fields.u64(optional + 24) : fields.u32(optional + 28);
  const directory = (index: number): number => (index < counted ? fields.u32(directories + 8 * index) : 0);
  const tree = directory(RESOURCE_DIRECTORY);
  if (tree === 0) return undefined;
  const root = offsetOf(executable, base + tree);
  if (root === undefined) return 'damaged';
  const at = findVersion(fields, root);
  if (at === undefined) return undefined;
  const offset = offsetOf(executable, base + fields.u32(at));
  const size = fields.u32(at + 4);
  if (offset === undefined || size < 6 || offset + size > bytes.length) return 'damaged';
  const strings = new Map<string, string>();
  readBlock(fields, offset, offset + size, 0, strings);
  return { offset, strings, managed: directory(CLR_DIRECTORY) !== 0 };
}

/** Three levels: type, name, language. The offset of the data entry of the first version resource. */
function findVersion(fields: BinaryFields, root: number): number | undefined {
  let at = root;
  for (let level = 0; level < 3; level++) {
    const named = fields.u16(at + 12);
    const count = Math.min(named + fields.u16(at + 14), MOST_ENTRIES);
    let next: number | undefined;
    for (let i = 0; i < count && next === undefined; i++) {
      const entry = at + 16 + 8 * i;
      if (level === 0 && fields.u32(entry) !== RT_VERSION) continue;
      next = fields.u32(entry + 4);
    }
    if (next === undefined) return undefined;
    const deeper = next >= 0x8000_0000;
    at = root + (deeper ? next - 0x8000_0000 : next);
    if (!deeper) return at;
  }
  return undefined;
}

/** VS_VERSIONINFO, StringFileInfo, StringTable, String: blocks in blocks. */
const DEEPEST = 4;

/** A block is its length, the length of its value, its type and its key; then its value or further blocks. */
function readBlock(
  fields: BinaryFields,
  at: number,
  end: number,
  depth: number,
  strings: Map<string, string>,
  origin: number = at,
): number {
  const align = (offset: number): number => origin + Math.ceil((offset - origin) / 4) * 4;
  const length = fields.u16(at);
  const stop = Math.min(at + length, end);
  if (length < 6 || depth >= DEEPEST) return end;
  const valueLength = fields.u16(at + 2);
  const key = wideText(fields, at + 6, stop);
  const value = align(at + 6 + 2 * (key.length + 1));
  if (depth === DEEPEST - 1) {
    if (strings.size < MOST_STRINGS && !strings.has(key))
      strings.set(key, wideText(fields, value, stop).trim());
    return align(stop);
  }
  // The binary value of VS_VERSIONINFO lies before its blocks; the others have none.
  let next = align(value + (depth === 0 ? valueLength : 0));
  if (depth === 1 && key !== 'StringFileInfo') return align(stop);
  while (next + 6 <= stop) {
    const after = readBlock(fields, next, stop, depth + 1, strings, origin);
    if (after <= next) break;
    next = after;
  }
  return align(stop);
}

function wideText(fields: BinaryFields, at: number, end: number): string {
  let out = '';
  for (let i = at; i + 2 <= end && out.length < LONGEST_TEXT; i += 2) {
    const unit = fields.u16(i);
    if (unit === 0) break;
    out += String.fromCharCode(unit);
  }
  return out.replace(/\p{Surrogate}/gu, '\ufffd');
}
