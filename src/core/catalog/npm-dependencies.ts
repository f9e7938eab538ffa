import { isJsonObject, type JsonObject, own, ownObject, textEntries } from '../base/json-shape.ts';
import type { Scope } from '../model/reading.ts';

/** One dependency that a package manifest, or a lockfile's copy of it, declares. */
export interface DeclaredDependency {
  /** Name of the folder in `node_modules` that is asked for; an alias keeps its own name. */
  readonly name: string;
  readonly range: string;
  readonly scope: Scope;
  readonly rawKind: string;
}

/**
 * What a manifest declares, one row a name. `optionalDependencies` override `dependencies` (package.json, npm docs);
 * else the strongest kind wins: a runtime dependency that is also a peer or dev dependency is one of runtime.
 */
export function* declaredDependencies(manifest: JsonObject, withDev: boolean): Generator<DeclaredDependency> {
  const peers = ownObject(manifest, 'peerDependenciesMeta');
  const seen = new Set<string>();
  for (const [rawKind, scope] of withDev ? [...KINDS, DEV] : KINDS) {
    for (const [name, range] of textEntries(ownObject(manifest, rawKind))) {
      if (seen.has(name) || !isFolderName(name)) continue;
      seen.add(name);
      yield {
        name,
        range,
        scope: scope === 'peer' && isOptionalPeer(peers, name) ? 'optional' : scope,
        rawKind,
      };
    }
  }
}

/**
 * Whether what is asked for is an address and no version of a registry (npm docs, package.json: dependencies): of a
 * repository, `user/repo` included, or of an archive. Files beside the project and other names in the registry are none.
 */
export function isAddress(range: string): boolean {
  return /^(?:git(?:\+[a-z]+)?:|git@|(?:github|gitlab|bitbucket|gist):|https?:|[\w-][\w.-]*\/[\w.-]+(?:#|$))/i.test(
    range.trim(),
  );
}

const KINDS: readonly (readonly [rawKind: string, scope: Scope])[] = [
  ['optionalDependencies', 'optional'],
  ['dependencies', 'runtime'],
  ['peerDependencies', 'peer'],
];
const DEV = ['devDependencies', 'dev'] as const;

function isOptionalPeer(peers: JsonObject, name: string): boolean {
  const meta = own(peers, name);
  return isJsonObject(meta) && own(meta, 'optional') === true;
}

/** `name` or `@scope/name`: one or two path segments that stay where they are put. */
function isFolderName(name: string): boolean {
  const segments = name.split('/');
  return (
    segments.length === (name.startsWith('@') ? 2 : 1) &&
    segments.every((segment) => segment !== '' && segment !== '.' && segment !== '..')
  );
}
