import type { JsonFields } from '../json-fields.ts';
import { firstStated, looseObject, stated } from './fields.ts';
import type { PredicateReader, ReportedVulnerability, Vulnerabilities } from './types.ts';

const TYPES = new Set([
  'https://in-toto.io/attestation/vulns',
  'https://in-toto.io/attestation/vulns/v0.1',
  'https://in-toto.io/attestation/vulns/v0.2',
  'https://cosign.sigstore.dev/attestation/vuln/v1',
]);

/** What a scanner found. cosign's older type holds the scanner's own report, of any format. */
export const vulnerabilities: PredicateReader = {
  id: 'vulnerabilities',
  title: 'Vulnerability scan',
  spec: 'in-toto attestation, spec/predicates/vulns.md; sigstore/cosign, specs/COSIGN_VULN_ATTESTATION_SPEC.md',
  recognizes: (type) => TYPES.has(type),
  read,
};

function read(predicate: JsonFields): Vulnerabilities {
  const scanner = looseObject(predicate, 'scanner');
  const database = looseObject(scanner, 'db');
  const metadata = looseObject(predicate, 'metadata');
  const listed = Array.isArray(scanner?.raw('result'));
  return {
    kind: 'vulnerabilities',
    scanner: stated(scanner, 'uri'),
    scannerVersion: stated(scanner, 'version'),
    database: stated(database, 'uri'),
    databaseUpdated: stated(database, 'lastUpdate'),
    finishedOn: firstStated(stated(metadata, 'scanFinishedOn'), stated(predicate, 'timestamp')),
    found: listed ? (scanner?.objects('result') ?? []).flatMap(vulnerability) : [],
    foreignResult: !listed && scanner?.has('result') === true,
  };
}

function vulnerability(fields: JsonFields): ReportedVulnerability[] {
  // v0.1 examples name the id `vulnerability.id` too.
  const id = firstStated(stated(fields, 'id'), stated(looseObject(fields, 'vulnerability'), 'id'));
  if (id === undefined) return [];
  const severity = Array.isArray(fields.raw('severity')) ? fields.objects('severity') : [];
  return [
    {
      id: id.value,
      severities: severity.map((one) => ({
        method: one.optionalText('method') ?? '',
        score: String(one.raw('score') ?? ''),
      })),
      pointer: fields.pointer,
    },
  ];
}
