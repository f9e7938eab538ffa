import type { Severity } from '../../core/base/result.ts';
import type {
  ComponentColumn,
  ComponentQuery,
  DiagnosticRow,
  FileChoice,
  Target,
} from '../../core/case/views.ts';
import type { SourceId } from '../../core/model/source.ts';
import type { Expectations } from '../../core/verify/expectations.ts';
import { en } from '../text/en.ts';
import {
  type CompareState,
  type DocumentsState,
  followDocument,
  readCompare,
  readDocuments,
  START_COMPARE,
  START_DOCUMENTS,
  writeCompare,
  writeDocuments,
} from './documents-route.ts';

export type ViewId = keyof typeof en.frame.views;

/** What the inspector speaks of. It follows the user from view to view. */
export type Selection =
  | { readonly kind: 'source'; readonly source: SourceId }
  | { readonly kind: 'component'; readonly component: string }
  | { readonly kind: 'file'; readonly tree: SourceId; readonly layer: number; readonly index: number }
  | { readonly kind: 'relation'; readonly from: string; readonly to: string }
  | { readonly kind: 'attestation'; readonly attestation: string }
  | { readonly kind: 'finding'; readonly finding: string }
  | { readonly kind: 'diagnostic'; readonly row: DiagnosticRow };

export type Filter = Readonly<Record<string, readonly string[]>>;

export interface OverviewState {
  /** The image spoken of, by its tree, where the case holds several. */
  readonly image: SourceId | undefined;
}

export interface TrustState {
  readonly page: 'claims' | 'questions' | 'judges';
  /** The claim shown last: it stays while something else is selected. */
  readonly attestation: string | undefined;
  readonly text: string;
  /** A signer copied into the form of expectations, which states nothing until it is sent. */
  readonly draft: Expectations | undefined;
}

export interface ComponentsState {
  readonly filter: Filter;
  readonly sort: ComponentQuery['sort'];
  readonly text: string;
}

export interface FindingsState {
  readonly filter: Filter;
  readonly text: string;
}

export interface FilesState {
  /** The tree shown; the first one there is, when absent. */
  readonly tree: SourceId | undefined;
  /** One layer; the squashed tree, when absent. */
  readonly layer: number | undefined;
  readonly text: string;
  readonly open: readonly string[];
  readonly removed: boolean;
  /** A path to bring into sight once. */
  readonly reveal: string | undefined;
  readonly only: FileChoice | undefined;
}

export interface GraphState {
  /** The occurrence that is asked about. */
  readonly place: number | undefined;
  readonly question: 'why' | 'around';
  readonly hops: number;
  /** Groups opened in place. */
  readonly open: readonly number[];
}

export interface DiagnosticsState {
  readonly severity: Severity | undefined;
  readonly text: string;
}

/** Where the user is. Each view keeps its own state while another is shown. */
export interface Route {
  readonly view: ViewId;
  readonly selection: Selection | undefined;
  readonly overview: OverviewState;
  readonly trust: TrustState;
  readonly components: ComponentsState;
  readonly findings: FindingsState;
  readonly documents: DocumentsState;
  readonly compare: CompareState;
  readonly files: FilesState;
  readonly graph: GraphState;
  readonly diagnostics: DiagnosticsState;
}

export const START: Route = {
  view: 'overview',
  selection: undefined,
  overview: { image: undefined },
  trust: { page: 'claims', attestation: undefined, text: '', draft: undefined },
  components: { filter: {}, sort: undefined, text: '' },
  findings: { filter: {}, text: '' },
  documents: START_DOCUMENTS,
  compare: START_COMPARE,
  files: {
    tree: undefined,
    layer: undefined,
    text: '',
    open: [],
    removed: true,
    only: undefined,
    reveal: undefined,
  },
  graph: { place: undefined, question: 'why', hops: 1, open: [] },
  diagnostics: { severity: undefined, text: '' },
};

const VIEWS = Object.keys(en.frame.views) as ViewId[];
const COLUMNS: readonly ComponentColumn[] = ['name', 'version', 'ecosystem', 'layer', 'places', 'state'];
const TRUST_PAGES: readonly TrustState['page'][] = ['claims', 'questions', 'judges'];
const FILE_CHOICES: readonly FileChoice[] = ['unowned', 'unusual'];
const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/**
 * The part of a route that may stand in the address: view, filter, sort and selection by id. Never the content or the
 * name of a file, so search text, open folders and revealed paths stay in memory.
 */
export function formatHash(route: Route): string {
  const query = new URLSearchParams();
  if (isFiltered(route.view)) {
    for (const [facet, values] of Object.entries(route[route.view].filter)) {
      for (const value of values) query.append(`f.${facet}`, value);
    }
  }
  if (route.view === 'components') {
    const sort = route.components.sort;
    if (sort !== undefined) query.set('sort', `${sort.descending ? '-' : ''}${sort.column}`);
  }
  if (route.view === 'overview' && route.overview.image !== undefined) {
    query.set('image', route.overview.image);
  }
  if (route.view === 'trust' && route.trust.page !== START.trust.page) query.set('page', route.trust.page);
  if (route.view === 'files') {
    if (route.files.tree !== undefined) query.set('tree', route.files.tree);
    if (route.files.layer !== undefined) query.set('layer', String(route.files.layer));
    if (route.files.only !== undefined) query.set('only', route.files.only);
  }
  if (route.view === 'graph' && route.graph.place !== undefined) {
    query.set('place', String(route.graph.place));
    query.set('ask', route.graph.question);
    if (route.graph.question === 'around') query.set('hops', String(route.graph.hops));
  }
  if (route.view === 'diagnostics' && route.diagnostics.severity !== undefined) {
    query.set('severity', route.diagnostics.severity);
  }
  if (route.view === 'documents') writeDocuments(query, route.documents);
  if (route.view === 'compare') writeCompare(query, route.compare);
  appendSelection(query, route.selection);
  const rest = query.toString();
  return rest === '' ? `#${route.view}` : `#${route.view}?${rest}`;
}

const FILTERED = ['components', 'findings', 'documents', 'compare'] as const;

function isFiltered(view: ViewId): view is (typeof FILTERED)[number] {
  return FILTERED.some((one) => one === view);
}

function appendSelection(query: URLSearchParams, selection: Selection | undefined): void {
  switch (selection?.kind) {
    case 'source':
      query.set('source', selection.source);
      break;
    case 'component':
      query.set('component', selection.component);
      break;
    case 'file':
      query.set('file', `${selection.layer}.${selection.index}`);
      query.set('of', selection.tree);
      break;
    case 'attestation':
      query.set('claim', selection.attestation);
      break;
    case 'relation':
      query.set('from', selection.from);
      query.set('to', selection.to);
      break;
  }
}

/** A route from an address that a person may have typed: what does not fit is left at its start value. */
export function parseHash(hash: string): Route {
  const [name, rest] = split(hash.replace(/^#/, ''), '?');
  const query = new URLSearchParams(rest);
  const view = VIEWS.find((id) => id === name) ?? START.view;
  return {
    view,
    selection: parseSelection(query),
    overview: { image: query.get('image') ?? undefined },
    trust: {
      ...START.trust,
      page: TRUST_PAGES.find((page) => page === query.get('page')) ?? START.trust.page,
      attestation: query.get('claim') ?? undefined,
    },
    components: {
      ...START.components,
      filter: view === 'components' ? parseFilter(query) : {},
      sort: parseSort(query.get('sort')),
    },
    findings: { ...START.findings, filter: view === 'findings' ? parseFilter(query) : {} },
    documents: view === 'documents' ? readDocuments(query, parseFilter(query)) : START_DOCUMENTS,
    compare: view === 'compare' ? readCompare(query, parseFilter(query)) : START_COMPARE,
    files: {
      ...START.files,
      tree: query.get('tree') ?? undefined,
      layer: whole(query.get('layer')),
      only: FILE_CHOICES.find((one) => one === query.get('only')),
    },
    graph: {
      ...START.graph,
      place: whole(query.get('place')),
      question: query.get('ask') === 'around' ? 'around' : 'why',
      hops: Math.max(1, whole(query.get('hops')) ?? START.graph.hops),
    },
    diagnostics: {
      ...START.diagnostics,
      severity: SEVERITIES.find((severity) => severity === query.get('severity')),
    },
  };
}

function split(text: string, at: string): [string, string] {
  const index = text.indexOf(at);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}

function whole(text: string | null): number | undefined {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function parseFilter(query: URLSearchParams): Filter {
  const filter = new Map<string, string[]>();
  for (const [key, value] of query) {
    if (!key.startsWith('f.')) continue;
    const facet = key.slice(2);
    filter.set(facet, [...(filter.get(facet) ?? []), value]);
  }
  return Object.fromEntries(filter);
}

function parseSort(text: string | null): ComponentQuery['sort'] {
  if (text === null) return undefined;
  const column = COLUMNS.find((known) => known === text.replace(/^-/, ''));
  return column === undefined ? undefined : { column, descending: text.startsWith('-') };
}

function parseSelection(query: URLSearchParams): Selection | undefined {
  const source = query.get('source');
  if (source !== null) return { kind: 'source', source };
  const component = query.get('component');
  if (component !== null) return { kind: 'component', component };
  const attestation = query.get('claim');
  if (attestation !== null) return { kind: 'attestation', attestation };
  const from = query.get('from');
  const to = query.get('to');
  if (from !== null && to !== null) return { kind: 'relation', from, to };
  const tree = query.get('of');
  const [layer, index] = split(query.get('file') ?? '', '.').map(whole);
  if (tree !== null && layer !== undefined && index !== undefined)
    return { kind: 'file', tree, layer, index };
  return undefined;
}

/** Views that show where a component is: a link to one leads to its details and leaves the view. */
const STAYING: readonly ViewId[] = ['components', 'graph', 'files', 'findings', 'documents', 'compare'];

/** Where a link leads from where the user is. */
export function follow(route: Route, target: Target): Route {
  switch (target.view) {
    case 'overview':
    case 'graph':
    case 'diagnostics':
      return { ...route, view: target.view };
    case 'trust':
      if (target.page !== undefined)
        return { ...route, view: 'trust', trust: { ...route.trust, page: target.page } };
      return target.attestation === undefined
        ? { ...route, view: 'trust' }
        : showing({ ...route, view: 'trust' }, target.attestation);
    case 'components':
      return {
        ...route,
        view: 'components',
        components: { ...route.components, filter: target.filter ?? {}, text: '' },
      };
    case 'documents':
      return {
        ...route,
        view: 'documents',
        documents: followDocument(route.documents, target),
        // A source that is selected says which document is shown.
        ...(target.document !== undefined && route.selection?.kind === 'source'
          ? { selection: { kind: 'source', source: target.document } }
          : {}),
      };
    case 'compare':
      return {
        ...route,
        view: 'compare',
        compare: { ...route.compare, filter: target.filter ?? {}, text: '' },
      };
    case 'findings':
      return {
        ...route,
        view: 'findings',
        findings: { filter: target.filter ?? {}, text: '' },
      };
    case 'files': {
      const same = target.tree === route.files.tree;
      return {
        ...route,
        view: 'files',
        files: {
          ...route.files,
          tree: target.tree,
          layer: target.layer,
          text: '',
          open: withParents(same ? route.files.open : [], target.path),
          reveal: target.path,
        },
      };
    }
    case 'source':
      return { ...route, selection: { kind: 'source', source: target.source } };
    case 'component': {
      const stays = STAYING.includes(route.view);
      return {
        ...route,
        view: stays ? route.view : 'components',
        selection: { kind: 'component', component: target.component },
      };
    }
  }
}

/** The Trust view with one claim chosen. */
export function showing(route: Route, attestation: string): Route {
  return {
    ...route,
    selection: { kind: 'attestation', attestation },
    trust: {
      ...route.trust,
      page: route.trust.page === 'judges' ? 'claims' : route.trust.page,
      attestation,
    },
  };
}

/** Opens every folder above a path. */
export function withParents(open: readonly string[], path: string | undefined): readonly string[] {
  if (path === undefined) return open;
  const parts = path.split('/');
  const parents = parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('/'));
  return [...new Set([...open, ...parents])];
}

/** The filter with one value of one facet put in or taken out. */
export function toggled(filter: Filter, facet: string, value: string): Filter {
  const old = filter[facet] ?? [];
  const next = old.includes(value) ? old.filter((other) => other !== value) : [...old, value];
  const { [facet]: _, ...others } = filter;
  return next.length === 0 ? others : { ...others, [facet]: next };
}
