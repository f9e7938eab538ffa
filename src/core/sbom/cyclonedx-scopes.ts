import { isJsonObject, type JsonObject, ownList, ownObject, ownText } from '../base/json-shape.ts';
import type { Scope } from '../model/reading.ts';
import { SCOPES } from '../model/stated.ts';

/**
 * Name of the property that Loupe's export gives a component for each of its dependencies that is of a scope; its value is
 * the `bom-ref` of the other. CycloneDX has a scope of components, and none of dependencies.
 */
export const DEPENDENCY_SCOPE = 'loupe:dependency:';
/** Beside others of the same two components: a dependency of no scope. */
export const NO_SCOPE = 'unscoped';

/** Scopes of dependencies by both ends, see {@link dependencyKey}; empty for documents that Loupe did not write. */
export function dependencyScopes(root: JsonObject): ReadonlyMap<string, readonly (Scope | undefined)[]> {
  const scopes = new Map<string, (Scope | undefined)[]>();
  if (!isOurs(root)) return scopes;
  const open: unknown[] = [...ownList(root, 'components')];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    if (!isJsonObject(part)) continue;
    for (const inner of ownList(part, 'components')) open.push(inner ?? 0);
    const ref = ownText(part, 'bom-ref');
    if (ref === undefined) continue;
    for (const property of ownList(part, 'properties')) {
      const name = isJsonObject(property) ? ownText(property, 'name') : undefined;
      if (name?.startsWith(DEPENDENCY_SCOPE) !== true) continue;
      const word = name.slice(DEPENDENCY_SCOPE.length);
      const scope = SCOPES.find((one) => one === word);
      const to = isJsonObject(property) ? ownText(property, 'value') : undefined;
      if (to === undefined || (scope === undefined && word !== NO_SCOPE)) continue;
      const key = dependencyKey(ref, to);
      scopes.set(key, [...(scopes.get(key) ?? []), scope]);
    }
  }
  return scopes;
}

export function dependencyKey(from: string, to: string): string {
  return `${from}\0${to}`;
}

function isOurs(root: JsonObject): boolean {
  const tools = ownObject(ownObject(root, 'metadata'), 'tools');
  return ownList(tools, 'components').some((tool) => isJsonObject(tool) && ownText(tool, 'name') === 'loupe');
}
