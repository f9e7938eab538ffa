import { isJsonObject, own, ownText } from '../base/json-shape.ts';
import type { VexStatement } from '../model/document.ts';
import { purlOf } from './spdx3-element.ts';
import { listOf, type Spdx3Graph } from './spdx3-graph.ts';

const STATUS: Readonly<Record<string, VexStatement['status']>> = {
  security_VexAffectedVulnAssessmentRelationship: 'affected',
  security_VexFixedVulnAssessmentRelationship: 'fixed',
  security_VexNotAffectedVulnAssessmentRelationship: 'not_affected',
  security_VexUnderInvestigationVulnAssessmentRelationship: 'under_investigation',
};

/** What the VEX relationships of the security profile claim: from a vulnerability, to products. */
export function spdx3Vex(graph: Spdx3Graph): VexStatement[] {
  return graph.elements.flatMap(({ type, part, pointer }) => {
    const status = Object.hasOwn(STATUS, type) ? STATUS[type] : undefined;
    const from = graph.id(own(part, 'from'));
    // What was withdrawn is no longer claimed.
    if (status === undefined || from === undefined || own(part, 'security_withdrawnTime') !== undefined)
      return [];
    const [vulnerability = from, ...aliases] = namesOf(graph, from);
    const justification = ownText(part, 'security_justificationType');
    const statement = ownText(part, 'security_impactStatement') ?? ownText(part, 'security_actionStatement');
    const times = ['security_modifiedTime', 'security_publishedTime'].flatMap(
      (key) => ownText(part, key) ?? [],
    );
    const [timestamp] = times;
    const products = listOf(part, 'to').flatMap((one) => {
      const id = graph.id(one);
      const found = id === undefined ? undefined : graph.find(id);
      const purl = found === undefined ? undefined : purlOf(found.part);
      return [...(id === undefined ? [] : [id]), ...(purl === undefined ? [] : [purl])];
    });
    return [
      {
        vulnerability,
        aliases,
        products,
        subcomponents: [],
        status,
        ...(justification === undefined ? {} : { justification }),
        ...(statement === undefined ? {} : { statement }),
        ...(timestamp === undefined ? {} : { timestamp, touched: times }),
        pointer,
      },
    ];
  });
}

/** Ids of a vulnerability: CVE and others before its name. */
function namesOf(graph: Spdx3Graph, id: string): string[] {
  const part = graph.find(id)?.part;
  if (part === undefined) return [];
  const ids = listOf(part, 'externalIdentifier').flatMap((one) =>
    isJsonObject(one) ? (ownText(one, 'identifier') ?? []) : [],
  );
  const name = ownText(part, 'name');
  return [...new Set([...ids, ...(name === undefined ? [] : [name])])];
}
