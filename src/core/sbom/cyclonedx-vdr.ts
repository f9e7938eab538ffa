import { isJsonObject, type JsonObject, ownList, ownObject, ownText } from '../base/json-shape.ts';
import type { Limits } from '../base/limits.ts';
import type { Fault } from '../base/result.ts';
import type { Party } from '../model/document.ts';
import type { ScanReport } from '../model/scan.ts';
import { Reported } from './scan/reported.ts';

/** Analyses by which the document itself says that the vulnerability does not apply: those are VEX, and no finding. */
const NOT_FOUND = new Set(['resolved', 'resolved_with_pedigree', 'false_positive', 'not_affected']);

/**
 * `vulnerabilities[]` of a CycloneDX document (1.4 and later) as a vulnerability disclosure report: what its author found
 * in which components. `undefined` for a document that reports none.
 */
export function cyclonedxScan(
  bom: JsonObject,
  parties: readonly Party[],
  limits: Limits,
): { readonly scan: ScanReport; readonly faults: readonly Fault[] } | undefined {
  const vulnerabilities = ownList(bom, 'vulnerabilities').filter(isJsonObject);
  const reported = new Reported(limits);
  let ignored = 0;
  vulnerabilities.forEach((one, index) => {
    if (NOT_FOUND.has(ownText(ownObject(one, 'analysis'), 'state') ?? '')) ignored += 1;
    else addAll(reported, one, `/vulnerabilities/${index}`);
  });
  if (reported.vulnerabilities.length === 0) return undefined;
  const tool = parties.find(({ role }) => role === 'tool');
  const metadata = ownObject(bom, 'metadata');
  const described = ownObject(metadata, 'component');
  const ran = ownText(metadata, 'timestamp');
  const target = [ownText(described, 'name'), ownText(described, 'version')]
    .filter((text) => text !== undefined)
    .join(' ');
  return {
    scan: {
      tool: tool?.name ?? 'A tool without a name',
      ...(tool?.version === undefined ? {} : { toolVersion: tool.version }),
      ...(ran === undefined ? {} : { ran }),
      ...(target === '' ? {} : { target }),
      targetDigests: [],
      vulnerabilities: reported.vulnerabilities,
      ignored,
      others: 0,
    },
    faults: reported.faults,
  };
}

/** One row for each component that is affected, in the versions that are said to be. */
function addAll(reported: Reported, one: JsonObject, pointer: string): void {
  const id = ownText(one, 'id');
  const aliases = ownList(one, 'references').map((reference) =>
    isJsonObject(reference) ? ownText(reference, 'id') : undefined,
  );
  const ratings = ownList(one, 'ratings').filter(isJsonObject);
  const severity = ratings.flatMap((rating) => ownText(rating, 'severity') ?? [])[0];
  const fixed = ownText(one, 'recommendation');
  const affects = ownList(one, 'affects').filter(isJsonObject);
  if (affects.length === 0) reported.add({ id, aliases, package: {}, severity, pointer });
  affects.forEach((affected, index) => {
    const versions = ownList(affected, 'versions').filter(isJsonObject);
    const hit = versions.filter((version) => (ownText(version, 'status') ?? 'affected') === 'affected');
    if (versions.length > 0 && hit.length === 0) return;
    const ref = ownText(affected, 'ref') ?? '';
    // A BOM-Link names the component of a document behind its `#` (ECMA-424, BOM-Link).
    const local = ref.startsWith('urn:cdx:') ? ref.slice(ref.indexOf('#') + 1) : ref;
    reported.add({
      id,
      aliases,
      package: { ref: local, purl: local.startsWith('pkg:') ? local : undefined },
      severity,
      fixed,
      pointer: `${pointer}/affects/${index}`,
    });
  });
}
