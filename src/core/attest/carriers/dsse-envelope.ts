import type { Limits } from '../../base/limits.ts';
import { type Fault, fault } from '../../base/result.ts';
import { type Dsse, readDsse } from '../dsse.ts';
import { type Envelope, envelope, type KeyMaterial } from '../envelope.ts';
import { isRecord, JsonFields } from '../json-fields.ts';
import { readPem } from '../pem.ts';
import type { JsonCarrier, JsonRecord } from './types.ts';

/** A DSSE envelope by itself: `.intoto.jsonl`, `.intoto.json`. Some signers put the certificate beside the signature. */
export const dsseEnvelope: JsonCarrier = {
  id: 'dsse',
  title: 'DSSE envelope',
  spec: 'secure-systems-lab/dsse, envelope.md',
  recognizes: (value) =>
    isRecord(value) && Object.hasOwn(value, 'payloadType') && Object.hasOwn(value, 'payload'),
  read: (record, limits) => [readAlone(record, limits)],
};

function readAlone({ value, record }: JsonRecord, limits: Limits): Envelope {
  const faults: Fault[] = [];
  const fields = JsonFields.of(value, '', faults);
  const dsse = fields === undefined ? undefined : readDsse(fields, limits);
  return envelope({
    carrier: 'dsse',
    mediaType: 'application/vnd.dsse.envelope.v1+json',
    record,
    key: dsse === undefined ? { form: 'none' } : keyOf(dsse, faults),
    content: dsse === undefined ? undefined : { form: 'dsse', dsse },
    faults,
  });
}

/** The certificate of the only signature. With several signatures a certificate would speak for one of them alone. */
export function keyOf(dsse: Dsse, faults: Fault[]): KeyMaterial {
  const pem = dsse.signatures.length === 1 ? dsse.signatures[0]?.certificate : undefined;
  if (pem === undefined || pem === '') return { form: 'none' };
  const read = readPem(pem);
  const certificates = read.blocks.filter((block) => block.label === 'CERTIFICATE').map((block) => block.der);
  if (read.faults.length > 0 || certificates.length === 0) {
    faults.push(
      fault('attest.malformed', 'error', '/signatures/0/cert holds no PEM certificate that can be read.'),
    );
    return { form: 'none' };
  }
  return { form: 'certificates', certificates, field: 'pem' };
}
