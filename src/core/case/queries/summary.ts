import { displayName } from '../../base/names.ts';
import { kindTitle } from '../../sniff/sniff.ts';
import { dataStates } from '../advisories/data-page.ts';
import type { CaseModel } from '../model.ts';
import type { CaseSummary, MapTile } from '../views.ts';
import { ecosystemOf, ecosystemTitle } from './ecosystem.ts';
import { imageSummary } from './images.ts';

/** Tiles of one ecosystem and layer beyond which names are taken together by initial. */
const TILES = 12;

/** The case in one look. */
export function summary(model: CaseModel, version: number): CaseSummary {
  const images = model.images.map((image) => imageSummary(model, image));
  const imageSources = new Set(images.map(({ source }) => source));
  return {
    version,
    sources: model.sources.length,
    components: model.components.length,
    ecosystems: ecosystems(model),
    removedComponents: model.components.filter(
      ({ occurrences }) =>
        occurrences.some((at) => model.occurrences[at]?.state === 'removed') &&
        !occurrences.some((at) => model.occurrences[at]?.state === 'present'),
    ).length,
    relations: model.relations.from.length,
    attestations: model.attestations.length,
    documents: model.documents.length,
    images,
    others: model.sources
      .filter(({ id, parent }) => parent === undefined && !imageSources.has(id))
      .map(({ id, name, kind }) => ({ source: id, name: displayName(name), kindTitle: kindTitle(kind) })),
    entries: model.sources.reduce((sum, { entries }) => sum + entries, 0),
    diagnostics: {
      error: model.diagnostics.filter(({ severity }) => severity === 'error').length,
      warning: model.diagnostics.filter(({ severity }) => severity === 'warning').length,
      info: model.diagnostics.filter(({ severity }) => severity === 'info').length,
    },
    notFullyInspected: notFullyInspected(model),
    locked: model.sources.flatMap(({ id, name, locked }) =>
      locked === 0 ? [] : [{ source: id, name: displayName(name), entries: locked }],
    ),
    map: tiles(model),
    advisories: {
      states: model.advisories.data.some(({ used }) => used) ? dataStates(model) : undefined,
      unused: model.advisories.data
        .filter(({ used }) => !used)
        .map(({ source, name }) => ({ source, name: displayName(name) })),
    },
  };
}

/** Codes of diagnostics that say that bytes are missing or not the ones that were written. */
const DAMAGE = /truncated|corrupt|crc|checksum|missing|absent|-cut|short|out-of-range|damaged/;

function notFullyInspected({ sources, diagnostics }: CaseModel): CaseSummary['notFullyInspected'] {
  const damaged = new Set(
    diagnostics
      .filter(({ severity, code }) => severity === 'error' && DAMAGE.test(code))
      .map(({ source, message }) => `${source}\0${message}`),
  );
  return sources.flatMap(({ id, notInspected }) =>
    notInspected.map((sentence) => ({
      source: id,
      sentence: displayName(sentence),
      incomplete: damaged.has(`${id}\0${sentence}`),
    })),
  );
}

function ecosystems(model: CaseModel): CaseSummary['ecosystems'] {
  const counts = new Map<string, { components: number; places: number }>();
  for (const component of model.components) {
    const present = component.occurrences.filter((at) => model.occurrences[at]?.state === 'present').length;
    if (present === 0) continue;
    const ecosystem = ecosystemOf(component);
    const count = counts.get(ecosystem) ?? { components: 0, places: 0 };
    counts.set(ecosystem, { components: count.components + 1, places: count.places + present });
  }
  return [...counts]
    .map(([ecosystem, count]) => ({ ecosystem, ...count }))
    .sort((a, b) => b.components - a.components || (a.ecosystem < b.ecosystem ? -1 : 1));
}

/** Components of the final trees by layer and ecosystem; large groups by scope or initial. */
function tiles(model: CaseModel): MapTile[] {
  const groups = new Map<string, { group: string; layer: string; ecosystem: string; names: string[] }>();
  const manyTrees =
    new Set(model.occurrences.filter(({ state }) => state === 'present').map(({ tree }) => tree)).size > 1;
  const treeNames = new Map(model.trees.map(({ id, name }) => [id, name]));
  for (const component of model.components) {
    for (const at of component.occurrences) {
      const place = model.occurrences[at];
      if (place?.state !== 'present') continue;
      const layer = place.layer === undefined ? '' : String(place.layer + 1);
      const tree = manyTrees ? (treeNames.get(place.tree) ?? '') : '';
      const group = [tree, layer === '' ? '' : `Layer ${layer}`].filter(Boolean).join(', ');
      const ecosystem = ecosystemOf(component);
      const key = `${group}\0${ecosystem}`;
      const found = groups.get(key) ?? { group, layer, ecosystem, names: [] };
      found.names.push(component.name);
      groups.set(key, found);
    }
  }
  return [...groups.values()].flatMap(({ group, layer, ecosystem, names }) =>
    shares(names).map(
      ([label, count]): MapTile => ({
        group,
        ecosystem,
        label: label === '' ? ecosystemTitle(ecosystem) : displayName(label),
        count,
        target: {
          view: 'components',
          filter: { ecosystem: [ecosystem], ...(layer === '' ? {} : { layer: [layer] }) },
        },
      }),
    ),
  );
}

/** One share, or up to {@link TILES}: npm scopes that stand out, the rest by runs of initials of like weight. */
function shares(names: readonly string[]): [label: string, count: number][] {
  if (names.length <= 2 * TILES || !names.some((name) => name.startsWith('@'))) {
    if (names.length <= 150) return [['', names.length]];
  }
  const scopes = new Map<string, number>();
  const plain: string[] = [];
  for (const name of names) {
    const scope = /^(@[^/]+)\//.exec(name)?.[1];
    if (scope === undefined) plain.push(name.toLowerCase());
    else scopes.set(scope, (scopes.get(scope) ?? 0) + 1);
  }
  const standing = [...scopes].sort((a, b) => b[1] - a[1]).slice(0, TILES / 2);
  const others = [...scopes].slice().filter(([scope]) => !standing.some(([name]) => name === scope));
  const rest = others.reduce((sum, [, count]) => sum + count, 0);
  const out: [string, number][] = [...standing];
  if (rest > 0) out.push(['other scopes', rest]);
  plain.sort();
  const runs = Math.min(TILES / 2, Math.ceil(plain.length / 20));
  for (let i = 0; i < runs; i++) {
    const from = Math.floor((i * plain.length) / runs);
    const to = Math.floor(((i + 1) * plain.length) / runs);
    const [first, last] = [plain[from]?.slice(0, 2) ?? '', plain[to - 1]?.slice(0, 2) ?? ''];
    if (to > from) out.push([`${first} to ${last}`, to - from]);
  }
  return out;
}
