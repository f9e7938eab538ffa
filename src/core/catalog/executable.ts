import { hasMagic } from '../base/bytes.ts';
import { readElf } from './executable-elf.ts';
import { readMachO } from './executable-macho.ts';
import { readPe } from './executable-pe.ts';

/** A named range of an executable. Offsets count in the whole file. */
export interface Section {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

/** A range of the file that is mapped to memory. */
export interface Segment {
  readonly address: number;
  readonly offset: number;
  readonly size: number;
  readonly writable: boolean;
}

/** One executable: a file, or one architecture of a universal file. */
export interface Executable {
  readonly format: 'ELF' | 'PE' | 'Mach-O';
  /** Where it begins in the file; not zero in universal files. */
  readonly start: number;
  readonly bits: 32 | 64;
  readonly bigEndian: boolean;
  readonly sections: readonly Section[];
  readonly segments: readonly Segment[];
}

/** First bytes of the kinds read here, for `match.magic`. */
export const EXECUTABLE_MAGIC: readonly (string | readonly number[])[] = [
  '\x7fELF',
  'MZ',
  [0xcf, 0xfa, 0xed, 0xfe],
  [0xce, 0xfa, 0xed, 0xfe],
  [0xfe, 0xed, 0xfa, 0xcf],
  [0xfe, 0xed, 0xfa, 0xce],
  [0xca, 0xfe, 0xba, 0xbe, 0, 0, 0],
];

/** The executables in a file: none when it is none, several in a universal (fat) Mach-O. */
export function executablesIn(bytes: Uint8Array): readonly Executable[] {
  if (hasMagic(bytes, '\x7fELF')) return readElf(bytes);
  if (hasMagic(bytes, 'MZ')) return readPe(bytes);
  return readMachO(bytes);
}

/** Offset in the file of an address in memory; `undefined` where nothing of the file is mapped there. */
export function offsetOf(executable: Executable, address: number): number | undefined {
  for (const segment of executable.segments) {
    if (address >= segment.address && address < segment.address + segment.size)
      return segment.offset + (address - segment.address);
  }
  return undefined;
}
