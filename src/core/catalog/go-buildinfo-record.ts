import { decodeUtf8Lossy, hasMagic } from '../base/bytes.ts';
import { BinaryFields } from './binary-fields.ts';
import { type Executable, executablesIn, offsetOf } from './executable.ts';

/** What the Go linker wrote into one executable. */
export interface GoBuildInfo {
  /** Offset of the record in the file. */
  readonly offset: number;
  /** As the toolchain names itself: `go1.22.1`, `devel go1.23-ab12cd`. */
  readonly goVersion: string;
  /** Lines of module information; empty where the build recorded none, `undefined` where they cannot be read. */
  readonly modules: string | undefined;
}

/** What was found in one executable: a record, a trace of Go without a record, or nothing of Go. */
export type GoTrace =
  | { readonly kind: 'record'; readonly info: GoBuildInfo }
  | { readonly kind: 'damaged'; readonly offset: number }
  | { readonly kind: 'no-record'; readonly offset: number };

const MAGIC = '\xff Go buildinf:';
const ALIGNED = 16;
const HEADER = 32;
const INLINE = 2;
const BIG_ENDIAN = 1;
/** The module lists of the largest programs are some hundred kilobytes long. */
const LONGEST_MODULES = 8 * 2 ** 20;
const LONGEST_VERSION = 256;
/** Sixteen bytes before and behind the module lines, for finding them in memory. */
const SENTINEL = 16;

/** Reads the build information of every architecture in a file (debug/buildinfo of the Go distribution). */
export function goTraces(bytes: Uint8Array): readonly GoTrace[] {
  return executablesIn(bytes).flatMap((executable): GoTrace[] => {
    const at = findRecord(bytes, executable);
    if (at !== undefined) {
      const info = readRecord(bytes, executable, at);
      return [info === undefined ? { kind: 'damaged', offset: at } : { kind: 'record', info }];
    }
    // A linker that makes the section writes a record into it.
    const section = ownSection(executable);
    if (section !== undefined && section.size > 0) return [{ kind: 'damaged', offset: section.offset }];
    const table = executable.sections.find(({ name }) => /^(?:\.|__)gopclntab$/.test(name));
    return table === undefined ? [] : [{ kind: 'no-record', offset: table.offset }];
  });
}

/** The record lies in a section of its own; without section names (stripped, or PE), in the first writable data. */
function findRecord(bytes: Uint8Array, executable: Executable): number | undefined {
  const range =
    ownSection(executable) ?? executable.segments.find(({ writable, size }) => writable && size > 0);
  if (range === undefined) return undefined;
  const end = Math.min(range.offset + range.size, bytes.length);
  for (let at = range.offset; at + HEADER <= end; at += ALIGNED) if (hasMagic(bytes, MAGIC, at)) return at;
  return undefined;
}

function ownSection({ sections }: Executable): Executable['sections'][number] | undefined {
  return sections.find(({ name }) => name === '.go.buildinfo' || name === '__go_buildinfo');
}

function readRecord(bytes: Uint8Array, executable: Executable, at: number): GoBuildInfo | undefined {
  const flags = bytes[at + MAGIC.length + 1] ?? 0;
  const [version, modules] =
    (flags & INLINE) !== 0 ? inlineTexts(bytes, at + HEADER) : pointedTexts(bytes, executable, at, flags);
  if (version === undefined || version.length === 0 || version.length > LONGEST_VERSION) return undefined;
  return { offset: at, goVersion: decodeUtf8Lossy(version), modules: unwrap(modules) };
}

type Texts = readonly [version: Uint8Array | undefined, modules: Uint8Array | undefined];

/** Since Go 1.18: two texts, each behind its length. */
function inlineTexts(bytes: Uint8Array, at: number): Texts {
  const version = lengthAndText(bytes, at);
  return [version?.text, version === undefined ? undefined : lengthAndText(bytes, version.end)?.text];
}

/** Before Go 1.18: pointers to Go strings, each a pointer and a length. */
function pointedTexts(bytes: Uint8Array, executable: Executable, at: number, flags: number): Texts {
  const bits = bytes[at + MAGIC.length] === 8 ? 64 : 32;
  const fields = new BinaryFields(bytes, (flags & BIG_ENDIAN) !== 0);
  const textAt = (pointer: number): Uint8Array | undefined => {
    const header = offsetOf(executable, fields.word(pointer, bits));
    if (header === undefined) return undefined;
    const start = offsetOf(executable, fields.word(header, bits));
    const length = fields.word(header + bits / 8, bits);
    if (start === undefined || length > LONGEST_MODULES || start + length > bytes.length) return undefined;
    return fields.range(start, length);
  };
  return [textAt(at + 16), textAt(at + 16 + bits / 8)];
}

function lengthAndText(
  bytes: Uint8Array,
  at: number,
): { readonly text: Uint8Array; readonly end: number } | undefined {
  let length = 0;
  for (let i = 0; i < 5; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return undefined;
    length += (byte & 0x7f) * 2 ** (7 * i);
    if (byte >= 0x80) continue;
    const start = at + i + 1;
    if (length > LONGEST_MODULES || start + length > bytes.length) return undefined;
    return { text: bytes.subarray(start, start + length), end: start + length };
  }
  return undefined;
}

function unwrap(modules: Uint8Array | undefined): string | undefined {
  if (modules?.length === 0) return '';
  if (modules === undefined || modules.length <= 2 * SENTINEL) return undefined;
  if (modules[modules.length - SENTINEL - 1] !== 0x0a) return undefined;
  return decodeUtf8Lossy(modules.subarray(SENTINEL, modules.length - SENTINEL));
}
