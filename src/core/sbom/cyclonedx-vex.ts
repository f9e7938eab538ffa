import { isJsonObject, type JsonObject, own, ownList, ownObject, ownText } from '../base/json-shape.ts';
import type { VexStatement } from '../model/document.ts';

type Status = VexStatement['status'];

/** States of CycloneDX's impact analysis as the statuses of VEX. */
const STATES: Readonly<Record<string, Status>> = {
  resolved: 'fixed',
  resolved_with_pedigree: 'fixed',
  exploitable: 'affected',
  in_triage: 'under_investigation',
  false_positive: 'not_affected',
  not_affected: 'not_affected',
};

/**
 * What `vulnerabilities[]` of a CycloneDX document (1.4 and later) claims. A vulnerability without analysis is listed,
 * not judged, and claims nothing. Products are what `affects[].ref` names: a `bom-ref` or a BOM-Link.
 */
export function cyclonedxVex(bom: JsonObject): VexStatement[] {
  const made = ownText(ownObject(bom, 'metadata'), 'timestamp');
  return ownList(bom, 'vulnerabilities').flatMap((vulnerability, index) =>
    isJsonObject(vulnerability) ? statementsOf(vulnerability, made, `/vulnerabilities/${index}`) : [],
  );
}

/** `made`: when the document was. */
function statementsOf(vulnerability: JsonObject, made: string | undefined, pointer: string): VexStatement[] {
  const id = ownText(vulnerability, 'id');
  const analysis = ownObject(vulnerability, 'analysis');
  const state = ownText(analysis, 'state') ?? '';
  const status = Object.hasOwn(STATES, state) ? STATES[state] : undefined;
  if (id === undefined || status === undefined) return [];
  const references = ownList(vulnerability, 'references').filter(isJsonObject);
  const aliases = references.flatMap((reference) => ownText(reference, 'id') ?? []);
  const justification = ownText(analysis, 'justification');
  const statement = ownText(analysis, 'detail');
  const judged = ['lastUpdated', 'firstIssued'].flatMap((key) => ownText(analysis, key) ?? []);
  const updated = ownText(vulnerability, 'updated');
  const timestamp = judged[0] ?? updated;
  const touched = judged.length > 0 ? judged : [updated, made].filter((time) => time !== undefined);
  const claims = affectsOf(vulnerability, status);
  return claims.map(({ products, versions, status: said }) => ({
    vulnerability: id,
    aliases,
    products,
    subcomponents: [],
    ...(versions.length === 0 ? {} : { versions }),
    status: said,
    ...(justification === undefined || said !== status ? {} : { justification }),
    ...(statement === undefined ? {} : { statement }),
    ...(timestamp === undefined ? {} : { timestamp }),
    ...(touched.length === 0 ? {} : { touched }),
    pointer,
  }));
}

interface Affected {
  readonly products: readonly string[];
  readonly versions: readonly string[];
  readonly status: Status;
}

/** One claim for the products in any version, and one for each state that versions of a product are said to be in. */
function affectsOf(vulnerability: JsonObject, status: Status): Affected[] {
  const affects = ownList(vulnerability, 'affects').filter(isJsonObject);
  const whole: string[] = [];
  const claims: Affected[] = [];
  for (const entry of affects) {
    const ref = ownText(entry, 'ref');
    if (ref === undefined) continue;
    const byStatus = new Map<Status, string[]>();
    for (const version of ownList(entry, 'versions').filter(isJsonObject)) {
      const named = ownText(version, 'version') ?? ownText(version, 'range');
      if (named === undefined) continue;
      const said = statusOf(own(version, 'status'), status);
      byStatus.set(said, [...(byStatus.get(said) ?? []), named]);
    }
    // Versions that cannot be read are some versions, never all of them.
    const stated = own(entry, 'versions') ?? [];
    if (Array.isArray(stated) && stated.length === 0) whole.push(ref);
    for (const [said, versions] of byStatus) claims.push({ products: [ref], versions, status: said });
  }
  return whole.length > 0 || claims.length === 0
    ? [{ products: whole, versions: [], status }, ...claims]
    : claims;
}

/** The state of one version (`affected` where none is given) within an analysis. */
function statusOf(version: unknown, analysis: Status): Status {
  const good = analysis === 'not_affected' || analysis === 'fixed';
  if (version === 'unknown') return 'under_investigation';
  if (version === 'unaffected') return good ? analysis : 'not_affected';
  return good ? 'affected' : analysis;
}
