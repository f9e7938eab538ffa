import { readBundle } from '../bundle.ts';
import { isRecord } from '../json-fields.ts';
import { isBundle } from './sigstore-bundle.ts';
import type { JsonCarrier, JsonRecord } from './types.ts';

/** npm's and GitHub's attestation API: `{"attestations": [{"predicateType", "bundle"}]}`, or the list alone. */
export const bundleList: JsonCarrier = {
  id: 'bundle-list',
  title: 'List of attestations (npm, GitHub)',
  spec: 'npm registry API, GET /-/npm/v1/attestations/NAME@VERSION',
  recognizes: (value) => bundles(value).some((bundle) => isBundle(bundle)),
  read: ({ value }, limits) =>
    bundles(value).map((bundle, index) => readBundle(bundle, 'bundle-list', index + 1, limits)),
};

function bundles(value: JsonRecord['value']): unknown[] {
  const list = isRecord(value) ? value.attestations : value;
  if (!Array.isArray(list)) return [];
  return list.map((item: unknown) => (isRecord(item) && Object.hasOwn(item, 'bundle') ? item.bundle : item));
}
