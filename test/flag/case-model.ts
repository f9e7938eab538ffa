import type { CaseModel, Component, Occurrence } from '../../src/core/case/model.ts';
import { NO_SETTINGS } from '../../src/core/case/settings.ts';

/** A model made by hand, for what only looks at components and relations. */
export function modelOf(
  components: readonly {
    readonly purl: string;
    readonly name: string;
    readonly version?: string;
    readonly state?: Occurrence['state'];
    /** Purls it asks for. */
    readonly asks?: readonly string[];
  }[],
  parts: Partial<CaseModel> = {},
): CaseModel {
  const index = new Map(components.map(({ purl }, i) => [purl, i]));
  const edges = components.flatMap(({ asks = [] }, from) =>
    asks.map((purl) => [from, index.get(purl) ?? 0] as const),
  );
  const all = <T>(value: T): T[] => edges.map(() => value);
  return {
    sources: [],
    advisories: { data: [], matches: [], superseded: new Map(), considered: new Map(), states: [], vex: [] },
    records: [],
    contents: new Map(),
    externals: [],
    trees: [],
    images: [],
    components: components.map(
      ({ purl, name, version }, i): Component => ({
        key: purl,
        type: 'library',
        name,
        version,
        purl,
        occurrences: [i],
      }),
    ),
    occurrences: components.map(
      ({ purl, name, state = 'present' }, component): Occurrence => ({
        component,
        tree: 't',
        source: 's',
        path: `node_modules/${name}/package.json`,
        state,
        layer: undefined,
        removedIn: undefined,
        pointer: undefined,
        how: 'measured',
        ownedBy: undefined,
        cataloger: 'npm-installed',
        ref: purl,
        facts: [],
      }),
    ),
    relations: {
      from: Uint32Array.from(edges.map(([from]) => from)),
      to: Uint32Array.from(edges.map(([, to]) => to)),
      kind: all('dependsOn' as const),
      scope: all('runtime' as const),
      rawKind: all('dependencies'),
      how: all('stated' as const),
      asked: all(undefined),
    },
    documents: [],
    observations: [],
    attestations: [],
    roots: [],
    settings: NO_SETTINGS,
    diagnostics: [],
    ...parts,
  };
}
