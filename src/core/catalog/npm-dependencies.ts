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
export function declaredDependencies(manifest: JsonObject, withDev: boolean): readonly DeclaredDependency[] {
  const out = new Map<string, DeclaredDependency>();
  const add = (rawKind: string, scopeOf: (name: string) => Scope) => {
    for (const [name, range] of textEntries(ownObject(manifest, rawKind))) {
      if (!out.has(name) && isFolderName(name)) out.set(name, { name, range, scope: scopeOf(name), rawKind });
    }
  };
  const peers = ownObject(manifest, 'peerDependenciesMeta');
  add('optionalDependencies', () => 'optional');
  add('dependencies', () => 'runtime');
  add('peerDependencies', (name) => (isOptionalPeer(peers, name) ? 'optional' : 'peer'));
  if (withDev) add('devDependencies', () => 'dev');
  return [...out.values()];
}

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
