import { type Bytes, concatBytes, copyBytes } from '../base/bytes.ts';
import { readDer, TAG } from './der.ts';
import { encodeDer } from './der-write.ts';
import { hash } from './hash.ts';
import type { Scheme } from './signature-verifier.ts';
import { TlsReader } from './tls-reader.ts';
import type { Certificate } from './x509.ts';
import { EXTENSION } from './x509-extensions.ts';

/** A signed certificate timestamp (RFC 6962 §3.2): a log's promise to list a certificate. */
export interface Sct {
  readonly logId: Bytes;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly extensions: Bytes;
  readonly scheme: Scheme;
  readonly signature: Bytes;
}

/** The timestamps embedded in a certificate; `undefined` when their list is malformed, none when it is not there. */
export function readScts(certificate: Certificate): readonly Sct[] | undefined {
  const found = certificate.extensions.find(({ oid }) => oid === EXTENSION.timestamps);
  if (found === undefined) return [];
  const der = readDer(found.value);
  if (!der.ok || der.value.tag !== TAG.octetString) return undefined;
  const outer = new TlsReader(der.value.content);
  const list = new TlsReader(outer.vector(2));
  if (outer.failed || !outer.done) return undefined;
  const scts: Sct[] = [];
  while (!list.done) {
    const sct = readSct(list.vector(2));
    if (list.failed || sct === undefined || scts.length >= 32) return undefined;
    scts.push(sct);
  }
  return scts;
}

function readSct(bytes: Uint8Array): Sct | undefined {
  const reader = new TlsReader(bytes);
  const version = reader.uint(1);
  const logId = copyBytes(reader.bytes(32));
  const timestamp = reader.uint(8);
  const extensions = copyBytes(reader.vector(2));
  const digest = reader.uint(1);
  const algorithm = reader.uint(1);
  const signature = copyBytes(reader.vector(2));
  // RFC 5246 §7.4.1.4.1: hash 4 is SHA-256; signature 1 is RSA, 3 is ECDSA. RFC 6962 §2.1.4 allows these two.
  const name = algorithm === 3n ? 'ecdsa' : algorithm === 1n ? 'rsa-pkcs1' : undefined;
  if (reader.failed || !reader.done || version !== 0n || digest !== 4n || name === undefined)
    return undefined;
  return { logId, timestamp: Number(timestamp), extensions, scheme: { name, hash: 'sha256' }, signature };
}

/**
 * What a timestamp in a certificate is signed over (RFC 6962 §3.2): the certificate as it was before the timestamps were
 * put in, and the hash of its issuer's key.
 */
export function sctMessage(sct: Sct, certificate: Certificate, issuer: Certificate): Bytes | undefined {
  const tbs = withoutTimestamps(certificate);
  if (tbs === undefined) return undefined;
  return concatBytes([
    Uint8Array.of(0, 0),
    bigEndian(sct.timestamp, 8),
    Uint8Array.of(0, 1),
    hash('sha256', issuer.key.spki),
    bigEndian(tbs.length, 3),
    tbs,
    bigEndian(sct.extensions.length, 2),
    sct.extensions,
  ]);
}

/** The TBSCertificate with the timestamp extension taken out and everything else byte for byte as it was. */
function withoutTimestamps(certificate: Certificate): Bytes | undefined {
  const der = readDer(certificate.tbs);
  if (!der.ok) return undefined;
  const fields = der.value.children;
  const wrapper = fields[fields.length - 1];
  const list = wrapper?.tag === 0xa3 ? wrapper.children[0] : undefined;
  if (list === undefined) return undefined;
  const kept = list.children.filter(
    (_, index) => certificate.extensions[index]?.oid !== EXTENSION.timestamps,
  );
  const extensions = encodeDer(0xa3, encodeDer(TAG.sequence, ...kept.map(({ raw }) => raw)));
  return encodeDer(TAG.sequence, ...fields.slice(0, -1).map(({ raw }) => raw), extensions);
}

function bigEndian(value: number, length: number): Bytes {
  const out = new Uint8Array(length);
  let rest = BigInt(value);
  for (let i = length - 1; i >= 0; i--, rest >>= 8n) out[i] = Number(rest & 0xffn);
  return out;
}
