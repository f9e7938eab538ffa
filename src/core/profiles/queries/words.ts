import type { CompareState } from '../../case/compare/types.ts';
import type { ReconciledState } from '../../case/reconcile/types.ts';

/** Words for the values of facets, which come with the rows. */
export const RECONCILED: Readonly<Record<ReconciledState, string>> = {
  disagrees: 'disagree',
  'only-claimed': 'only in the document',
  'only-found': 'only in the artifact',
  matched: 'in both',
  covered: 'part of a package that is listed',
};

export const COMPARED: Readonly<Record<CompareState, string>> = {
  changed: 'changed',
  removed: 'only in the first',
  added: 'only in the second',
  same: 'the same in both',
};

export const FIELDS: Readonly<Record<string, string>> = {
  name: 'name',
  version: 'version',
  architecture: 'architecture',
  license: 'license',
  hash: 'hash',
  relation: 'relations',
};

export const JOINS: Readonly<Record<string, string>> = {
  digest: 'by digest',
  purl: 'by package URL',
  name: 'by name and version',
};
