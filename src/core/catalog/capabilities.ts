import { type Limits, limitFault } from '../base/limits.ts';
import { normalizePath } from '../base/names.ts';
import type { Fault } from '../base/result.ts';
import type { RelationOf, Requirement } from '../model/reading.ts';

/** An installed package, with the names under which others may ask for it. */
export interface SystemPackage {
  readonly ref: string;
  readonly name: string;
  readonly version: string;
  /** `name` or `name = version`. */
  readonly provides: readonly string[];
  readonly requires: readonly Requirement[];
  /** Files it claims, without leading `/`. */
  readonly paths: readonly string[];
}

export interface Asked {
  readonly name: string;
  /** `>= 1.2`. */
  readonly constraint?: string;
}

export interface CapabilityRules {
  /** Whether a version that a package has, or provides a name with, is what is asked for. */
  meets(version: string | undefined, constraint: string | undefined): boolean;
  /** Names that no package has to provide. */
  isGiven?(name: string): boolean;
  /** The names of an expression that asks for packages under conditions; `undefined` for a plain name. */
  namesIn?(expression: string): readonly Asked[] | undefined;
}

/** Candidates looked at for each edge kept, at most: a crafted database must not cost the product of its names. */
const LOOKS_PER_EDGE = 8;

/**
 * Relations between installed packages that ask for names: of a package, of what one provides, or of a file. A package
 * of the name asked for comes before those that only provide it.
 */
export function capabilityEdges(
  packages: readonly SystemPackage[],
  limits: Limits,
  rules: CapabilityRules,
): {
  readonly relations: readonly RelationOf[];
  readonly unmet: readonly Requirement[];
  readonly faults: readonly Fault[];
} {
  const index = new Capabilities(packages, rules);
  const relations = new Map<string, RelationOf>();
  const unmet: Requirement[] = [];
  for (const { ref, requires } of packages) {
    for (const requirement of requires) {
      const { found, conditional } = index.satisfying(requirement.anyOf);
      if (found.size === 0 && !conditional && requirement.scope === 'runtime') unmet.push(requirement);
      found.delete(ref);
      if (
        relations.size + found.size > limits.graphEdges ||
        index.looked > limits.graphEdges * LOOKS_PER_EDGE
      ) {
        const tooMany = limitFault('graphEdges', limits, 'The package database gives too many relations.', {
          kept: 'before',
        });
        return { relations: [...relations.values()], unmet, faults: [tooMany] };
      }
      for (const to of found) addEdge(relations, ref, to, requirement);
    }
  }
  return { relations: [...relations.values()], unmet, faults: [] };
}

function addEdge(
  relations: Map<string, RelationOf>,
  from: string,
  to: string,
  { anyOf, scope, rawKind }: Requirement,
): void {
  const asked = anyOf
    .map(({ name, constraint }) => (constraint === undefined ? name : `${name} ${constraint}`))
    .join(' | ');
  const key = `${rawKind}\n${from}\n${to}`;
  const before = relations.get(key)?.asked;
  const all = before === undefined ? asked : `${before}, ${asked}`;
  relations.set(key, { from, to, kind: 'dependsOn', scope, rawKind, how: 'derived', asked: all });
}

interface Provider {
  readonly ref: string;
  readonly version: string | undefined;
}

/** Packages that provide one name are few; beyond this nobody could tell which is meant. */
const MOST_PROVIDERS = 32;

/** Installed packages by the names that others may ask for. */
class Capabilities {
  readonly #rules: CapabilityRules;
  readonly #byName = new Map<string, Provider[]>();
  readonly #provided = new Map<string, Provider[]>();
  readonly #byFile = new Map<string, string[]>();
  /** Candidates looked at so far. */
  looked = 0;

  constructor(packages: readonly SystemPackage[], rules: CapabilityRules) {
    this.#rules = rules;
    for (const { ref, name, version, provides } of packages) {
      push(this.#byName, name, { ref, version });
      for (const text of provides) {
        const [provided = '', own] = text.split(' = ', 2);
        push(this.#provided, provided, { ref, version: own });
      }
    }
    this.#indexFiles(packages);
  }

  /** Who satisfies any of these; `conditional` when nobody may have to. */
  satisfying(anyOf: readonly Asked[]): { readonly found: Set<string>; readonly conditional: boolean } {
    const found = new Set<string>();
    let conditional = false;
    for (const { name, constraint } of anyOf) {
      const inside = this.#rules.namesIn?.(name);
      conditional ||= inside !== undefined || this.#rules.isGiven?.(name) === true;
      for (const asked of inside ?? [{ name, ...(constraint === undefined ? {} : { constraint }) }])
        for (const ref of this.#satisfyingOne(asked)) found.add(ref);
    }
    return { found, conditional };
  }

  #satisfyingOne({ name, constraint }: Asked): readonly string[] {
    const real = this.#meeting(this.#byName.get(name), constraint);
    if (real.length > 0) return real;
    const provided = this.#meeting(this.#provided.get(name), constraint);
    if (provided.length > 0 || !name.startsWith('/')) return provided;
    return this.#byFile.get(normalizePath(name)) ?? [];
  }

  #meeting(providers: readonly Provider[] = [], constraint: string | undefined): readonly string[] {
    this.looked += providers.length;
    return providers.filter(({ version }) => this.#rules.meets(version, constraint)).map(({ ref }) => ref);
  }

  /** Only files that somebody asks for are kept; `/bin/sh` may be claimed as `/usr/bin/sh`. */
  #indexFiles(packages: readonly SystemPackage[]): void {
    const wanted = new Map<string, string>();
    for (const { requires } of packages) {
      for (const { anyOf } of requires) {
        for (const { name } of anyOf) {
          if (!name.startsWith('/')) continue;
          const path = normalizePath(name);
          wanted.set(path, path);
          if (/^(?:bin|sbin|lib|lib64)\//.test(path)) wanted.set(`usr/${path}`, path);
        }
      }
    }
    if (wanted.size === 0) return;
    for (const { ref, paths } of packages) {
      for (const path of paths) {
        const asked = wanted.get(path);
        if (asked !== undefined) push(this.#byFile, asked, ref);
      }
    }
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else if (known.length < MOST_PROVIDERS) known.push(value);
}
