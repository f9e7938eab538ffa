import { hasMagic } from '../base/bytes.ts';
import { BinaryFields } from './binary-fields.ts';
import type { Executable, Section, Segment } from './executable.ts';

const SECTION_BYTES = 40;
const WRITABLE = 0x8000_0000;

/** Sections of a Portable Executable (Microsoft PE/COFF specification, 3 and 4). Their count is 16 bit wide. */
export function readPe(bytes: Uint8Array): readonly Executable[] {
  const fields = new BinaryFields(bytes);
  const header = fields.u32(0x3c);
  if (!hasMagic(bytes, 'PE\0\0', header)) return [];
  const optional = header + 24;
  const bits = fields.u16(optional) === 0x20b ? 64 : 32;
  const base = bits === 64 ? fields.u64(optional + 24) : fields.u32(optional + 28);
  const table = optional + fields.u16(header + 20);
  const sections: Section[] = [];
  const segments: Segment[] = [];
  for (let i = 0; i < fields.u16(header + 6); i++) {
    const at = table + i * SECTION_BYTES;
    if (at + SECTION_BYTES > bytes.length) break;
    const memory = fields.u32(at + 8);
    const stored = fields.u32(at + 16);
    const offset = fields.u32(at + 20);
    const size = memory === 0 ? stored : Math.min(memory, stored);
    sections.push({ name: fields.text(at, 8), offset, size });
    const writable = (fields.u32(at + 36) & WRITABLE) !== 0;
    segments.push({ address: base + fields.u32(at + 12), offset, size, writable });
  }
  return [{ format: 'PE', start: 0, bits, bigEndian: false, sections, segments }];
}
