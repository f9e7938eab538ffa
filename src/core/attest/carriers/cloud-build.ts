import type { Limits } from '../../base/limits.ts';
import { limitFault } from '../../base/limits.ts';
import type { Fault } from '../../base/result.ts';
import { readDsse } from '../dsse.ts';
import { type CloudBuildSummary, type Envelope, envelope } from '../envelope.ts';
import { isRecord, JsonFields } from '../json-fields.ts';
import type { JsonCarrier, JsonRecord } from './types.ts';

/** What `gcloud artifacts docker images describe IMAGE --format json --show-provenance` prints. */
export const cloudBuild: JsonCarrier = {
  id: 'cloud-build',
  title: 'Google Cloud Build provenance summary',
  spec: 'https://cloud.google.com/build/docs/securing-builds/generate-validate-build-provenance',
  recognizes: (value) => isRecord(value) && Object.hasOwn(value, 'provenance_summary'),
  read: ({ value }, limits) => readSummary(value, limits),
};

function readSummary(value: JsonRecord['value'], limits: Limits): Envelope[] {
  const faults: Fault[] = [];
  const fields = JsonFields.of(value, '', faults);
  const image = fields?.optionalObject('image_summary');
  const listed = fields?.object('provenance_summary')?.list('provenance') ?? [];
  if (listed.length > limits.attestationItems) {
    const fault = limitFault('attestationItems', limits, `The summary lists ${listed.length} provenances.`, {
      entry: '/provenance_summary/provenance',
      kept: 'nothing',
    });
    return [envelope({ carrier: 'cloud-build', faults: [fault] })];
  }
  if (listed.length === 0) {
    fields?.refuse('lists no provenance', 'provenance_summary');
    return [envelope({ carrier: 'cloud-build', faults })];
  }
  return listed.map((item, index) => readOne(item, index, image, limits));
}

function readOne(item: unknown, index: number, image: JsonFields | undefined, limits: Limits): Envelope {
  const faults: Fault[] = [];
  const fields = JsonFields.of(item, `/provenance_summary/provenance/${index}`, faults);
  const held = fields?.object('envelope');
  const dsse = held === undefined ? undefined : readDsse(held, limits);
  const build = fields?.optionalObject('build');
  const around: CloudBuildSummary = {
    text: build?.raw('intotoStatement') ?? build?.raw('inTotoSlsaProvenanceV1'),
    kind: fields?.optionalText('kind'),
    resourceUri: fields?.optionalText('resourceUri'),
    digest: image?.optionalText('digest'),
    fullyQualifiedDigest: image?.optionalText('fully_qualified_digest'),
  };
  return envelope({
    carrier: 'cloud-build',
    mediaType: 'application/vnd.dsse.envelope.v1+json',
    record: index + 1,
    content: dsse === undefined ? undefined : { form: 'dsse', dsse },
    faults,
    cloudBuild: around,
  });
}
