import { fromBase64 } from '../../base/base64.ts';
import { type Bytes, decodeUtf8, fromHex } from '../../base/bytes.ts';
import { readJson } from '../../base/json.ts';
import type { Limits } from '../../base/limits.ts';
import type { Fault } from '../../base/result.ts';
import { readDsse } from '../dsse.ts';
import { type Content, type Envelope, envelope, type KeyMaterial, type LogEntry } from '../envelope.ts';
import { isRecord, JsonFields } from '../json-fields.ts';
import { readPem } from '../pem.ts';
import type { JsonCarrier, JsonRecord } from './types.ts';

/** What `cosign sign-blob --bundle` wrote before Sigstore bundles: signature, certificate and a promise of the log. */
export const cosignBundle: JsonCarrier = {
  id: 'cosign-bundle',
  title: 'cosign bundle (before Sigstore bundles)',
  spec: 'sigstore/cosign, pkg/cosign: LocalSignedPayload',
  recognizes: (value) => isRecord(value) && Object.hasOwn(value, 'base64Signature'),
  read: (record, limits) => [readCosign(record, limits)],
};

function readCosign({ value, record }: JsonRecord, limits: Limits): Envelope {
  const faults: Fault[] = [];
  const fields = JsonFields.of(value, '', faults);
  const signature = fields?.bytes('base64Signature');
  const rekor = fields?.optionalObject('rekorBundle');
  return envelope({
    carrier: 'cosign-bundle',
    record,
    rules: '0.1',
    key: fields === undefined ? { form: 'none' } : readKey(fields),
    content: signature === undefined ? undefined : readContent(signature, limits),
    logEntries: rekor === undefined ? [] : [readRekorBundle(rekor)],
    faults,
  });
}

/** cosign's `rekorBundle` (also the annotation `dev.sigstore.cosign/bundle`): the entry under the log's promise. */
export function readRekorBundle(fields: JsonFields): LogEntry {
  const payload = fields.object('Payload');
  const logId = payload?.text('logID');
  const id = logId === undefined ? undefined : fromHex(logId);
  if (logId !== undefined && id === undefined) payload?.refuse('is not hexadecimal', 'logID');
  return {
    pointer: fields.pointer,
    logIndex: payload?.natural('logIndex') ?? 0n,
    logId: id,
    kind: '',
    version: '',
    integratedTime: payload?.natural('integratedTime') ?? 0n,
    promise: fields.bytes('SignedEntryTimestamp'),
    proof: undefined,
    body: payload?.bytes('body'),
  };
}

/** PEM, or PEM in base64. A public key beside the signature proves nothing: the user must have it, so it is not taken. */
function readKey(fields: JsonFields): KeyMaterial {
  const stated = fields.optionalText('cert');
  const byKey: KeyMaterial = { form: 'hint', hint: '' };
  if (stated === undefined || stated === '') return byKey;
  const decoded = fromBase64(stated);
  const pem = decoded === undefined ? stated : (decodeUtf8(decoded) ?? '');
  const read = readPem(pem);
  const certificates = read.blocks.filter((block) => block.label === 'CERTIFICATE').map((block) => block.der);
  if (certificates.length > 0 && read.faults.length === 0)
    return { form: 'certificates', certificates, field: 'pem' };
  if (!read.blocks.some((block) => block.label === 'PUBLIC KEY')) fields.refuse('holds no PEM block', 'cert');
  return byKey;
}

/** `attest-blob` put a whole DSSE envelope where `sign-blob` puts the signature. */
function readContent(signature: Bytes, limits: Limits): Content | undefined {
  const inner = signature[0] === 0x7b ? readJson(signature, limits) : undefined;
  if (inner?.ok && inner.value.duplicates.length === 0) {
    const faults: Fault[] = [];
    const fields = JsonFields.of(inner.value.value, '/base64Signature', faults);
    const dsse = fields === undefined ? undefined : readDsse(fields, limits);
    if (dsse !== undefined && faults.length === 0) return { form: 'dsse', dsse };
  }
  return { form: 'message', signature, digest: undefined, payload: undefined };
}
