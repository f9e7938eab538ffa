import { fromBase64 } from '../../base/base64.ts';
import { type Bytes, fromHex, type Hex, toHex } from '../../base/bytes.ts';
import { readJson } from '../../base/json.ts';
import { isJsonObject, ownObject, ownText } from '../../base/json-shape.ts';
import type { Limits } from '../../base/limits.ts';
import { type Fault, fault } from '../../base/result.ts';
import { readDsse } from '../dsse.ts';
import { type Content, type Envelope, envelope, type KeyMaterial, type LogEntry } from '../envelope.ts';
import { JsonFields } from '../json-fields.ts';
import { readPem } from '../pem.ts';
import { readRekorBundle } from './cosign-bundle.ts';

/** Annotations of the layer that holds an envelope, in an OCI layout or a registry. */
export type LayerAnnotations = Readonly<Record<string, string>>;

const SIGNATURE = 'dev.cosignproject.cosign/signature';
const CERTIFICATE = 'dev.sigstore.cosign/certificate';
const CHAIN = 'dev.sigstore.cosign/chain';
const BUNDLE = 'dev.sigstore.cosign/bundle';
const TIMESTAMP = 'dev.sigstore.cosign/rfc3161timestamp';

/** Whether a layer is one of cosign's `.sig` or `.att`: what verifies it is in its annotations, not in its bytes. */
export function isCosignLayer(annotations: LayerAnnotations): boolean {
  return [SIGNATURE, CERTIFICATE, BUNDLE].some((key) => Object.hasOwn(annotations, key));
}

/**
 * Reads a layer of cosign (sigstore/cosign, specs/SIGNATURE_SPEC.md): a simple-signing payload with its signature in the
 * annotation, or a DSSE envelope with an empty one. Never fails: what is wrong is among the faults.
 */
export function readCosignLayer(bytes: Bytes, annotations: LayerAnnotations, limits: Limits): Envelope {
  const faults: Fault[] = [];
  const refuse = (key: string, what: string): undefined => {
    faults.push(fault('attest.malformed', 'error', `The annotation "${key}" ${what}.`, { entry: key }));
  };
  const entry = readBundle(annotations[BUNDLE], faults, limits, refuse);
  const key = readKey(annotations, refuse);
  const stamped = readTimestamp(annotations[TIMESTAMP], limits, refuse);
  const signature = annotations[SIGNATURE] ?? '';
  return envelope({
    carrier: signature === '' ? 'cosign-attestation' : 'cosign-signature',
    mediaType:
      signature === ''
        ? 'application/vnd.dsse.envelope.v1+json'
        : 'application/vnd.dev.cosign.simplesigning.v1+json',
    rules: entry === undefined && stamped.length === 0 ? undefined : '0.1',
    key: entry !== undefined && key.form === 'none' ? { form: 'hint', hint: '' } : key,
    content:
      signature === '' ? readEnvelope(bytes, faults, limits) : readSimple(bytes, signature, limits, refuse),
    logEntries: entry === undefined ? [] : [entry],
    timestamps: stamped,
    faults,
  });
}

type Refuse = (key: string, what: string) => undefined;

function readBundle(
  text: string | undefined,
  faults: Fault[],
  limits: Limits,
  refuse: Refuse,
): LogEntry | undefined {
  if (text === undefined || text === '') return undefined;
  const read = readJson(text, limits);
  if (!read.ok || read.value.duplicates.length > 0) return refuse(BUNDLE, 'is not JSON');
  const fields = JsonFields.of(read.value.value, '', faults);
  return fields && readRekorBundle(fields);
}

function readKey(annotations: LayerAnnotations, refuse: Refuse): KeyMaterial {
  const stated = annotations[CERTIFICATE] ?? '';
  if (stated === '') return { form: 'none' };
  const blocks = [CERTIFICATE, CHAIN].flatMap((key) => {
    const text = annotations[key] ?? '';
    if (text === '') return [];
    const read = readPem(text);
    if (read.faults.length > 0) refuse(key, 'holds no PEM certificate that can be read');
    return read.blocks;
  });
  const certificates = blocks.filter(({ label }) => label === 'CERTIFICATE').map(({ der }) => der);
  if (certificates.length === 0) {
    refuse(CERTIFICATE, 'holds no PEM certificate that can be read');
    return { form: 'none' };
  }
  return { form: 'certificates', certificates, field: 'pem' };
}

function readTimestamp(text: string | undefined, limits: Limits, refuse: Refuse): readonly Bytes[] {
  if (text === undefined || text === '') return [];
  const read = readJson(text, limits);
  const value = read.ok && isJsonObject(read.value.value) ? read.value.value : {};
  const stamp = fromBase64(ownText(value, 'SignedRFC3161Timestamp') ?? '');
  if (stamp === undefined || stamp.length === 0) {
    refuse(TIMESTAMP, 'holds no timestamp');
    return [];
  }
  return [stamp];
}

function readEnvelope(bytes: Bytes, faults: Fault[], limits: Limits): Content | undefined {
  const read = readJson(bytes, limits);
  if (!read.ok) {
    faults.push(read.error);
    return undefined;
  }
  for (const { key, offset } of read.value.duplicates.slice(0, 4)) {
    faults.push(
      fault('json.duplicate-key', 'error', `The key "${key}" occurs twice in one object.`, { offset }),
    );
  }
  const fields = JsonFields.of(read.value.value, '', faults);
  const dsse = fields === undefined ? undefined : readDsse(fields, limits);
  return dsse === undefined ? undefined : { form: 'dsse', dsse };
}

function readSimple(bytes: Bytes, signature: string, limits: Limits, refuse: Refuse): Content | undefined {
  const decoded = fromBase64(signature);
  if (decoded === undefined || decoded.length === 0) return refuse(SIGNATURE, 'is not base64');
  return {
    form: 'message',
    signature: decoded,
    digest: undefined,
    payload: bytes,
    image: imageOf(bytes, limits),
  };
}

/** The manifest that a simple-signing payload speaks of (containers/image, docs/containers-signature.5.md). */
function imageOf(bytes: Bytes, limits: Limits): Hex | undefined {
  const read = readJson(bytes, limits);
  if (!read.ok || read.value.duplicates.length > 0 || !isJsonObject(read.value.value)) return undefined;
  const critical = ownObject(read.value.value, 'critical');
  if (ownText(critical, 'type') !== 'cosign container image signature') return undefined;
  const [, hex] =
    /^sha256:([0-9a-f]{64})$/.exec(ownText(ownObject(critical, 'image'), 'docker-manifest-digest') ?? '') ??
    [];
  const digest = hex === undefined ? undefined : fromHex(hex);
  return digest && toHex(digest);
}
