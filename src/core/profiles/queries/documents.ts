import { groupBy } from '../../base/group.ts';
import { displayName } from '../../base/names.ts';
import type { ExternalState } from '../../case/external-documents.ts';
import type { CaseDocument, CaseModel } from '../../case/model.ts';
import { reconcile } from '../../case/reconcile/reconcile.ts';
import type { Reconciliation } from '../../case/reconcile/types.ts';
import { scanSummary } from '../../case/scans/summary.ts';
import type { HowStep, Page } from '../../case/views.ts';
import { statesNoComponents } from '../../model/document.ts';
import type { Knowing } from '../../model/knowing.ts';
import { circlesOf } from '../document-circles.ts';
import { profilesOf } from '../evaluate.ts';
import { measuredFor } from '../measured.ts';
import { profiles } from '../registry.ts';
import { signatureOf } from '../signature.ts';
import { profileFormat, type RuleStatus } from '../types.ts';
import type {
  DocumentDetail,
  DocumentRow,
  ExternalRow,
  FailingQuery,
  FailingRow,
  ProfileTable,
  ReconciliationSummary,
  RuleRow,
} from '../views.ts';
import { statementRows } from './statements.ts';

/** Errors that are shown; the report has all. */
const SHOWN_ERRORS = 200;

/** Every document of the case, SBOMs before statements on vulnerabilities. */
export function documentRows(model: CaseModel): readonly DocumentRow[] {
  const rows = model.documents.map((document) => documentRow(model, document));
  const late = (row: DocumentRow) => (statesNoComponents(row.format) ? 1 : 0);
  return rows.sort((a, b) => late(a) - late(b) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function documentRow(model: CaseModel, document: CaseDocument): DocumentRow {
  const source = model.sources.find(({ id }) => id === document.source);
  return {
    source: document.source,
    name: displayName(source?.path ?? ''),
    format: document.format,
    version: displayName(document.version),
    serialization: document.serialization,
    title: document.title === undefined ? undefined : displayName(document.title),
    valid: document.valid,
    errors: document.errors.length,
    components: document.counts.components,
    relations: document.counts.relations,
    statements: document.vex.length,
    partlyRead: document.partlyRead === true,
    reconciliations: reconcile(model)
      .filter((one) => one.document === document.source)
      .map((one) => reconciliationSummary(model, one)),
    signature: signatureOf(model, document),
    scan: scanSummary(model, document),
  };
}

function reconciliationSummary(model: CaseModel, one: Reconciliation): ReconciliationSummary {
  const tree = model.trees.find(({ id }) => id === one.tree);
  const { counts, files, unnamedFiles } = one;
  const of = (state: string) => files.filter((file) => file.state === state).length;
  return {
    document: one.document,
    tree: one.tree,
    artifact: displayName(tree?.name ?? ''),
    by: one.by,
    otherDigests: one.otherDigests,
    complete: one.complete,
    documentComplete: one.documentComplete,
    claimed: counts.matched + counts.disagrees + counts.onlyClaimed,
    ...counts,
    files:
      unnamedFiles === undefined
        ? undefined
        : {
            matched: of('matched'),
            onlyClaimed: of('only-claimed'),
            disagrees: of('disagrees'),
            unnamed: unnamedFiles,
          },
  };
}

export function documentDetail(model: CaseModel, source: string): DocumentDetail | undefined {
  const document = model.documents.find((one) => one.source === source);
  if (document === undefined) return undefined;
  const named = document.parties.map((party) => ({
    tool: party.role === 'tool',
    text: displayName(
      [party.name ?? party.email ?? party.url ?? '', party.version ?? ''].filter(Boolean).join(' '),
    ),
  }));
  const words = groupBy(document.completeness, ({ facet, raw }) => `${facet}\0${raw}`);
  return {
    row: documentRow(model, document),
    id: document.id === undefined ? undefined : displayName(document.id),
    created: document.created === undefined ? undefined : displayName(document.created),
    authors: named.filter(({ tool }) => !tool).map(({ text }) => text),
    tools: named.filter(({ tool }) => tool).map(({ text }) => text),
    lifecycles: document.lifecycles.map(displayName),
    completeness: [...words].map(([key, all]) => {
      const [facet = '', word = ''] = key.split('\0');
      return { facet, word: displayName(word), count: all.length };
    }),
    silent: silences(document),
    validity: displayName(document.validity),
    errors: document.errors.slice(0, SHOWN_ERRORS).map(({ code, pointer, message }) => ({
      code,
      pointer: displayName(pointer),
      message: displayName(message),
    })),
    external: externalRows(model, document),
    statements: statementRows(model, document),
    circles: circlesOf(model, document),
    dangling: document.unresolved.filter(({ inside }) => inside).length,
    profiles: profileTables(model, document),
    how: howSteps(model, document),
  };
}

/** The checksum of another document is a claim of this one: never *proven*. */
const EXTERNAL_STATES: Readonly<Record<ExternalState, Knowing>> = {
  resolved: 'claimed',
  unchecked: 'not-inspected',
  'not-dropped': 'not-inspected',
  'checksum-differs': 'contradicted',
  several: 'not-inspected',
};

/** Each document that it names, once; what it names by checksum and also without stays apart. */
function externalRows(model: CaseModel, { source }: CaseDocument): ExternalRow[] {
  const names = new Map(model.sources.map(({ id, path }) => [id, displayName(path)]));
  const rows = model.externals
    .filter(({ from }) => from === source)
    .map(({ named, state, target }): readonly [string, ExternalRow] => [
      `${named.ref.replace(/#.*$/s, '')}\0${state}\0${target ?? ''}`,
      {
        ref: displayName(named.ref),
        outcome: state,
        state: EXTERNAL_STATES[state],
        target,
        name: names.get(target ?? '') ?? '',
      },
    ]);
  return [...new Map(rows.reverse()).values()].reverse();
}

/** What is not said, and what that means for a reader. */
function silences({
  describes,
  completeness,
  counts,
  created,
  parties,
  format,
  partlyRead,
}: CaseDocument): string[] | undefined {
  // What was not read may say it.
  if (statesNoComponents(format) || partlyRead === true) return undefined;
  return [
    ...(describes.length === 0 ? ['which product it describes'] : []),
    ...(counts.relations === 0 ? ['what depends on what'] : []),
    ...(completeness.length === 0
      ? ['whether its lists are complete: a component without dependencies may have some']
      : []),
    ...(created === undefined ? ['when it was made'] : []),
    ...(parties.every(({ role }) => role === 'tool') ? ['who made it'] : []),
  ];
}

function profileTables(model: CaseModel, document: CaseDocument): ProfileTable[] {
  const format = profileFormat(document.format, document.version);
  return profilesOf(model, document).flatMap((result) => {
    const profile = profiles.get(result.profile);
    if (profile === undefined) return [];
    const counts: Partial<Record<RuleStatus, number>> = {};
    const rules = result.rules.flatMap((one): RuleRow[] => {
      const rule = profile.rules.find(({ id }) => id === one.rule);
      if (rule === undefined) return [];
      counts[one.status] = (counts[one.status] ?? 0) + 1;
      const { id, title, level, clause, remedy } = rule;
      const { status, pass, of, unknown, withheld, denominator, detail, failing } = one;
      const path = format === undefined ? undefined : rule.paths[format]?.path;
      const measured =
        rule.measurable === undefined ? undefined : measuredFor(model, document, rule.measurable);
      return [
        {
          ...{ id, title, level, clause, remedy, status, pass, of, unknown, withheld, denominator },
          detail: displayName(detail),
          path: status === 'not-expressible' ? undefined : path,
          failing: failing.length,
          measured: measured === undefined ? 0 : failing.filter((at) => measured(at) !== undefined).length,
        },
      ];
    });
    const { id, title, issuer, version, published, force, checked, source } = profile;
    return [{ id, title, issuer, version, published, force, checked, source, counts, rules }];
  });
}

/** The components that a rule is not met by, with what Loupe measured of them. */
export function failingPage(model: CaseModel, version: number, query: FailingQuery): Page<FailingRow> {
  const document = model.documents.find(({ source }) => source === query.document);
  const result =
    document === undefined
      ? undefined
      : profilesOf(model, document)
          .find(({ profile }) => profile === query.profile)
          ?.rules.find(({ rule }) => rule === query.rule);
  const measurable = profiles.get(query.profile)?.rules.find(({ id }) => id === query.rule)?.measurable;
  const measured =
    document === undefined || measurable === undefined
      ? () => undefined
      : measuredFor(model, document, measurable);
  const all = result?.failing ?? [];
  const rows = all.slice(query.offset, query.offset + query.limit).map((at): FailingRow => {
    const place = model.occurrences[at];
    const component = model.components[place?.component ?? -1];
    return {
      id: at,
      component: component?.key ?? '',
      name: displayName(component?.name ?? ''),
      version: displayName(component?.version ?? ''),
      pointer: displayName(place?.pointer ?? ''),
      measured: measured(at),
    };
  });
  return { version, total: all.length, all: result?.of ?? 0, offset: query.offset, rows };
}

function howSteps(model: CaseModel, document: CaseDocument): HowStep[] {
  const source = model.sources.find(({ id }) => id === document.source);
  const sha256 = source?.digests.sha256;
  return [
    {
      title: displayName(source?.path ?? ''),
      detail: [
        `${source?.size.toLocaleString('en') ?? 0} bytes`,
        sha256 === undefined ? '' : `SHA-256 ${sha256.slice(0, 8)}…`,
      ]
        .filter(Boolean)
        .join(', '),
      target: { view: 'source', source: document.source },
    },
    {
      title: `Read as ${document.format} ${displayName(document.version)}, ${document.serialization}`,
      detail: displayName(document.validity),
    },
    { title: 'Everything it states is a claim', detail: 'held against the artifact where one is here' },
  ];
}
