import { ed448 } from '@noble/curves/ed448.js';
import { ed25519 } from '@noble/curves/ed25519.js';
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { type Bytes, copyBytes, type Hex, toHex } from '../base/bytes.ts';
import { DEFAULT_LIMITS, type Limits } from '../base/limits.ts';
import { err, fault, ok, type Result } from '../base/result.ts';
import { type Der, readDer, TAG } from './der.ts';
import { bitStringBytes, DerFields, oidText, unsignedBytes } from './der-values.ts';
import { encodeDer, encodeOid, encodeUnsigned } from './der-write.ts';
import { hash } from './hash.ts';

export type Curve = 'P-256' | 'P-384' | 'P-521';

/** A public key, checked: a point that is on its curve and of full order, a modulus of 2,048 to 8,192 bits. */
export type PublicKey = {
  /** DER SubjectPublicKeyInfo (RFC 5280 §4.1.2.7). */
  readonly spki: Bytes;
  /** SHA-256 of `spki`: the key's name wherever one is needed. */
  readonly sha256: Hex;
} & (
  | { readonly kind: 'ec'; readonly curve: Curve; readonly point: Bytes }
  | { readonly kind: 'ed25519' | 'ed448'; readonly point: Bytes }
  | { readonly kind: 'rsa'; readonly modulus: Bytes; readonly exponent: Bytes; readonly bits: number }
);

const OID = {
  ec: '1.2.840.10045.2.1',
  rsa: '1.2.840.113549.1.1.1',
  ed25519: '1.3.101.112',
  ed448: '1.3.101.113',
};
const CURVES: Readonly<Record<string, Curve>> = {
  '1.2.840.10045.3.1.7': 'P-256',
  '1.3.132.0.34': 'P-384',
  '1.3.132.0.35': 'P-521',
};
const POINT = { 'P-256': p256.Point, 'P-384': p384.Point, 'P-521': p521.Point };

/** Reads a SubjectPublicKeyInfo. Faults: those of {@link readDer}, `key.algorithm`, `key.value`. */
export function readSpki(bytes: Uint8Array, limits: Limits = DEFAULT_LIMITS): Result<PublicKey> {
  const der = readDer(bytes, limits);
  return der.ok ? spkiKey(der.value) : der;
}

export function spkiKey(value: Der): Result<PublicKey> {
  const fields = new DerFields(value);
  const algorithm = new DerFields(fields.next(TAG.sequence));
  const bits = bitStringBytes(fields.next(TAG.bitString));
  const oid = oidText(algorithm.next(TAG.oid));
  const parameters = algorithm.rest();
  if (!fields.complete || bits === undefined || algorithm.failed || parameters.length > 1) {
    return err(fault('key.value', 'error', 'The public key is not a SubjectPublicKeyInfo.'));
  }
  const spki = copyBytes(value.raw);
  const named = { spki, sha256: toHex(hash('sha256', spki)) };
  if (oid === OID.ec) {
    const curve = CURVES[oidText(parameters[0])];
    if (curve === undefined)
      return err(fault('key.algorithm', 'error', 'The elliptic curve of the key is not supported.'));
    return onCurve(curve, bits)
      ? ok({ kind: 'ec', curve, point: bits, ...named })
      : err(notAKey(`${curve} point`));
  }
  if (oid === OID.ed25519 && parameters.length === 0) {
    return isEd25519(bits) ? ok({ kind: 'ed25519', point: bits, ...named }) : err(notAKey('Ed25519 point'));
  }
  if (oid === OID.ed448 && parameters.length === 0) {
    return isEd448(bits) ? ok({ kind: 'ed448', point: bits, ...named }) : err(notAKey('Ed448 point'));
  }
  if (oid === OID.rsa && parameters[0]?.tag === TAG.null) {
    const rsa = readRsa(bits);
    return rsa === undefined ? err(notAKey('RSA key')) : ok({ kind: 'rsa', ...rsa, ...named });
  }
  return err(fault('key.algorithm', 'error', `The key algorithm ${oid} is not supported.`));
}

/** `P-256`, `Ed25519`, `RSA 3072`. */
export function keyTitle(key: PublicKey): string {
  if (key.kind === 'ec') return key.curve;
  return key.kind === 'rsa' ? `RSA ${key.bits}` : key.kind === 'ed448' ? 'Ed448' : 'Ed25519';
}

/** A key from an uncompressed point (SEC 1 §2.3.3). */
export function ecKey(curve: Curve, point: Uint8Array): Result<PublicKey> {
  const oid = Object.keys(CURVES).find((name) => CURVES[name] === curve) ?? '';
  return readSpki(spkiOf(encodeDer(TAG.sequence, encodeOid(OID.ec), encodeOid(oid)), point));
}

export function ed25519Key(point: Uint8Array): Result<PublicKey> {
  return readSpki(spkiOf(encodeDer(TAG.sequence, encodeOid(OID.ed25519)), point));
}

export function ed448Key(point: Uint8Array): Result<PublicKey> {
  return readSpki(spkiOf(encodeDer(TAG.sequence, encodeOid(OID.ed448)), point));
}

export function rsaKey(modulus: Uint8Array, exponent: Uint8Array): Result<PublicKey> {
  const inner = encodeDer(TAG.sequence, encodeUnsigned(modulus), encodeUnsigned(exponent));
  return rsaKeyPkcs1(inner);
}

/** From an RSAPublicKey (RFC 8017 A.1.1). */
export function rsaKeyPkcs1(inner: Uint8Array): Result<PublicKey> {
  return readSpki(spkiOf(encodeDer(TAG.sequence, encodeOid(OID.rsa), encodeDer(TAG.null)), inner));
}

function spkiOf(algorithm: Bytes, bits: Uint8Array): Bytes {
  return encodeDer(TAG.sequence, algorithm, encodeDer(TAG.bitString, Uint8Array.of(0), bits));
}

function notAKey(what: string) {
  return fault('key.value', 'error', `The public key is no valid ${what}.`);
}

function onCurve(curve: Curve, point: Uint8Array): boolean {
  if (point[0] !== 4) return false;
  try {
    POINT[curve].fromBytes(point).assertValidity();
    return true;
  } catch {
    return false;
  }
}

/** Canonical and not of small order: under a point of small order, one signature fits many messages. */
function isEd25519(point: Uint8Array): boolean {
  try {
    return !ed25519.Point.fromBytes(point, false).isSmallOrder();
  } catch {
    return false;
  }
}

function isEd448(point: Uint8Array): boolean {
  try {
    return !ed448.Point.fromBytes(point, false).isSmallOrder();
  } catch {
    return false;
  }
}

function readRsa(bits: Uint8Array) {
  const der = readDer(bits);
  const fields = new DerFields(der.ok ? der.value : undefined);
  const modulus = unsignedBytes(fields.next(TAG.integer));
  const exponent = unsignedBytes(fields.next(TAG.integer));
  if (!fields.complete || modulus === undefined || exponent === undefined) return undefined;
  const length = modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24;
  const odd = ((modulus[modulus.length - 1] ?? 0) & (exponent[exponent.length - 1] ?? 0) & 1) === 1;
  const small = exponent.length > 4 || (exponent.length === 1 && (exponent[0] ?? 0) < 3);
  if (length < 2048 || length > 8192 || length % 8 !== 0 || !odd || small) return undefined;
  return { modulus: copyBytes(modulus), exponent: copyBytes(exponent), bits: length };
}
