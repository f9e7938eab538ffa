import { BinaryFields } from './binary-fields.ts';
import type { Executable, Section, Segment } from './executable.ts';

const LONGEST_NAME = 64;
const PT_LOAD = 1;
const SHT_NOBITS = 8;
const WRITABLE = 2;

/** Sections and loaded segments of an ELF file (System V ABI, chapters 4 and 5). Both counts are 16 bit wide. */
export function readElf(bytes: Uint8Array): readonly Executable[] {
  const bits = bytes[4] === 2 ? 64 : 32;
  const fields = new BinaryFields(bytes, bytes[5] === 2);
  const wide = bits === 64;
  return [
    {
      format: 'ELF',
      start: 0,
      bits,
      bigEndian: fields.bigEndian,
      sections: sections(fields, wide),
      segments: segments(fields, wide),
    },
  ];
}

function sections(fields: BinaryFields, wide: boolean): Section[] {
  const bits = wide ? 64 : 32;
  const table = fields.word(wide ? 0x28 : 0x20, bits);
  const entrySize = fields.u16(wide ? 0x3a : 0x2e);
  const count = fields.u16(wide ? 0x3c : 0x30);
  const namesAt = table + entrySize * fields.u16(wide ? 0x3e : 0x32);
  if (entrySize < (wide ? 64 : 40)) return [];
  const names = fields.word(namesAt + (wide ? 0x18 : 0x10), bits);
  const out: Section[] = [];
  for (let i = 0; i < count; i++) {
    const at = table + i * entrySize;
    if (at + entrySize > fields.bytes.length) break;
    if (fields.u32(at + 4) === SHT_NOBITS) continue;
    out.push({
      name: fields.text(names + fields.u32(at), LONGEST_NAME),
      offset: fields.word(at + (wide ? 0x18 : 0x10), bits),
      size: fields.word(at + (wide ? 0x20 : 0x14), bits),
    });
  }
  return out;
}

function segments(fields: BinaryFields, wide: boolean): Segment[] {
  const bits = wide ? 64 : 32;
  const table = fields.word(wide ? 0x20 : 0x1c, bits);
  const entrySize = fields.u16(wide ? 0x36 : 0x2a);
  const count = fields.u16(wide ? 0x38 : 0x2c);
  if (entrySize < (wide ? 56 : 32)) return [];
  const out: Segment[] = [];
  for (let i = 0; i < count; i++) {
    const at = table + i * entrySize;
    if (at + entrySize > fields.bytes.length) break;
    if (fields.u32(at) !== PT_LOAD) continue;
    out.push({
      offset: fields.word(at + (wide ? 8 : 4), bits),
      address: fields.word(at + (wide ? 16 : 8), bits),
      size: fields.word(at + (wide ? 32 : 16), bits),
      writable: (fields.u32(at + (wide ? 4 : 24)) & WRITABLE) !== 0,
    });
  }
  return out;
}
