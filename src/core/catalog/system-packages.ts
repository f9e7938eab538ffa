import { groupBy } from '../base/group.ts';
import { fault } from '../base/result.ts';
import type { Tree } from '../image/tree.ts';
import type { FactOf, Found, Reading } from '../model/reading.ts';
import { type CapabilityRules, capabilityEdges, type SystemPackage } from './capabilities.ts';
import { carryOver } from './carry-over.ts';
import { resolveByFate } from './resolve-default.ts';
import type { Distro, FileReading, ResolveContext } from './types.ts';
import { unmetFaults } from './unmet.ts';

/** What is particular to one package manager. */
export interface SystemRules extends CapabilityRules {
  /** What the codes of its faults begin with: `apk`. */
  readonly code: string;
  /** Ends a sentence: `of Alpine packages`. */
  readonly whose: string;
  /** `fact` gives what the database says of the package. */
  purlOf(
    found: Found,
    fact: (field: string) => string | undefined,
    distro: Distro | undefined,
  ): string | undefined;
}

/**
 * Turns the databases of all layers into packages, with package URLs that name the distribution and edges between
 * those that are present. Where a later version of a database was not read whole, what it does not list is not called
 * removed.
 */
export function resolveSystem(
  tree: Tree,
  readings: readonly FileReading[],
  { distro, limits }: ResolveContext,
  rules: SystemRules,
): Reading {
  const { files, unread } = carryOver(tree, readings);
  const base = resolveByFate(tree, files);
  const facts = groupBy(base.facts, ({ subject }) => subject);
  const found = base.found.map((one) => {
    const mine = facts.get(one.ref) ?? [];
    const purl = rules.purlOf(one, (field) => textsOf(mine, field)[0], distro);
    return purl === undefined ? one : { ...one, purl };
  });
  const present = found.filter(({ place }) => place.state === 'present');
  const packages = installed(present, base, facts);
  const edges = capabilityEdges(packages, limits, rules);
  return {
    ...base,
    found,
    relations: [...base.relations, ...edges.relations],
    requires: edges.unmet,
    diagnostics: [
      ...unread.map(({ path, by, layer }) =>
        fault(
          `${rules.code}.database-not-read`,
          'error',
          `Layer ${by} replaces "${path}", but its version was not read; packages are listed as of layer ${layer}.`,
          { entry: path },
        ),
      ),
      ...edges.faults,
      ...unmetFaults(`${rules.code}.unmet`, edges.unmet.length, rules.whose, 'among the installed ones'),
    ],
  };
}

function textsOf(facts: readonly FactOf[], field: string): readonly string[] {
  return facts.flatMap((fact) =>
    fact.field === field && typeof fact.value === 'string' ? [fact.value] : [],
  );
}

function installed(
  present: readonly Found[],
  base: Reading,
  facts: ReadonlyMap<string, readonly FactOf[]>,
): readonly SystemPackage[] {
  const requires = groupBy(base.requires, ({ from }) => from);
  const owns = groupBy(base.owns, ({ owner }) => owner);
  return present.map(({ ref, name, version }) => ({
    ref,
    name,
    version: version ?? '',
    provides: textsOf(facts.get(ref) ?? [], 'provides'),
    requires: requires.get(ref) ?? [],
    paths: (owns.get(ref) ?? []).flatMap(({ paths }) => paths),
  }));
}
