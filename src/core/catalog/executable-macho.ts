import { hasMagic } from '../base/bytes.ts';
import { BinaryFields } from './binary-fields.ts';
import type { Executable, Section, Segment } from './executable.ts';

/** Universal files hold a handful of architectures; a Java class, which has the same magic, states at least 45. */
const MOST_ARCHITECTURES = 44;
const MOST_COMMANDS = 65_536;
const MOST_SECTIONS = 65_536;
const LC_SEGMENT = 1;
const LC_SEGMENT_64 = 0x19;
const WRITABLE = 2;

/** Sections and segments of a Mach-O file, or of each architecture of a universal one (mach-o/loader.h, mach-o/fat.h). */
export function readMachO(bytes: Uint8Array): readonly Executable[] {
  if (!hasMagic(bytes, [0xca, 0xfe, 0xba, 0xbe])) return thin(bytes, 0);
  const fields = new BinaryFields(bytes, true);
  const count = fields.u32(4);
  if (count > MOST_ARCHITECTURES) return [];
  const starts = Array.from({ length: count }, (_, i) => fields.u32(8 + 20 * i + 8));
  return [...new Set(starts)].flatMap((start) => thin(bytes, start));
}

function thin(bytes: Uint8Array, start: number): readonly Executable[] {
  const little = [0xfe, 0xed, 0xfa];
  const swapped = hasMagic(bytes, little, start);
  const last = bytes[swapped ? start + 3 : start];
  if (!swapped && !hasMagic(bytes, [0xfa, 0xed, 0xfe], start + 1)) return [];
  if (last !== 0xcf && last !== 0xce) return [];
  const bits = last === 0xcf ? 64 : 32;
  const fields = new BinaryFields(bytes, swapped);
  const sections: Section[] = [];
  const segments: Segment[] = [];
  let at = start + (bits === 64 ? 32 : 28);
  const commands = Math.min(fields.u32(start + 16), MOST_COMMANDS);
  for (let i = 0; i < commands && at + 8 <= bytes.length; i++) {
    const command = fields.u32(at);
    const size = fields.u32(at + 4);
    if (size < 8) break;
    if (command === (bits === 64 ? LC_SEGMENT_64 : LC_SEGMENT))
      readSegment(fields, at, size, start, bits, sections, segments);
    at += size;
  }
  return [{ format: 'Mach-O', start, bits, bigEndian: swapped, sections, segments }];
}

function readSegment(
  fields: BinaryFields,
  at: number,
  commandSize: number,
  start: number,
  bits: 32 | 64,
  sections: Section[],
  segments: Segment[],
): void {
  const wide = bits === 64;
  segments.push({
    address: fields.word(at + 24, bits),
    offset: start + fields.word(at + (wide ? 40 : 32), bits),
    size: fields.word(at + (wide ? 48 : 36), bits),
    writable: (fields.u32(at + (wide ? 60 : 44)) & WRITABLE) !== 0,
  });
  const each = wide ? 80 : 68;
  const first = at + (wide ? 72 : 56);
  const count = Math.min(fields.u32(at + (wide ? 64 : 48)), MOST_SECTIONS);
  for (let i = 0; i < count && first + (i + 1) * each <= at + commandSize; i++) {
    if (sections.length >= MOST_SECTIONS) return;
    const section = first + i * each;
    sections.push({
      name: fields.text(section, 16),
      size: fields.word(section + (wide ? 40 : 36), bits),
      offset: start + fields.u32(section + (wide ? 48 : 40)),
    });
  }
}
