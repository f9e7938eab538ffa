import { type Limits, limitFault } from '../base/limits.ts';
import type { Fault } from '../base/result.ts';
import type { RelationOf, Requirement } from '../model/reading.ts';
import { type Alternative, alternativeText, meets, parseDepends } from './debian-depends.ts';
import { unmetFaults } from './unmet.ts';

/** What decides whether an installed package satisfies another's relationship field. */
export interface InstalledPackage {
  readonly ref: string;
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  readonly multiArch: string | undefined;
  /** `name` or `name (= version)`. */
  readonly provides: readonly string[];
  readonly requires: readonly Requirement[];
}

/** Candidates looked at for each edge kept, at most: a crafted database must not cost the product of its names. */
const LOOKS_PER_EDGE = 8;

/**
 * Relations from the relationship fields of installed packages, by dpkg's rules (Debian Policy 7.1, 7.5; dpkg(1) on
 * Multi-Arch): one for each alternative that an installed package satisfies, by its own name, else by every package
 * that provides it.
 */
export function dpkgEdges(
  packages: readonly InstalledPackage[],
  limits: Limits,
): {
  readonly relations: readonly RelationOf[];
  readonly unmet: readonly Requirement[];
  readonly faults: readonly Fault[];
} {
  const index = new Installed(packages);
  const relations = new Map<string, RelationOf>();
  const unmet: Requirement[] = [];
  for (const from of packages) {
    for (const requirement of from.requires) {
      const alternatives = requirement.anyOf.flatMap(alternativeOf);
      const asked = alternatives.map(alternativeText).join(' | ');
      const satisfying = new Set(alternatives.flatMap((alternative) => index.satisfying(alternative, from)));
      if (satisfying.size === 0 && requirement.scope === 'runtime')
        unmet.push({ ...requirement, from: from.ref });
      satisfying.delete(from);
      if (
        relations.size + satisfying.size > limits.graphEdges ||
        index.looked > limits.graphEdges * LOOKS_PER_EDGE
      ) {
        const tooMany = limitFault('graphEdges', limits, 'The dpkg database gives too many relations.', {
          kept: 'before',
        });
        return { relations: [...relations.values()], unmet, faults: [tooMany] };
      }
      for (const to of satisfying) addEdge(relations, from, to, requirement, asked);
    }
  }
  const faults = unmetFaults('dpkg.unmet', unmet.length, 'of Debian packages', 'among the installed ones');
  return { relations: [...relations.values()], unmet, faults };
}

function addEdge(
  relations: Map<string, RelationOf>,
  from: InstalledPackage,
  to: InstalledPackage,
  { scope, rawKind }: Requirement,
  asked: string,
): void {
  const key = `${rawKind}\n${from.ref}\n${to.ref}`;
  const before = relations.get(key)?.asked;
  relations.set(key, {
    from: from.ref,
    to: to.ref,
    // What is only recommended or suggested is no dependency: nothing breaks without it.
    ...(scope === 'optional' ? { kind: 'other' } : { kind: 'dependsOn', scope }),
    rawKind,
    how: 'derived',
    asked: before === undefined ? asked : `${before}, ${asked}`,
  });
}

/** Reads an alternative back from a requirement. */
function alternativeOf({ name, constraint }: Requirement['anyOf'][number]): readonly Alternative[] {
  return parseDepends(constraint === undefined ? name : `${name} (${constraint})`)[0] ?? [];
}

/** Installed packages by their names and by the names they provide. */
class Installed {
  readonly #byName = new Map<string, InstalledPackage[]>();
  readonly #providers = new Map<
    string,
    { readonly by: InstalledPackage; readonly version: string | undefined }[]
  >();
  /** Architecture that packages for all architectures count as. */
  readonly #native: string | undefined;
  /** Candidates looked at so far. */
  looked = 0;

  constructor(packages: readonly InstalledPackage[]) {
    this.#native = packages.find(({ name }) => name === 'dpkg')?.architecture;
    for (const by of packages) {
      const namesakes = this.#byName.get(by.name) ?? [];
      namesakes.push(by);
      this.#byName.set(by.name, namesakes);
      for (const [provided] of by.provides.flatMap((text) => parseDepends(text))) {
        if (provided === undefined) continue;
        const known = this.#providers.get(provided.name) ?? [];
        known.push({ by, version: provided.constraint?.version });
        this.#providers.set(provided.name, known);
      }
    }
  }

  satisfying(asked: Alternative, from: InstalledPackage): readonly InstalledPackage[] {
    const namesakes = this.#byName.get(asked.name) ?? [];
    const providing = this.#providers.get(asked.name) ?? [];
    this.looked += namesakes.length + providing.length;
    const real = namesakes.filter(
      (one) => this.#fitsArchitecture(asked, from, one) && meets(one.version, asked.constraint),
    );
    if (real.length > 0) return real;
    const providers = providing.filter(({ by, version }) => {
      // An unversioned Provides satisfies no versioned dependency (Policy 7.5).
      const right =
        asked.constraint === undefined || (version !== undefined && meets(version, asked.constraint));
      return right && this.#fitsArchitecture(asked, from, by);
    });
    return providers.map(({ by }) => by);
  }

  #fitsArchitecture(asked: Alternative, from: InstalledPackage, one: InstalledPackage): boolean {
    const own = one.architecture === 'all' ? this.#native : one.architecture;
    const wanted = from.architecture === 'all' ? this.#native : from.architecture;
    if (one.multiArch === 'foreign' || own === undefined || wanted === undefined) return true;
    if (asked.qualifier === 'any') return one.multiArch === 'allowed' || own === wanted;
    return own === (asked.qualifier === undefined || asked.qualifier === 'native' ? wanted : asked.qualifier);
  }
}
