import { groupBy } from '../../base/group.ts';
import type { ReportedVulnerability, ScanReport } from '../../model/scan.ts';
import type { AdvisoryMatch } from '../advisories/conclude.ts';
import { supersededSentence } from '../advisories/superseded.ts';
import { namesOf } from '../advisories/vex.ts';
import type { CaseDocument, CaseModel } from '../model.ts';
import { describedBy } from '../reconcile/describes.ts';
import { PackageIndex } from './package-index.ts';
import type { HeldScan, ScanRow, WhyNotHere, WhyNotThere } from './types.ts';

const kept = new WeakMap<CaseModel, readonly HeldScan[]>();

/**
 * Holds every report of another scanner against what Loupe found itself: both say so, only the scanner does and why
 * Loupe does not, only Loupe does. Joined by package and by any name of the vulnerability. Reports are claims: no
 * finding, state or verdict looks at this. Equal cases give equal answers, in whatever order they were dropped.
 */
export function heldScans(model: CaseModel): readonly HeldScan[] {
  let known = kept.get(model);
  if (known === undefined) {
    known = model.documents.flatMap((document) =>
      document.scan === undefined ? [] : [hold(model, document, document.scan)],
    );
    kept.set(model, known);
  }
  return known;
}

function hold(model: CaseModel, document: CaseDocument, scan: ScanReport): HeldScan {
  const described = describedBy(model, document);
  const trees = new Set(described.map(({ tree }) => tree.id));
  const inside = (component: number) =>
    trees.size === 0 ||
    model.components[component]?.occurrences.some((at) => isInside(model, at, trees)) === true;
  const packages = new PackageIndex(model, document, inside);
  const byComponent = groupBy(model.advisories.matches, ({ component }) => component);
  const joined = new Map<AdvisoryMatch, JoinedRow[]>();
  const alone: AloneRow[] = [];
  for (const said of scan.vulnerabilities) {
    const located = packages.locate(said.package);
    if ('why' in located) {
      alone.push({ said, component: undefined, join: undefined, why: located.why });
      continue;
    }
    const names = new Set([said.id, ...said.aliases]);
    for (const component of located.components) {
      const match = byComponent.get(component)?.find((one) => namesOf(one).some((name) => names.has(name)));
      if (match === undefined)
        alone.push({ said, component, join: located.join, why: whyNot(model, component, names) });
      else joined.set(match, [...(joined.get(match) ?? []), { said, join: located.join }]);
    }
  }
  const rows = [
    ...[...joined].map(([match, sides]) => together(match, sides)),
    ...merged(alone),
    ...model.advisories.matches
      .filter((match) => match.vex?.suppressed === undefined && !joined.has(match) && inside(match.component))
      .map((match) => onlyHere(model, match)),
  ];
  const of = (state: ScanRow['state']) => rows.filter((row) => row.state === state).length;
  const [first] = described;
  return {
    document: document.source,
    by: first?.by,
    trees: [...trees],
    otherDigests: first?.otherDigests ?? [],
    rows,
    counts: { both: of('both'), 'only-scanner': of('only-scanner'), 'only-loupe': of('only-loupe') },
  };
}

/** A place in one of the trees, or in an archive that lies in one. */
function isInside(model: CaseModel, at: number, trees: ReadonlySet<string>): boolean {
  const place = model.occurrences[at];
  return (
    place !== undefined &&
    (trees.has(place.tree) || (place.layersOf !== undefined && trees.has(place.layersOf)))
  );
}

interface JoinedRow {
  readonly said: ReportedVulnerability;
  readonly join: NonNullable<ScanRow['join']>;
}

interface AloneRow {
  readonly said: ReportedVulnerability;
  readonly component: number | undefined;
  readonly join: ScanRow['join'];
  readonly why: WhyNotHere;
}

function together(match: AdvisoryMatch, sides: readonly JoinedRow[]): ScanRow {
  const said = sides.map((one) => one.said);
  const { component } = match;
  const suppressed = match.vex?.suppressed;
  return {
    ...fromScanner(said),
    state: suppressed === undefined ? 'both' : 'only-scanner',
    ids: [...new Set([match.id, ...match.ids, ...said.flatMap(({ id, aliases }) => [id, ...aliases])])],
    component,
    join: sides[0]?.join,
    fixedFound: match.fixed,
    here: suppressed === undefined ? undefined : { kind: 'suppressed', sentence: suppressed.sentence },
    there: undefined,
  };
}

/** Rows of one package that share a name are one vulnerability, reported twice. */
function merged(alone: readonly AloneRow[]): ScanRow[] {
  const groups = new Map<string, AloneRow[]>();
  const rows: AloneRow[][] = [];
  for (const row of alone) {
    const { purl, ref, name, version } = row.said.package;
    const of = row.component ?? JSON.stringify([purl ?? ref, name, version]);
    const keys = [row.said.id, ...row.said.aliases].map((id) => `${of}\0${id}`);
    const [group = []] = keys.flatMap((key) => {
      const known = groups.get(key);
      return known === undefined ? [] : [known];
    });
    if (group.length === 0) rows.push(group);
    group.push(row);
    for (const key of keys) groups.set(key, group);
  }
  return rows.flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const said = group.map((one) => one.said);
    const row: ScanRow = {
      ...fromScanner(said),
      state: 'only-scanner',
      ids: [...new Set(said.flatMap(({ id, aliases }) => [id, ...aliases]))],
      component: first.component,
      join: first.join,
      fixedFound: undefined,
      here: first.why,
      there: undefined,
    };
    return [row];
  });
}

function fromScanner(said: readonly ReportedVulnerability[]) {
  const first = <T>(of: (one: ReportedVulnerability) => T | undefined) =>
    said.map(of).find((value) => value !== undefined);
  return {
    package: said[0]?.package ?? {},
    severity: first(({ severity }) => severity),
    fixedSaid: first(({ fixed }) => fixed),
    path: first(({ path }) => path),
    pointers: said.map(({ pointer }) => pointer),
  };
}

function onlyHere(model: CaseModel, match: AdvisoryMatch): ScanRow {
  const component = model.components[match.component];
  const { purl, name = '', version } = component ?? {};
  return {
    state: 'only-loupe',
    ids: [...new Set([match.id, ...match.ids])],
    component: match.component,
    join: undefined,
    package: {
      name,
      ...(purl === undefined ? {} : { purl }),
      ...(version === undefined ? {} : { version }),
    },
    severity: undefined,
    fixedSaid: undefined,
    fixedFound: match.fixed,
    path: undefined,
    pointers: [],
    here: undefined,
    there: whyNotThere(model, match.component),
  };
}

function whyNotThere(model: CaseModel, component: number): WhyNotThere | undefined {
  const states = model.components[component]?.occurrences.map((at) => model.occurrences[at]?.state) ?? [];
  if (states.includes('present')) return undefined;
  return states.includes('stated') ? 'stated' : 'removed';
}

/** Why the advisory data in use do not say of a component what a scanner says. */
function whyNot({ advisories }: CaseModel, component: number, names: ReadonlySet<string>): WhyNotHere {
  const old = advisories.superseded.get(component)?.find(({ id }) => names.has(id));
  if (old !== undefined) return { kind: 'superseded', sentence: supersededSentence(old) };
  const considered = advisories.considered.get(component) ?? [];
  const record = considered.find(({ ids }) => ids.some((id) => names.has(id)));
  if (record?.why === 'outside') return { kind: 'outside' };
  if (record !== undefined) return { kind: 'undecided', why: record.why };
  const state = advisories.states[component] ?? { state: 'no-data', why: { kind: 'none' } };
  // Whether other records cannot be decided says nothing about this one.
  if (state.state === 'no-data' && !(state.why.kind === 'undecided' && state.why.ids.length > 0))
    return { kind: 'no-data', why: state.why };
  return { kind: 'not-listed' };
}
