import { isJsonObject, type JsonObject, own, ownList, ownObject, ownText } from '../base/json-shape.ts';
import { DEFAULT_LIMITS, type Limits, limitFault } from '../base/limits.ts';
import type { Serialization } from '../model/document.ts';
import { componentFacts, componentType, serviceFacts } from './cyclonedx-component.ts';
import { completeness, documentParties, externalDocuments, lifecycles } from './cyclonedx-head.ts';
import { dependencyKey, dependencyScopes } from './cyclonedx-scopes.ts';
import { cyclonedxScan } from './cyclonedx-vdr.ts';
import { cyclonedxVex } from './cyclonedx-vex.ts';
import type { DocumentHead, StatedBuilder } from './stated-builder.ts';

/** How a part of the document is pointed at: by JSON pointer, or by the line of the element it was made of. */
export type Where = (part: JsonObject, pointer: string) => string;

/** A component or service inside another can lie this deep; each level is two of JSON. */
const NESTED = (limits: Limits) => Math.floor(limits.jsonDepth / 2);

interface Waiting {
  readonly part: JsonObject;
  readonly pointer: string;
  readonly parent: number | undefined;
  readonly depth: number;
  readonly list: 'components' | 'services';
}

/**
 * Reads a CycloneDX document in its JSON shape (ECMA-424; XML is brought into the same shape): components at every
 * depth, services, relations, and what it says of itself. Nesting is containment, never dependency.
 */
export function readCyclonedx(
  builder: StatedBuilder,
  root: JsonObject,
  serialization: Serialization,
  where: Where = (_part, pointer) => pointer,
  limits: Limits = DEFAULT_LIMITS,
): DocumentHead {
  const metadata = ownObject(root, 'metadata');
  const described = own(metadata, 'component');
  const describes: string[] = [];
  if (isJsonObject(described)) {
    const number = readTree(
      builder,
      [waiting(described, '/metadata/component', 'components')],
      where,
      limits,
    );
    if (number !== undefined) describes.push(String(number));
  }
  for (const list of ['components', 'services'] as const) {
    for (const [i, part] of ownList(root, list).entries())
      if (isJsonObject(part)) readTree(builder, [waiting(part, `/${list}/${i}`, list)], where, limits);
  }
  builder.listed();
  readDependencies(builder, root);
  const serialNumber = ownText(root, 'serialNumber');
  const version = own(root, 'version');
  const title = describes.length === 0 ? undefined : titleOf(isJsonObject(described) ? described : {});
  const created = ownText(metadata, 'timestamp');
  const parties = documentParties(metadata);
  const reported = cyclonedxScan(root, parties, limits);
  for (const one of reported?.faults ?? []) builder.report(one);
  return {
    format: 'CycloneDX',
    version: ownText(root, 'specVersion') ?? '',
    serialization,
    ...(serialNumber === undefined
      ? {}
      : { id: Number.isSafeInteger(version) ? `${serialNumber}/${version}` : serialNumber }),
    ...(title === undefined ? {} : { title }),
    ...(created === undefined ? {} : { created }),
    parties,
    lifecycles: lifecycles(metadata),
    describes,
    completeness: completeness(root, (ref) => builder.find(ref)),
    external: externalDocuments(root),
    vex: cyclonedxVex(root),
    ...(reported === undefined ? {} : { scan: reported.scan }),
  };
}

function waiting(part: JsonObject, pointer: string, list: Waiting['list']): Waiting {
  return { part, pointer, parent: undefined, depth: 1, list };
}

function titleOf(component: JsonObject): string | undefined {
  const name = ownText(component, 'name');
  const version = ownText(component, 'version');
  return name === undefined || version === undefined ? name : `${name} ${version}`;
}

/** Reads parts and all that is nested in them, in document order; the last waiting is the first read. */
function readTree(
  builder: StatedBuilder,
  stack: Waiting[],
  where: Where,
  limits: Limits,
): number | undefined {
  let first: number | undefined;
  for (let next = stack.pop(); next !== undefined && !builder.full; next = stack.pop()) {
    const { part, pointer, parent, depth, list } = next;
    const number = builder.component({
      type: list === 'services' ? 'service' : componentType(ownText(part, 'type')),
      name: ownText(part, 'name') ?? '',
      version: ownText(part, 'version'),
      purl: ownText(part, 'purl'),
      pointer: where(part, pointer),
      localId: ownText(part, 'bom-ref'),
      uncounted: list === 'services',
    });
    if (number === undefined) break;
    first ??= number;
    if (list === 'services') serviceFacts(builder, number, part);
    else componentFacts(builder, number, part);
    if (parent !== undefined)
      builder.relate(parent, number, { kind: 'contains', rawKind: list, pointer, uncounted: true });
    const nested = ownList(part, list);
    if (nested.length === 0) continue;
    if (depth >= NESTED(limits)) {
      builder.report(
        limitFault('jsonDepth', limits, `At ${pointer}, ${list} are nested too deep.`, {
          offset: 0,
          kept: 'before',
        }),
      );
      continue;
    }
    for (let i = nested.length - 1; i >= 0; i--) {
      const child = nested[i];
      if (isJsonObject(child))
        stack.push({
          part: child,
          pointer: `${pointer}/${list}/${i}`,
          parent: number,
          depth: depth + 1,
          list,
        });
    }
  }
  return first;
}

const DEPENDS_ON = { kind: 'dependsOn', rawKind: 'dependsOn' } as const;

/** Something not listed says nothing of its dependencies; something listed with none is stated to have none. */
function readDependencies(builder: StatedBuilder, root: JsonObject): void {
  const scopes = dependencyScopes(root);
  ownList(root, 'dependencies').forEach((entry, i) => {
    const ref = isJsonObject(entry) ? ownText(entry, 'ref') : undefined;
    if (!isJsonObject(entry) || ref === undefined) return;
    const from = builder.find(ref) ?? ref;
    const dependsOn = ownList(entry, 'dependsOn');
    dependsOn.forEach((to, k) => {
      if (typeof to !== 'string') return;
      // Where a relation stands is told of one that leads nowhere; a large document has hundreds of thousands.
      const target = typeof from === 'number' ? builder.find(to) : undefined;
      const scoped = scopes.size === 0 ? undefined : scopes.get(dependencyKey(ref, to));
      if (scoped !== undefined)
        for (const scope of scoped) builder.relate(from, target ?? to, { ...DEPENDS_ON, scope });
      else if (target !== undefined) builder.relate(from, target, DEPENDS_ON);
      else {
        const pointer = `/dependencies/${i}/dependsOn/${k}`;
        builder.relate(from, to, { ...DEPENDS_ON, pointer });
      }
    });
    ownList(entry, 'provides').forEach((to, k) => {
      if (typeof to !== 'string') return;
      const pointer = `/dependencies/${i}/provides/${k}`;
      builder.relate(from, to, { kind: 'other', rawKind: 'provides', pointer });
    });
    if (dependsOn.length === 0 && typeof from === 'number')
      builder.absent(from, 'dependencies', 'NONE', { pointer: `/dependencies/${i}` });
  });
}

/** Every `bom-ref` anywhere in the document: not only components have one. */
export function allRefs(root: JsonObject): ReadonlySet<string> {
  const refs = new Set<string>();
  const open: unknown[] = [root];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (Array.isArray(value)) for (const item of value) open.push(item ?? 0);
    else if (isJsonObject(value)) {
      const ref = ownText(value, 'bom-ref');
      if (ref !== undefined) refs.add(ref);
      for (const key of Object.keys(value)) {
        const inner = value[key];
        if (typeof inner === 'object' && inner !== null) open.push(inner);
      }
    }
  }
  return refs;
}
