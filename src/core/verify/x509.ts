import { type Bytes, copyBytes, equalBytes, type Hex, toHex } from '../base/bytes.ts';
import { DEFAULT_LIMITS, type Limits } from '../base/limits.ts';
import { err, fault, ok, type Result } from '../base/result.ts';
import { schemeOf } from './algorithm.ts';
import { readDer, TAG } from './der.ts';
import { bitStringBytes, DerFields, serialText, timeValue } from './der-values.ts';
import { hash } from './hash.ts';
import { type PublicKey, spkiKey } from './public-key.ts';
import type { Scheme } from './signature-verifier.ts';
import {
  type Extension,
  interpretExtensions,
  type KnownExtensions,
  readExtensionList,
} from './x509-extensions.ts';
import { nameText } from './x509-names.ts';

/** An X.509 certificate (RFC 5280 §4.1), as far as signing and time stamping need it. Version 3 only. */
export interface Certificate {
  readonly der: Bytes;
  readonly sha256: Hex;
  /** What the issuer signed. */
  readonly tbs: Bytes;
  readonly serial: Hex;
  /** Names as encoded: they are compared by their bytes. */
  readonly issuer: Bytes;
  readonly subject: Bytes;
  readonly issuerText: string;
  readonly subjectText: string;
  /** Milliseconds since 1970, both ends included. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly key: PublicKey;
  readonly scheme: Scheme;
  readonly signature: Bytes;
  readonly extensions: readonly Extension[];
  readonly known: KnownExtensions;
}

/**
 * Reads a certificate strictly. Faults: those of {@link readDer}, of the key, and `x509.form` with what is wrong.
 */
export function readCertificate(bytes: Uint8Array, limits: Limits = DEFAULT_LIMITS): Result<Certificate> {
  const der = readDer(bytes, limits);
  if (!der.ok) return der;
  const outer = new DerFields(der.value);
  const tbs = outer.next(TAG.sequence);
  const outerAlgorithm = outer.next(TAG.sequence);
  const signature = bitStringBytes(outer.next(TAG.bitString));
  if (!outer.complete || tbs === undefined || outerAlgorithm === undefined || signature === undefined) {
    return refused('it has not the three parts of a certificate');
  }
  const fields = new DerFields(tbs);
  const version = fields.optional(0xa0)?.children[0];
  const serial = serialText(fields.next(TAG.integer));
  const innerAlgorithm = fields.next(TAG.sequence);
  const issuer = fields.next(TAG.sequence);
  const validity = new DerFields(fields.next(TAG.sequence));
  const notBefore = timeValue(validity.next());
  const notAfter = timeValue(validity.next());
  const subject = fields.next(TAG.sequence);
  const key = fields.next(TAG.sequence);
  const extensions = fields.next(0xa3);
  if (!fields.complete || version?.content[0] !== 2)
    return refused('it is not of version 3, or its fields are not in order');
  if (serial === undefined || issuer === undefined || subject === undefined || key === undefined) {
    return refused('a field is missing');
  }
  if (!validity.complete || notBefore === undefined || notAfter === undefined || notBefore > notAfter) {
    return refused('its validity is not two times in order');
  }
  if (innerAlgorithm === undefined || !equalBytes(innerAlgorithm.raw, outerAlgorithm.raw)) {
    return refused('it names two different signature algorithms');
  }
  const scheme = schemeOf(outerAlgorithm);
  if (scheme === undefined) return refused('its signature algorithm is not supported');
  if (issuer.children.length === 0) return refused('its issuer is empty');
  const publicKey = spkiKey(key);
  if (!publicKey.ok) return publicKey;
  const list = readExtensionList(extensions?.children[0]);
  const known = list === undefined ? undefined : interpretExtensions(list);
  if (list === undefined || known === undefined || extensions?.children.length !== 1) {
    return refused('an extension is malformed or there twice');
  }
  return ok({
    der: copyBytes(der.value.raw),
    sha256: toHex(hash('sha256', der.value.raw)),
    tbs: copyBytes(tbs.raw),
    serial,
    issuer: copyBytes(issuer.raw),
    subject: copyBytes(subject.raw),
    issuerText: nameText(issuer),
    subjectText: nameText(subject),
    notBefore,
    notAfter,
    key: publicKey.value,
    scheme,
    signature,
    extensions: list,
    known,
  });
}

/** Whether subject and issuer are the same name. */
export function isSelfIssued(certificate: Certificate): boolean {
  return equalBytes(certificate.subject, certificate.issuer);
}

/** Certificates count whole seconds: the last one lasts until the next begins. */
export function validAt(certificate: Certificate, time: number): boolean {
  const second = Math.floor(time / 1000) * 1000;
  return certificate.notBefore <= second && second <= certificate.notAfter;
}

function refused(why: string) {
  return err(fault('x509.form', 'error', `The certificate was not read: ${why}.`));
}
