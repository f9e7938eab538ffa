import { equalBytes } from '../base/bytes.ts';
import { nameFromBytes } from '../base/names.ts';
import { type Fault, fault } from '../base/result.ts';
import { quoted } from './zip-faults.ts';
import { Bit, type CentralHeader, type Header, SIGNATURE, viewOf } from './zip-records.ts';

/**
 * Holds a local header against the central one: name, method, flags, sizes, checksum, encryption. Tools differ in which
 * of the two they believe, so a difference can show one file to a scanner and another to an installer.
 */
export function compareHeaders(
  central: CentralHeader,
  local: Header,
  entry: string,
  offset: number,
): Fault[] {
  const faults: Fault[] = [];
  const differs = (what: string, severity: 'error' | 'warning', message: string): void => {
    faults.push(fault(`zip.local-${what}`, severity, message, { entry, offset }));
  };
  const name = quoted(entry);
  if (!equalBytes(central.rawName, local.rawName)) {
    const [centralName, localName] = [central, local].map((one) => quoted(nameFromBytes(one.rawName).text));
    differs(
      'name-differs',
      'error',
      `The central directory calls this member ${centralName}, its local header ${localName}. Tools that believe the one or the other see different files; the central directory is shown.`,
    );
  }
  if (central.method !== local.method) {
    differs(
      'method-differs',
      'error',
      `${name} has compression method ${central.method} in the central directory and ${local.method} in its local header; the central directory is used.`,
    );
  }
  const different = central.flags ^ local.flags;
  if ((different & (Bit.encrypted | Bit.strong)) !== 0) {
    const where = (local.flags & Bit.encrypted) !== 0 ? 'local header' : 'central directory';
    differs(
      'flags-differ',
      'error',
      `${name} is marked as encrypted in its ${where} only; the central directory is used.`,
    );
  } else if ((different & (Bit.descriptor | Bit.utf8 | Bit.masked)) !== 0) {
    differs(
      'flags-differ',
      'warning',
      `${name} has flags ${hex(central.flags)} in the central directory and ${hex(local.flags)} in its local header.`,
    );
  }
  // With bit 3 the local header may leave sizes and checksum to the descriptor behind the data (APPNOTE 4.4.4).
  const deferred = (local.flags & Bit.descriptor) !== 0;
  const same = (a: number, b: number): boolean => a === b || (deferred && b === 0);
  if (!same(central.size, local.size) || !same(central.packedSize, local.packedSize)) {
    differs(
      'size-differs',
      'error',
      `${name} has ${central.size.toLocaleString('en')} bytes (${central.packedSize.toLocaleString('en')} stored) in the central directory and ${local.size.toLocaleString('en')} (${local.packedSize.toLocaleString('en')} stored) in its local header; the central directory is used.`,
    );
  }
  if (!same(central.crc32, local.crc32)) {
    differs(
      'crc-differs',
      'error',
      `${name} has the CRC-32 ${hex(central.crc32, 8)} in the central directory and ${hex(local.crc32, 8)} in its local header; the central directory is used.`,
    );
  }
  const [aes, localAes] = [central.extra.aes, local.extra.aes];
  if (
    (central.flags & Bit.encrypted) !== 0 &&
    (aes?.strength !== localAes?.strength || aes?.method !== localAes?.method)
  ) {
    differs(
      'encryption-differs',
      'error',
      `The two headers of ${name} describe its encryption differently; the central directory is used.`,
    );
  }
  return faults;
}

function hex(value: number, digits = 4): string {
  return `0x${value.toString(16).padStart(digits, '0')}`;
}

/** Longest data descriptor: signature, CRC-32, two sizes of eight bytes. */
export const LONGEST_DESCRIPTOR = 24;

/**
 * Length of the data descriptor at the start of `bytes` that agrees with the central directory (APPNOTE 4.3.9), with or
 * without signature, with sizes of four or eight bytes; `undefined` when none of the four forms does.
 */
export function descriptorLength(bytes: Uint8Array, central: Header): number | undefined {
  const view = viewOf(bytes);
  // AE-2 leaves the CRC-32 out of the central directory, and writers differ in what they put here.
  const anyCrc32 = central.extra.aes?.vendorVersion === 2;
  for (const signed of [true, false]) {
    for (const wide of [false, true]) {
      const at = signed ? 4 : 0;
      const length = at + (wide ? 20 : 12);
      if (bytes.length < length) continue;
      if (signed && view.getUint32(0, true) !== SIGNATURE.descriptor) continue;
      if (!anyCrc32 && view.getUint32(at, true) !== central.crc32) continue;
      const packedSize = wide ? Number(view.getBigUint64(at + 4, true)) : view.getUint32(at + 4, true);
      const size = wide ? Number(view.getBigUint64(at + 12, true)) : view.getUint32(at + 8, true);
      if (packedSize === central.packedSize && size === central.size) return length;
    }
  }
  return undefined;
}

/** Whether a data descriptor with a signature starts here, be its numbers right or not. */
export function hasDescriptorSignature(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && viewOf(bytes).getUint32(0, true) === SIGNATURE.descriptor;
}
