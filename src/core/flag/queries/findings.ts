import { displayName } from '../../base/names.ts';
import type { CaseModel } from '../../case/model.ts';
import { scanSummaries } from '../../case/scans/summary.ts';
import type { Facet, FindingSummary, HowStep, Target } from '../../case/views.ts';
import type { Finding } from '../../model/finding.ts';
import { findingsOf, prepareFindings } from '../findings.ts';
import { indicatorSearch } from '../indicator-search.ts';
import { byUrgency, compareText, GRADES, SEVERITIES, urgencyNotes } from '../priority.ts';
import { rules } from '../registry.ts';
import { remediesOf } from '../remedies.ts';
import { standingsOf } from '../standing.ts';
import type { FindingDetail, FindingRow, FindingsPage, FindingsQuery } from '../views.ts';

const REMEDIES = 20;
const REMEDIES_FIRST = 3;

interface Indexed {
  readonly finding: Finding;
  readonly row: FindingRow;
  readonly haystack: string;
  readonly facets: Readonly<Record<string, string>>;
}

interface FacetOf {
  readonly id: string;
  readonly title: string;
  /** In this order; otherwise the most frequent first. */
  readonly order?: readonly string[];
  readonly label: (value: string, names: ReadonlyMap<string, string>) => string;
}

const SUPPRESSED: Readonly<Record<string, string>> = { open: 'open', suppressed: 'suppressed' };
const FIX: Readonly<Record<string, string>> = { fixed: 'a fix is known', none: 'no fix is known' };

const FACETS: readonly FacetOf[] = [
  { id: 'grade', title: 'Grade', order: GRADES, label: (value) => value },
  {
    id: 'severity',
    title: 'Severity',
    order: SEVERITIES,
    label: (value) => (value === 'none' ? 'no severity' : value),
  },
  { id: 'rule', title: 'Rule', label: (value) => rules.get(value)?.title ?? value },
  { id: 'component', title: 'Component', label: (value, names) => names.get(value) ?? value },
  {
    id: 'state',
    title: 'State',
    order: ['open', 'suppressed'],
    label: (value) => SUPPRESSED[value] ?? value,
  },
  { id: 'fix', title: 'Fix', order: ['fixed', 'none'], label: (value) => FIX[value] ?? value },
];

/** Answers questions about the findings; what is derived from a model is built once and kept while the model stands. */
export class FindingQueries {
  #model: CaseModel | undefined;
  #rows: readonly Indexed[] = [];
  #names: ReadonlyMap<string, string> = new Map();
  #summary: FindingSummary | undefined;

  /** Whether an answer is to be had without working anything out. */
  knows(model: CaseModel): boolean {
    return model === this.#model;
  }

  /** Works out what all answers need, in small steps. */
  async prepare(model: CaseModel, pause: () => Promise<void>): Promise<void> {
    if (this.knows(model)) return;
    await prepareFindings(model, pause);
  }

  page(model: CaseModel, version: number, query: FindingsQuery): FindingsPage {
    this.#index(model);
    const matching = filtered(this.#rows, query);
    return {
      version,
      total: matching.length,
      all: this.#rows.length,
      offset: query.offset,
      rows: matching.slice(query.offset, query.offset + query.limit).map(({ row }) => row),
      facets: this.#facets(query),
      remedies: remediesOf(
        model,
        matching.map(({ finding }) => finding),
      ).slice(0, REMEDIES),
      suppressed: this.#rows.filter(({ finding }) => finding.suppressedBy !== undefined).length,
      searched: searchedOf(model),
      scans: scanSummaries(model),
      rules: { run: rules.size - model.settings.rulesOff.length, off: model.settings.rulesOff },
    };
  }

  detail(model: CaseModel, id: string): FindingDetail | undefined {
    this.#index(model);
    const found = this.#rows.find(({ row }) => row.id === id);
    return found === undefined ? undefined : findingDetail(model, found);
  }

  summary(model: CaseModel): FindingSummary {
    this.#index(model);
    this.#summary ??= findingSummary(
      model,
      this.#rows.map(({ finding }) => finding),
    );
    return this.#summary;
  }

  #index(model: CaseModel): void {
    if (model === this.#model) return;
    this.#model = model;
    this.#summary = undefined;
    const findings = findingsOf(model);
    const flagged = new Set(findings.map(({ component }) => component));
    this.#names = new Map(
      model.components.filter(({ key }) => flagged.has(key)).map((one) => [one.key, nameOf(one)]),
    );
    const sources = new Map(model.sources.map(({ id, path }) => [id, displayName(path)]));
    const standings = standingsOf(model);
    this.#rows = byUrgency(model, findings).map((finding) => {
      const { component, path, source, suppressedBy, rule, grade, severity } = finding;
      const where =
        (component === undefined ? undefined : this.#names.get(component)) ??
        (path === undefined ? (sources.get(source ?? '') ?? '') : displayName(path));
      const row: FindingRow = {
        id: finding.id,
        rule,
        ruleTitle: rules.get(rule)?.title ?? rule,
        grade,
        severity,
        contradicted: finding.contradicts === true && grade === 'fact' && suppressedBy === undefined,
        title: displayName(finding.title),
        where,
        suppressedBy: suppressedBy === undefined ? undefined : displayName(suppressedBy),
        notes: urgencyNotes(finding, component === undefined ? undefined : standings.of(component)),
      };
      return {
        finding,
        row,
        haystack: [rule, row.ruleTitle, row.title, where, path ?? '', ...finding.aliases]
          .join('\n')
          .toLowerCase(),
        facets: {
          grade,
          severity,
          rule,
          component: component ?? '',
          state: suppressedBy === undefined ? 'open' : 'suppressed',
          fix: finding.fixed === undefined ? 'none' : 'fixed',
        },
      };
    });
  }

  #facets(query: FindingsQuery): readonly Facet[] {
    return FACETS.flatMap(({ id, title, order, label }): Facet[] => {
      const counts = new Map<string, number>();
      for (const { facets } of filtered(this.#rows, query, id)) {
        const value = facets[id] ?? '';
        if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      for (const value of query.filter?.[id] ?? []) if (!counts.has(value)) counts.set(value, 0);
      const values = [...counts].map(([value, count]) => ({
        value,
        label: label(value, this.#names),
        count,
      }));
      values.sort((a, b) =>
        order === undefined
          ? b.count - a.count || compareText(a.label, b.label)
          : order.indexOf(a.value) - order.indexOf(b.value),
      );
      return values.length > 1 || id === 'grade' ? [{ id, title, values }] : [];
    });
  }
}

function filtered(rows: readonly Indexed[], query: FindingsQuery, except?: string): readonly Indexed[] {
  const words = (query.text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const filters = Object.entries(query.filter ?? {}).filter(
    ([id, values]) => id !== except && values.length > 0,
  );
  return rows.filter(
    ({ haystack, facets }) =>
      words.every((word) => haystack.includes(word)) &&
      filters.every(([id, values]) => values.includes(facets[id] ?? '')),
  );
}

function searchedOf(model: CaseModel): FindingsPage['searched'] {
  const { hits, found, ...searched } = indicatorSearch(model);
  return { ...searched, hits: found, listed: hits.length };
}

function nameOf({ name, version }: { readonly name: string; readonly version: string | undefined }): string {
  return displayName([name, version].filter(Boolean).join(' '));
}

function findingSummary(model: CaseModel, findings: readonly Finding[]): FindingSummary {
  const open = findings.filter(({ suppressedBy }) => suppressedBy === undefined);
  const facts = open.filter(({ grade }) => grade === 'fact');
  const count = (grade: Finding['grade']) => open.filter((one) => one.grade === grade).length;
  return {
    open: open.length,
    suppressed: findings.length - open.length,
    grades: { fact: count('fact'), policy: count('policy'), hint: count('hint') },
    facts: SEVERITIES.flatMap((severity) => {
      const many = facts.filter((one) => one.severity === severity).length;
      return many === 0 ? [] : [{ severity, count: many }];
    }),
    contradicted: facts.filter(({ contradicts }) => contradicts === true).length,
    first: remediesOf(model, open)
      .slice(0, REMEDIES_FIRST)
      .map(({ remedy, clears, filter }) => ({ remedy, clears, filter })),
  };
}

function findingDetail(model: CaseModel, { finding, row }: Indexed): FindingDetail {
  const rule = rules.get(finding.rule);
  const target = targetOf(model, finding);
  const source = model.sources.find(({ id }) => id === finding.source);
  const how: HowStep[] = [
    ...(source === undefined
      ? []
      : [
          {
            title: displayName(source.path),
            detail: '',
            target: { view: 'source', source: source.id } as const,
          },
        ]),
    ...(finding.path === undefined
      ? []
      : [{ title: displayName(finding.path), detail: '', ...(target === undefined ? {} : { target }) }]),
    ...finding.evidence
      .filter(({ at }) => at !== undefined)
      .map(({ label, at = '' }) => ({ title: displayName(label), detail: displayName(at) })),
    { title: `Rule ${finding.rule}`, detail: rule?.title ?? '' },
  ];
  return {
    row,
    detail: displayName(finding.detail),
    why: rule?.why ?? '',
    mayBeWrong: rule?.mayBeWrong ?? '',
    remedy: displayName(finding.remedy),
    evidence: finding.evidence,
    aliases: finding.aliases,
    facts: row.notes.map((value) => ({ label: '', value })),
    component: finding.component,
    place: placeOf(model, finding.component),
    source: finding.source,
    target,
    how,
  };
}

function placeOf(model: CaseModel, key: string | undefined): number | undefined {
  const places = model.components.find((one) => one.key === key)?.occurrences ?? [];
  return places.find((at) => model.occurrences[at]?.state === 'present') ?? places[0];
}

/** The nearest thing the page can show: the file, else the component, else the source. */
function targetOf(model: CaseModel, { source, path, component }: Finding): Target | undefined {
  const tree = path === undefined ? undefined : model.trees.find((one) => one.source === source);
  if (tree !== undefined && path !== undefined) return { view: 'files', tree: tree.id, path };
  if (component !== undefined) return { view: 'component', component };
  return source === undefined ? undefined : { view: 'source', source };
}
