import { ownText } from '../base/json-shape.ts';
import { listOf, type Spdx3Graph } from './spdx3-graph.ts';

/** Sets within sets; deeper is no licence but an attempt. */
const DEEPEST = 8;

/** A licence that is referred to, as an expression, a name, or `NONE` and `NOASSERTION`; `undefined` for no licence. */
export function spdx3License(graph: Spdx3Graph, reference: unknown, depth = 0): string | undefined {
  const id = graph.id(reference);
  if (id === undefined || depth > DEEPEST) return undefined;
  const individual = /(?:^|[/#_])(NoAssertion|None)(?:License|Element)?$/.exec(id)?.[1];
  if (individual !== undefined) return individual === 'None' ? 'NONE' : 'NOASSERTION';
  const listed = /^https?:\/\/spdx\.org\/licenses\/([A-Za-z0-9.+-]+)$/.exec(id)?.[1];
  const element = graph.find(id);
  if (element === undefined) return listed;
  const { part, type } = element;
  const members = () =>
    listOf(part, 'expandedlicensing_member').flatMap((one) => spdx3License(graph, one, depth + 1) ?? []);
  if (type.endsWith('ConjunctiveLicenseSet')) return `(${members().join(' AND ')})`;
  if (type.endsWith('DisjunctiveLicenseSet')) return `(${members().join(' OR ')})`;
  return (
    ownText(part, 'simplelicensing_licenseExpression') ??
    ownText(part, 'licenseExpression') ??
    listed ??
    ownText(part, 'licenseId') ??
    (/License(?:Ref)?$|SimpleLicensingText$|LicenseExpression$/.test(type)
      ? (ownText(part, 'name') ?? licenseRef(id))
      : undefined)
  );
}

function licenseRef(id: string): string | undefined {
  return /LicenseRef-[A-Za-z0-9.-]+$/.exec(id)?.[0];
}
