import type { Limits } from '../../base/limits.ts';
import { type Fault, fault } from '../../base/result.ts';
import { type Content, type Envelope, envelope } from '../envelope.ts';
import { isRecord, JsonFields } from '../json-fields.ts';
import { readLogEntries } from '../log-entry.ts';
import type { JsonCarrier, JsonRecord } from './types.ts';

/**
 * PyPI's attestation and provenance objects (PEP 740): the parts of a bundle under other names. The envelope is always
 * DSSE with the in-toto payload type.
 */
export const pep740: JsonCarrier = {
  id: 'pep740',
  title: 'PyPI attestation (PEP 740)',
  spec: 'PEP 740, "Attestation objects" and "Provenance objects"',
  recognizes: (value) => attestations(value).length > 0,
  read: ({ value }, limits) =>
    attestations(value).map((attestation, index) => readAttestation(attestation, index + 1, limits)),
};

function attestations(value: JsonRecord['value']): unknown[] {
  if (!isRecord(value)) return [];
  if (Object.hasOwn(value, 'verification_material')) return [value];
  const bundles = value.attestation_bundles;
  if (!Array.isArray(bundles)) return [];
  return bundles.flatMap((bundle: unknown) =>
    isRecord(bundle) && Array.isArray(bundle.attestations) ? (bundle.attestations as unknown[]) : [],
  );
}

function readAttestation(value: unknown, record: number, limits: Limits): Envelope {
  const faults: Fault[] = [];
  const fields = JsonFields.of(value, '', faults);
  const version = fields?.raw('version');
  if (fields !== undefined && version !== 1) {
    faults.push(
      fault('attest.media-type', 'error', 'Only version 1 of PEP 740 attestations is known.', {
        entry: '/version',
      }),
    );
  }
  const material = fields?.object('verification_material');
  const certificate = material?.bytes('certificate');
  return envelope({
    carrier: 'pep740',
    record,
    rules: '0.3',
    key:
      certificate === undefined
        ? { form: 'none' }
        : { form: 'certificates', certificates: [certificate], field: 'certificate' },
    content: readContent(fields?.object('envelope')),
    logEntries: readLogEntries(material, 'transparency_entries', '0.3', limits),
    faults,
  });
}

function readContent(fields: JsonFields | undefined): Content | undefined {
  const payload = fields?.bytes('statement');
  const sig = fields?.bytes('signature');
  if (payload === undefined || sig === undefined) return undefined;
  return {
    form: 'dsse',
    dsse: {
      payloadType: 'application/vnd.in-toto+json',
      payload,
      signatures: [{ sig, keyid: '', certificate: undefined }],
    },
  };
}
