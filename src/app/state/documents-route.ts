import type { SourceId } from '../../core/model/source.ts';
import type { Filter } from './route.ts';

/** Where the user is in the Documents and Compare views. */

export type DocumentPage = 'says' | 'rules' | 'artifact' | 'scan';

export interface DocumentsState {
  /** The document shown; the first one there is, when absent. */
  readonly document: SourceId | undefined;
  readonly page: DocumentPage;
  readonly profile: string | undefined;
  /** The rule that is open. */
  readonly rule: string | undefined;
  /** The artifact that the document is held against, where there are several. */
  readonly tree: SourceId | undefined;
  readonly filter: Filter;
  readonly text: string;
}

export interface CompareState {
  /** Ids of the two sides; the two that suggest themselves, when absent. */
  readonly first: string | undefined;
  readonly second: string | undefined;
  readonly filter: Filter;
  readonly text: string;
}

export const START_DOCUMENTS: DocumentsState = {
  document: undefined,
  page: 'says',
  profile: undefined,
  rule: undefined,
  tree: undefined,
  filter: {},
  text: '',
};

export const START_COMPARE: CompareState = { first: undefined, second: undefined, filter: {}, text: '' };

const PAGES: readonly DocumentPage[] = ['says', 'rules', 'artifact', 'scan'];

export function writeDocuments(query: URLSearchParams, state: DocumentsState): void {
  for (const key of ['document', 'page', 'profile', 'rule', 'tree'] as const) {
    const value = state[key];
    if (value !== undefined && value !== START_DOCUMENTS[key]) query.set(key, value);
  }
}

export function writeCompare(query: URLSearchParams, state: CompareState): void {
  if (state.first !== undefined) query.set('first', state.first);
  if (state.second !== undefined) query.set('second', state.second);
}

export function readDocuments(query: URLSearchParams, filter: Filter): DocumentsState {
  return {
    document: query.get('document') ?? undefined,
    page: PAGES.find((page) => page === query.get('page')) ?? START_DOCUMENTS.page,
    profile: query.get('profile') ?? undefined,
    rule: query.get('rule') ?? undefined,
    tree: query.get('tree') ?? undefined,
    filter,
    text: '',
  };
}

export function readCompare(query: URLSearchParams, filter: Filter): CompareState {
  return {
    first: query.get('first') ?? undefined,
    second: query.get('second') ?? undefined,
    filter,
    text: '',
  };
}

/** Where a link to a document leads: what was open of another document is left. */
export function followDocument(
  state: DocumentsState,
  target: {
    readonly document?: SourceId;
    readonly page?: DocumentPage;
    readonly tree?: SourceId;
    readonly filter?: Filter;
  },
): DocumentsState {
  const same = target.document === undefined || target.document === state.document;
  return {
    ...(same ? state : START_DOCUMENTS),
    ...(target.document === undefined ? {} : { document: target.document }),
    ...(target.page === undefined ? {} : { page: target.page }),
    ...(target.tree === undefined ? {} : { tree: target.tree }),
    filter: target.filter ?? {},
    text: '',
  };
}
