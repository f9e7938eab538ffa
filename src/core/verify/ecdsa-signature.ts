import type { Bytes } from '../base/bytes.ts';
import { readDer, TAG } from './der.ts';
import { DerFields, unsignedBytes } from './der-values.ts';
import type { Curve } from './public-key.ts';

const SIZE: Readonly<Record<Curve, number>> = { 'P-256': 32, 'P-384': 48, 'P-521': 66 };

/**
 * An ECDSA-Sig-Value (RFC 3279 §2.2.3) as r and s side by side (IEEE P1363). Strict DER: positive minimal integers and
 * nothing after them. Zero is refused here; values not below the order are refused by the verification.
 */
export function derToP1363(signature: Uint8Array, curve: Curve): Bytes | undefined {
  const der = readDer(signature);
  const fields = new DerFields(der.ok ? der.value : undefined);
  const r = unsignedBytes(fields.next(TAG.integer));
  const s = unsignedBytes(fields.next(TAG.integer));
  if (!fields.complete || r === undefined || s === undefined) return undefined;
  return joined(r, s, SIZE[curve]);
}

/** r and s side by side as they are, when their size fits the curve. */
export function asP1363(signature: Uint8Array, curve: Curve): Bytes | undefined {
  const size = SIZE[curve];
  if (signature.length !== 2 * size) return undefined;
  return joined(signature.subarray(0, size), signature.subarray(size), size);
}

function joined(r: Uint8Array, s: Uint8Array, size: number): Bytes | undefined {
  if (r.length > size || s.length > size || isZero(r) || isZero(s)) return undefined;
  const out = new Uint8Array(2 * size);
  out.set(r, size - r.length);
  out.set(s, 2 * size - s.length);
  return out;
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}
