import { type Bytes, copyBytes } from '../base/bytes.ts';
import { type Der, readDer, TAG } from './der.ts';
import { bitSet, DerFields, oidText, smallInteger } from './der-values.ts';
import { type GeneralName, readGeneralNames } from './x509-names.ts';

/** One extension of a certificate (RFC 5280 §4.2). */
export interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  /** The content of its OCTET STRING. */
  readonly value: Bytes;
}

export const EXTENSION = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  /** Signed certificate timestamps (RFC 6962 §3.3). */
  timestamps: '1.3.6.1.4.1.11129.2.4.2',
  /** Marks a precertificate (RFC 6962 §3.1). */
  poison: '1.3.6.1.4.1.11129.2.4.3',
} as const;

export const PURPOSE = { codeSigning: '1.3.6.1.5.5.7.3.3', timeStamping: '1.3.6.1.5.5.7.3.8' } as const;

export const KEY_USAGE = { digitalSignature: 0, contentCommitment: 1, keyCertSign: 5 } as const;

/** What the extensions say that path validation and identity need. */
export interface KnownExtensions {
  readonly basicConstraints: { readonly ca: boolean; readonly pathLength: number | undefined } | undefined;
  /** Bits by number. */
  readonly keyUsage: ReadonlySet<number> | undefined;
  /** Purposes by object identifier. */
  readonly extendedKeyUsage: readonly string[] | undefined;
  readonly extendedKeyUsageCritical: boolean;
  readonly subjectAltName: readonly GeneralName[] | undefined;
  readonly subjectKeyId: Bytes | undefined;
  readonly authorityKeyId: Bytes | undefined;
  /**
   * Critical extensions that are not known here, and constraints on names and policies, which are not applied here: no
   * path through this certificate is valid (RFC 5280 §4.2).
   */
  readonly unprocessed: readonly string[];
}

/** Reads the `extensions` of a certificate; `undefined` when one is malformed, empty or there twice. */
export function readExtensionList(value: Der | undefined): readonly Extension[] | undefined {
  if (value?.tag !== TAG.sequence || value.children.length === 0) return undefined;
  const found = new Map<string, Extension>();
  for (const child of value.children) {
    const fields = new DerFields(child);
    const oid = oidText(fields.next(TAG.oid));
    const critical = fields.optional(TAG.boolean);
    const octets = fields.next(TAG.octetString);
    // DER: a value that is the default (not critical) is left out.
    if (!fields.complete || octets === undefined || critical?.content[0] === 0 || found.has(oid))
      return undefined;
    found.set(oid, { oid, critical: critical !== undefined, value: copyBytes(octets.content) });
  }
  return [...found.values()];
}

/** Interprets the extensions that are known; `undefined` when one of them is malformed. */
export function interpretExtensions(list: readonly Extension[]): KnownExtensions | undefined {
  const values = new Map<string, Der>();
  for (const { oid, value } of list) {
    if (!PARSED.has(oid)) continue;
    const der = readDer(value);
    if (!der.ok) return undefined;
    values.set(oid, der.value);
  }
  const constraints = values.get(EXTENSION.basicConstraints);
  const basicConstraints = readBasicConstraints(constraints);
  const keyUsage = bitSet(values.get(EXTENSION.keyUsage));
  const extendedKeyUsage = readPurposes(values.get(EXTENSION.extendedKeyUsage));
  const subjectAltName = readGeneralNames(values.get(EXTENSION.subjectAltName));
  const readable =
    (constraints === undefined || basicConstraints !== undefined) &&
    (!values.has(EXTENSION.keyUsage) || (keyUsage !== undefined && keyUsage.size > 0)) &&
    (!values.has(EXTENSION.extendedKeyUsage) || extendedKeyUsage !== undefined) &&
    (!values.has(EXTENSION.subjectKeyIdentifier) ||
      values.get(EXTENSION.subjectKeyIdentifier)?.tag === TAG.octetString) &&
    // RFC 5280 §4.2.1.1, §4.2.1.2: never critical.
    !list.some(({ oid, critical }) => critical && KEY_IDS.has(oid));
  if (!readable) return undefined;
  return {
    basicConstraints,
    keyUsage,
    extendedKeyUsage,
    extendedKeyUsageCritical: list.some(
      ({ oid, critical }) => critical && oid === EXTENSION.extendedKeyUsage,
    ),
    subjectAltName,
    subjectKeyId: keyId(values.get(EXTENSION.subjectKeyIdentifier)),
    authorityKeyId: keyId(
      values.get(EXTENSION.authorityKeyIdentifier)?.children.find(({ tag }) => tag === 0x80),
    ),
    unprocessed: list
      .filter(({ oid, critical }) => (critical && !PARSED.has(oid)) || CONSTRAINTS.has(oid))
      .map(({ oid }) => oid),
  };
}

const PARSED = new Set<string>([
  EXTENSION.subjectKeyIdentifier,
  EXTENSION.keyUsage,
  EXTENSION.subjectAltName,
  EXTENSION.basicConstraints,
  EXTENSION.authorityKeyIdentifier,
  EXTENSION.extendedKeyUsage,
]);

const KEY_IDS = new Set<string>([EXTENSION.subjectKeyIdentifier, EXTENSION.authorityKeyIdentifier]);

/** Name constraints, policy constraints, inhibit anyPolicy. */
const CONSTRAINTS = new Set<string>(['2.5.29.30', '2.5.29.36', '2.5.29.54']);

function readBasicConstraints(value: Der | undefined): KnownExtensions['basicConstraints'] {
  if (value === undefined) return undefined;
  const fields = new DerFields(value);
  const ca = fields.optional(TAG.boolean);
  const stated = fields.optional(TAG.integer);
  const pathLength = smallInteger(stated);
  if (!fields.complete || ca?.content[0] === 0 || (stated !== undefined && pathLength === undefined))
    return undefined;
  return { ca: ca !== undefined, pathLength };
}

function readPurposes(value: Der | undefined): readonly string[] | undefined {
  if (value?.tag !== TAG.sequence || value.children.length === 0) return undefined;
  const purposes = value.children.map((child) => oidText(child));
  return purposes.includes('') ? undefined : purposes;
}

function keyId(value: Der | undefined): Bytes | undefined {
  return value === undefined ? undefined : copyBytes(value.content);
}
