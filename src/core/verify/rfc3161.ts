import { type Bytes, copyBytes, equalBytes, type Hex } from '../base/bytes.ts';
import { err, fault, ok, type Result } from '../base/result.ts';
import { hashOf, schemeOf } from './algorithm.ts';
import { type Der, readDer, TAG } from './der.ts';
import { DerFields, oidText, serialText, smallInteger, timeValue } from './der-values.ts';
import { encodeDer } from './der-write.ts';
import { type Hash, hash } from './hash.ts';
import type { Scheme } from './signature-verifier.ts';
import { type Certificate, readCertificate } from './x509.ts';

/** A time-stamp token (RFC 3161 §2.4.2) taken apart: what it says, and what must be verified for it to hold. */
export interface TimestampToken {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly imprint: { readonly algorithm: Hash; readonly digest: Bytes };
  readonly policy: string;
  readonly serial: Hex;
  /** How the token names its signer. */
  readonly signer:
    | { readonly by: 'issuer'; readonly issuer: Bytes; readonly serial: Hex }
    | { readonly by: 'keyId'; readonly keyId: Bytes };
  /** Certificates in the token. They are claims like the rest of it. */
  readonly certificates: readonly Certificate[];
  readonly scheme: Scheme;
  readonly signature: Bytes;
  /** The signed attributes as they were signed: a SET (RFC 5652 §5.4). */
  readonly signedAttributes: Bytes;
  /** SHA-256 of the signer's certificate when the token states it (RFC 5816). */
  readonly certificateHash: { readonly algorithm: Hash; readonly digest: Bytes } | undefined;
}

const OID = {
  signedData: '1.2.840.113549.1.7.2',
  timestampInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
};

/** Reads a TimeStampResp. Faults: those of {@link readDer}, and `rfc3161.form` with what is wrong. */
export function readTimestampResponse(bytes: Uint8Array): Result<TimestampToken> {
  const der = readDer(bytes);
  if (!der.ok) return der;
  const response = new DerFields(der.value);
  const status = smallInteger(new DerFields(response.next(TAG.sequence)).next(TAG.integer));
  // RFC 3161 §2.4.2: only granted (0) and grantedWithMods (1) come with a token that counts.
  if (status !== 0 && status !== 1) return refused('the authority did not grant it');
  const token = new DerFields(response.next(TAG.sequence));
  const type = oidText(token.next(TAG.oid));
  const signedData = token.next(0xa0)?.children[0];
  if (!response.complete || !token.complete || type !== OID.signedData)
    return refused('it holds no signed data');
  return readSignedData(signedData);
}

function readSignedData(value: Der | undefined): Result<TimestampToken> {
  const fields = new DerFields(value);
  const version = smallInteger(fields.next(TAG.integer));
  const digests = fields.next(TAG.set);
  const encapsulated = new DerFields(fields.next(TAG.sequence));
  const contentType = oidText(encapsulated.next(TAG.oid));
  const content = encapsulated.next(0xa0)?.children[0];
  const stated = fields.optional(0xa0);
  fields.optional(0xa1);
  const signers = fields.next(TAG.set)?.children ?? [];
  if (!fields.complete || version !== 3) return refused('its signed data is malformed');
  if (contentType !== OID.timestampInfo || content?.tag !== TAG.octetString)
    return refused('it is about something else than a time');
  const [signer, ...others] = signers;
  if (signer === undefined || others.length > 0) return refused(`it has ${signers.length} signers, not one`);
  const info = readInfo(content.content);
  if (!info.ok) return info;
  const signed = readSigner(signer, content.content, digests);
  if (!signed.ok) return signed;
  const certificates = readCertificates(stated);
  if (certificates === undefined) return refused('it carries more than eight certificates');
  return ok({ ...info.value, ...signed.value, certificates });
}

/** Certificates of the token that can be read; the others cannot be used, and the token may do without them. */
function readCertificates(value: Der | undefined): readonly Certificate[] | undefined {
  const certificates: Certificate[] = [];
  for (const child of value?.children ?? []) {
    if (child.tag !== TAG.sequence) continue;
    if (certificates.length >= 8) return undefined;
    const read = readCertificate(child.raw);
    // One that cannot be read cannot be used; the token may do without it.
    if (read.ok) certificates.push(read.value);
  }
  return certificates;
}

/** TSTInfo (RFC 3161 §2.4.2). */
function readInfo(bytes: Uint8Array): Result<Pick<TimestampToken, 'time' | 'imprint' | 'policy' | 'serial'>> {
  const der = readDer(bytes);
  if (!der.ok) return der;
  const fields = new DerFields(der.value);
  const version = smallInteger(fields.next(TAG.integer));
  const policy = oidText(fields.next(TAG.oid));
  const imprint = new DerFields(fields.next(TAG.sequence));
  const algorithm = hashOf(imprint.next(TAG.sequence));
  const digest = imprint.next(TAG.octetString);
  const serial = serialText(fields.next(TAG.integer));
  const time = timeValue(fields.next(TAG.generalizedTime), true);
  fields.optional(TAG.sequence);
  fields.optional(TAG.boolean);
  fields.optional(TAG.integer);
  fields.optional(0xa0);
  const extensions = fields.optional(0xa1);
  if (!fields.complete || !imprint.complete || version !== 1 || serial === undefined)
    return refused('its time-stamp info is malformed');
  if (algorithm === undefined || digest === undefined)
    return refused('its imprint is of a hash that is not supported');
  if (time === undefined) return refused('its time is malformed');
  const critical = extensions?.children.some((extension) =>
    extension.children.some(({ tag }) => tag === TAG.boolean),
  );
  if (critical === true) return refused('it has a critical extension');
  return ok({
    time,
    imprint: { algorithm, digest: copyBytes(digest.content) },
    policy,
    serial,
  });
}

type Signed = Pick<
  TimestampToken,
  'signer' | 'scheme' | 'signature' | 'signedAttributes' | 'certificateHash'
>;

/** SignerInfo (RFC 5652 §5.3); the digest of the content is checked here, the signature where the key is known. */
function readSigner(value: Der, content: Uint8Array, digests: Der | undefined): Result<Signed> {
  const fields = new DerFields(value);
  const version = smallInteger(fields.next(TAG.integer));
  const signer = readSignerId(fields.next());
  const digestAlgorithm = fields.next(TAG.sequence);
  const digest = hashOf(digestAlgorithm);
  const attributes = fields.next(0xa0);
  const scheme = schemeOf(fields.next(TAG.sequence), digest);
  const signature = fields.next(TAG.octetString);
  fields.optional(0xa1);
  if (!fields.complete || attributes === undefined || signature === undefined)
    return refused('its signer is malformed, or signs no attributes');
  // RFC 5652 §5.3: 1 when named by issuer and serial, 3 by key identifier.
  if (signer === undefined || version !== (signer.by === 'issuer' ? 1 : 3))
    return refused('it does not name its signer');
  const announced = digests?.children.some(({ raw }) =>
    equalBytes(raw, digestAlgorithm?.raw ?? raw.subarray(1)),
  );
  if (announced !== true) return refused('it does not announce the digest it uses');
  if (digest === undefined || scheme === undefined)
    return refused('its signature algorithm is not supported');
  const types = attributes.children.map((attribute) => oidText(attribute.children[0]));
  if (new Set(types).size !== types.length) return refused('a signed attribute is there twice');
  if (oidText(attributeValue(attributes, OID.contentType)) !== OID.timestampInfo)
    return refused('its signed content type is wrong');
  const stated = attributeValue(attributes, OID.messageDigest);
  if (stated?.tag !== TAG.octetString || !equalBytes(stated.content, hash(digest, content))) {
    return refused('the digest that is signed is not that of its content');
  }
  return ok({
    signer,
    scheme,
    signature: copyBytes(signature.content),
    signedAttributes: encodeDer(TAG.set, attributes.content),
    certificateHash: readCertificateHash(attributeValue(attributes, OID.signingCertificateV2)),
  });
}

function readSignerId(value: Der | undefined): TimestampToken['signer'] | undefined {
  if (value?.tag === 0x80) return { by: 'keyId', keyId: copyBytes(value.content) };
  const fields = new DerFields(value);
  const issuer = fields.next(TAG.sequence);
  const serial = serialText(fields.next(TAG.integer));
  if (!fields.complete || issuer === undefined || serial === undefined) return undefined;
  return { by: 'issuer', issuer: copyBytes(issuer.raw), serial };
}

/** The only value of a signed attribute. */
function attributeValue(attributes: Der, oid: string): Der | undefined {
  const found = attributes.children.find((attribute) => oidText(attribute.children[0]) === oid);
  const values = found?.children[1];
  return values?.tag === TAG.set && values.children.length === 1 ? values.children[0] : undefined;
}

/** The first ESSCertIDv2 (RFC 5035 §4): hash algorithm, SHA-256 when left out, and hash of the certificate. */
function readCertificateHash(value: Der | undefined): TimestampToken['certificateHash'] {
  const first = new DerFields(new DerFields(value).next(TAG.sequence)?.children[0]);
  const algorithm = first.optional(TAG.sequence);
  const digest = first.optional(TAG.octetString);
  const known = algorithm === undefined ? 'sha256' : hashOf(algorithm);
  return digest === undefined || known === undefined
    ? undefined
    : { algorithm: known, digest: copyBytes(digest.content) };
}

function refused(why: string) {
  return err(fault('rfc3161.form', 'error', `The timestamp was not read: ${why}.`));
}
