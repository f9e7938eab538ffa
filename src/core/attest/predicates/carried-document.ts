import { isRecord, type JsonFields } from '../json-fields.ts';
import { firstStated, looseObject, stated, statedList } from './fields.ts';
import type { CarriedDocument, PredicateReader } from './types.ts';

const FORMATS: readonly { readonly format: CarriedDocument['format']; readonly type: RegExp }[] = [
  { format: 'SPDX', type: /^https:\/\/spdx\.dev\/Document(?:\/v?[\d.]{1,8})?$/ },
  { format: 'CycloneDX', type: /^https:\/\/cyclonedx\.org\/(?:bom|vex|schema)(?:\/v?[\d.]{1,8})?$/ },
  { format: 'OpenVEX', type: /^https:\/\/openvex\.dev\/ns(?:\/v?[\d.]{1,8})?$/ },
  { format: 'CSAF', type: /^https:\/\/(?:docs\.oasis-open\.org\/csaf|(?:www\.)?csaf\.io)\b/ },
];

/** SBOM and VEX documents as predicates. cosign puts a document that is no JSON object as a text into `Data`. */
export const carriedDocument: PredicateReader = {
  id: 'document',
  title: 'Document',
  spec: 'in-toto attestation, spec/predicates/spdx.md, cyclonedx.md; openvex.dev; CSAF 2.0',
  recognizes: (type) => FORMATS.some((one) => one.type.test(type)),
  read,
};

function read(predicate: JsonFields, predicateType: string): CarriedDocument {
  const format = FORMATS.find((one) => one.type.test(predicateType))?.format ?? 'SPDX';
  const wrapped = isRecord(predicate.raw('Data'));
  const inner = wrapped ? (looseObject(predicate, 'Data') ?? predicate) : predicate;
  const pointer = inner === predicate && predicate.has('Data') ? predicate.at('Data') : inner.pointer;
  return { kind: 'document', format, pointer, ...headOf(format, inner) };
}

function headOf(
  format: CarriedDocument['format'],
  document: JsonFields,
): Pick<CarriedDocument, 'version' | 'author' | 'timestamp'> {
  switch (format) {
    case 'SPDX': {
      const made = looseObject(document, 'creationInfo');
      return {
        version: stated(document, 'spdxVersion'),
        author: statedList(made, 'creators')[0],
        timestamp: stated(made, 'created'),
      };
    }
    case 'CycloneDX': {
      const metadata = looseObject(document, 'metadata');
      return {
        version: stated(document, 'specVersion'),
        author: firstStated(
          stated(looseObject(metadata, 'supplier'), 'name'),
          stated(looseObject(metadata, 'manufacturer'), 'name'),
        ),
        timestamp: stated(metadata, 'timestamp'),
      };
    }
    case 'OpenVEX':
      return {
        version: stated(document, '@context'),
        author: stated(document, 'author'),
        timestamp: stated(document, 'timestamp'),
      };
    case 'CSAF': {
      const head = looseObject(document, 'document');
      return {
        version: stated(head, 'csaf_version'),
        author: stated(looseObject(head, 'publisher'), 'name'),
        timestamp: stated(looseObject(head, 'tracking'), 'current_release_date'),
      };
    }
  }
}
