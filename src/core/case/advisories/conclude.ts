import { collapse, type Vulnerability } from '../../advisory/collapse.ts';
import type { Coordinate, Unplaced } from '../../advisory/coordinates.ts';
import type { Unknown } from '../../advisory/evaluate.ts';
import type { IndexHeader } from '../../advisory/index-format.ts';
import type { Answer } from '../../advisory/lookup.ts';
import { orderingOf } from '../../advisory/order/registry.ts';
import { groupBy } from '../../base/group.ts';
import type { Fault } from '../../base/result.ts';
import type { SourceId } from '../../model/source.ts';
import type { CaseModel, CaseSource } from '../model.ts';
import { coveredBy } from './coverage.ts';
import type { IndexAt } from './data.ts';
import type { LookedUp } from './lookups.ts';
import { type Placing, placings } from './placing.ts';
import { type DataSignature, signatureOver } from './signature.ts';
import {
  disputedRecords,
  disputedSentence,
  newestRecords,
  type SaidByData,
  type Superseded,
  supersededSentence,
  withoutSuperseded,
} from './superseded.ts';
import { applyVex, type CaseVex } from './vex.ts';
import type { Heard } from './vex-standing.ts';

/** What is known of a component by the advisory data in use (DESIGN §5). */
export type DataState =
  | { readonly state: 'matched' }
  /** Data that state their coverage have nothing about it. `asOf`: their newest record of its ecosystem. */
  | { readonly state: 'clean'; readonly asOf: string }
  | { readonly state: 'no-data'; readonly why: NoData };

export type NoData =
  /** No advisory data are in use. */
  | { readonly kind: 'none' }
  /** Being looked up. */
  | { readonly kind: 'pending' }
  | { readonly kind: 'unplaced'; readonly why: Unplaced }
  /** The data in use do not cover this ecosystem and release. */
  | { readonly kind: 'not-covered'; readonly ecosystem: string }
  /** An advisory names it, and it cannot be told whether this version is affected; or the version is unreadable. */
  | { readonly kind: 'undecided'; readonly why: Unknown; readonly ids: readonly string[] }
  /** The distribution package that owns it was looked up instead: index of the component. */
  | { readonly kind: 'owned'; readonly owner: number };

/** A vulnerability, or known malice, of a component. */
export interface AdvisoryMatch extends Vulnerability {
  /** Index of {@link CaseModel.components}. */
  readonly component: number;
  /** What VEX statements that count say of it, and whether they suppress it. */
  readonly vex?: Heard;
  /** Where the data in use have records of it in several states that disagree: what a person should know of it. */
  readonly disputed?: readonly string[];
}

/** Advisory data that were dropped. */
export interface AdvisorySource {
  readonly source: SourceId;
  readonly name: string;
  readonly sha256: string | undefined;
  readonly used: boolean;
  /** Ecosystems that the user says they hold in full. */
  readonly confirmed: readonly string[];
  readonly signature: DataSignature;
  readonly header: IndexHeader;
  /**
   * Whether what its header states was held against all that it holds: `made` here of the records it counts; `held`, and
   * what did not hold is among the faults; `not-yet`, before it is in use or while it is read.
   */
  readonly checked: 'made' | 'held' | 'not-yet';
  readonly faults: readonly Fault[];
}

/** A record that names a component's package, and does not affect its version, or nobody can tell. */
export interface Considered {
  /** Id and aliases. */
  readonly ids: readonly string[];
  readonly why: 'outside' | Unknown;
}

export interface CaseAdvisories {
  readonly data: readonly AdvisorySource[];
  readonly matches: readonly AdvisoryMatch[];
  /** By component, matches that do not count: other data in use have a newer state of the record. */
  readonly superseded: ReadonlyMap<number, readonly Superseded[]>;
  /** By component, records that gave no match; those outside the range only where a scanner's report is to be explained. */
  readonly considered: ReadonlyMap<number, readonly Considered[]>;
  /** By component. */
  readonly states: readonly DataState[];
  /** VEX documents, and which of their statements have no effect. */
  readonly vex: readonly CaseVex[];
}

type Concluding = Pick<
  CaseModel,
  | 'sources'
  | 'settings'
  | 'components'
  | 'occurrences'
  | 'relations'
  | 'documents'
  | 'images'
  | 'attestations'
>;

/** What the answers of all data in use amount to. */
export function concludeAdvisories(model: Concluding, lookedUp: LookedUp): CaseAdvisories {
  const data = model.sources.flatMap((source) => advisorySource(model, source, lookedUp));
  const used = data.filter((one) => one.used);
  if (used.length === 0) {
    const vex = applyVex(model, [], signedSources(model)).documents;
    const states = noneInUse(model.components);
    return { data, matches: [], superseded: new Map(), considered: new Map(), states, vex };
  }
  const byData = used.map(({ sha256 = '' }) => {
    const { answers = [], records = NO_RECORDS } = lookedUp.get(sha256) ?? {};
    return { records, answers: groupBy(answers, ({ coordinate }) => textOf(coordinate)) };
  });
  const isAsked = (one: Coordinate) =>
    used.every(({ sha256 }) => lookedUp.get(sha256 ?? '')?.asked.has(textOf(one)) === true);
  const newest = newestRecords(used.flatMap(({ sha256 }) => lookedUp.get(sha256 ?? '')?.records ?? []));
  const covered = coverage(used.filter(({ checked }) => checked !== 'not-yet'));
  const stated = coverage(used);
  const superseded = new Map<number, readonly Superseded[]>();
  const matches: AdvisoryMatch[] = [];
  const considered = new Map<number, readonly Considered[]>();
  const states = placings(model).map((placing, component): DataState => {
    if (!('coordinates' in placing)) return { state: 'no-data', why: whyUnplaced(placing) };
    const mineByData = byData.map(({ records, answers }): SaidByData => {
      const own = placing.coordinates.flatMap((one) => answers.get(textOf(one)) ?? []);
      return { records, answers: own };
    });
    const said = mineByData.flatMap((one) => one.answers);
    const { answers: mine, superseded: old } = withoutSuperseded(said, newest);
    if (old.length > 0) superseded.set(component, old);
    const found = collapse(mine.flatMap(({ hits }) => hits));
    for (const one of found) matches.push({ ...one, component, ...disputedBy(one, mineByData, old) });
    const others = mine.flatMap(consideredIn);
    if (others.length > 0) considered.set(component, others);
    if (found.length > 0) return { state: 'matched' };
    if (placing.coordinates.some((one) => !isAsked(one)))
      return { state: 'no-data', why: { kind: 'pending' } };
    const concluded = unmatched(placing.coordinates, mine, covered);
    const isOpen = concluded.state === 'no-data' && concluded.why.kind === 'not-covered';
    if (isOpen && unmatched(placing.coordinates, mine, stated).state === 'clean')
      return { state: 'no-data', why: { kind: 'pending' } };
    return concluded;
  });
  const applied = applyVex(model, matches, signedSources(model));
  return { data, matches: applied.matches, superseded, considered, states, vex: applied.documents };
}

const NO_RECORDS: SaidByData['records'] = new Map();

/** What the data in use say otherwise of a match, by records of its own names. */
function disputedBy(
  { advisories, ids }: Vulnerability,
  data: readonly SaidByData[],
  superseded: readonly Superseded[],
): Pick<AdvisoryMatch, 'disputed'> {
  if (data.length < 2) return {};
  const disputed = [
    ...disputedRecords(advisories, data).map(disputedSentence),
    ...superseded.filter(({ id }) => ids.includes(id)).map(supersededSentence),
  ];
  return disputed.length === 0 ? {} : { disputed };
}

function consideredIn({ outside, undecided }: Answer): Considered[] {
  return [
    ...outside.map(({ id, aliases }): Considered => ({ ids: [id, ...aliases], why: 'outside' })),
    ...undecided.map(({ id, aliases, why }): Considered => ({ ids: [id, ...aliases], why })),
  ];
}

const NONE_IN_USE: DataState = { state: 'no-data', why: { kind: 'none' } };

const statesWithout = new WeakMap<Concluding['components'], readonly DataState[]>();

/** States of components while no advisory data are in use: the same list for the same components. */
function noneInUse(components: Concluding['components']): readonly DataState[] {
  const states = statesWithout.get(components) ?? components.map(() => NONE_IN_USE);
  statesWithout.set(components, states);
  return states;
}

/** Documents whose signature holds: inside them, or of an attestation about them. */
function signedSources({ documents, attestations }: Concluding): ReadonlySet<SourceId> {
  return new Set([
    ...documents.flatMap(({ source, signature }) => (signature?.verdict === 'verified' ? [source] : [])),
    ...attestations.flatMap(({ verdict, about }) =>
      verdict === 'verified' ? about.map(({ source }) => source) : [],
    ),
  ]);
}

/** Where the data in use can be searched. */
export function dataInUse(model: Pick<CaseModel, 'sources' | 'settings'>): IndexAt[] {
  return model.sources
    .flatMap((source): IndexAt[] => {
      const { sha256 } = source.digests;
      if (source.advisories === undefined || sha256 === undefined || !isUsed(model, sha256)) return [];
      return [{ sha256, source: source.id, file: source.ref.file, index: source.advisories.index }];
    })
    .sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
}

function isUsed({ settings }: Pick<CaseModel, 'settings'>, sha256: string): boolean {
  return settings.advisories.some((one) => one.sha256 === sha256);
}

function advisorySource(
  model: Pick<CaseModel, 'settings' | 'attestations'>,
  { id, name, digests: { sha256 }, advisories }: CaseSource,
  lookedUp: LookedUp,
): AdvisorySource[] {
  if (advisories === undefined) return [];
  const accepted = model.settings.advisories.find((one) => one.sha256 === sha256);
  const used = accepted !== undefined;
  return [
    {
      source: id,
      name,
      sha256,
      used,
      confirmed: accepted?.covers ?? [],
      signature: signatureOver(model, id),
      header: advisories.header,
      checked:
        advisories.index !== undefined
          ? 'made'
          : used && lookedUp.get(accepted.sha256)?.checked === true
            ? 'held'
            : 'not-yet',
      faults: used ? (lookedUp.get(accepted.sha256)?.faults ?? []) : [],
    },
  ];
}

/** One text for one coordinate. */
export function textOf({ ecosystem, name, version }: Coordinate): string {
  return `${ecosystem}\t${name}\t${version}`;
}

function whyUnplaced(placing: Exclude<Placing, { readonly coordinates: unknown }>): NoData {
  return 'owner' in placing
    ? { kind: 'owned', owner: placing.owner }
    : { kind: 'unplaced', why: placing.unplaced };
}

/** Newest record by ecosystem and release that some data cover in full. Data that are damaged cover nothing. */
function coverage(used: readonly AdvisorySource[]): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  for (const one of used) {
    if (one.faults.length > 0) continue;
    for (const { name, newest } of coveredBy(one)) if (newest > (out.get(name) ?? '')) out.set(name, newest);
  }
  return out;
}

/** Clean only where data that cover its ecosystem and release can read its version and have nothing undecided. */
function unmatched(
  coordinates: readonly Coordinate[],
  answers: readonly Answer[],
  covered: ReadonlyMap<string, string>,
): DataState {
  const noData = (why: NoData): DataState => ({ state: 'no-data', why });
  const unread = coordinates.find(
    ({ ecosystem, version }) => orderingOf(ecosystem)?.valid(version) === false,
  );
  if (unread !== undefined) return noData({ kind: 'undecided', why: 'version', ids: [] });
  const undecided = answers.flatMap((answer) => answer.undecided);
  const [first] = undecided;
  if (first !== undefined) {
    const ids = [...new Set(undecided.map(({ id }) => id))].sort();
    return noData({ kind: 'undecided', why: first.why, ids });
  }
  if (answers.some(({ unreadable }) => unreadable))
    return noData({ kind: 'undecided', why: 'record', ids: [] });
  const uncovered = coordinates.find(({ ecosystem }) => !covered.has(ecosystem));
  if (uncovered !== undefined) return noData({ kind: 'not-covered', ecosystem: uncovered.ecosystem });
  const asOf = coordinates.map(({ ecosystem }) => covered.get(ecosystem) ?? '').sort()[0] ?? '';
  return { state: 'clean', asOf };
}
