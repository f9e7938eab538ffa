import { displayName } from '../core/base/names.ts';
import type { CaseDocument, CaseModel } from '../core/case/model.ts';
import type { Party } from '../core/model/document.ts';

/** What is shown of the errors of one document; all of them stand in the report. */
const MOST_ERRORS = 20;

/** What the documents of a case are and say, for a terminal. */
export function documentsText(model: CaseModel): string {
  const names = new Map(model.sources.map(({ id, path }) => [id, path]));
  const parts = model.documents.map((document) => documentText(document, names.get(document.source) ?? ''));
  const told = model.diagnostics.map(({ severity, message }) => `${severity}: ${message}\n`);
  return `${parts.join('\n')}${told.length === 0 ? '' : `\n${told.join('')}`}`;
}

function documentText(document: CaseDocument, path: string): string {
  const { format, version, serialization, counts, valid, validity, errors, partlyRead } = document;
  const atLeast = partlyRead === true ? 'at least ' : '';
  const rows: [string, string][] = [
    ['Document', displayName(path)],
    ['Format', `${format} ${displayName(version)}, ${serialization}`],
    ['Validity', valid === undefined ? `not checked: ${validity}` : valid ? 'valid' : 'INVALID'],
    ['About', displayName(document.title ?? 'not stated')],
    ['Created', displayName(document.created ?? 'not stated')],
    ['By', names(document.parties.filter(({ role }) => role !== 'tool'))],
    ['With', names(document.parties.filter(({ role }) => role === 'tool'))],
    ['Components', `${atLeast}${counts.components.toLocaleString('en')}`],
    ['Relations', `${atLeast}${counts.relations.toLocaleString('en')}`],
    ['Completeness', completenessText(document)],
    ['Signature', signatureText(document)],
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  const lines = rows.map(([label, value]) => `${label.padEnd(width)}  ${value}\n`);
  const shown = errors
    .slice(0, MOST_ERRORS)
    .map(({ pointer, message }) => `  ${pointer || '/'}: ${displayName(message)}\n`);
  const more = errors.length - shown.length;
  return [
    ...lines,
    ...(errors.length === 0 ? [] : [`Errors (${errors.length.toLocaleString('en')}):\n`, ...shown]),
    ...(more > 0 ? [`  and ${more.toLocaleString('en')} more\n`] : []),
  ].join('');
}

function names(parties: readonly Party[]): string {
  const said = parties.map(({ name, version, email }) =>
    [name ?? email ?? 'unnamed', version].filter((part) => part !== undefined).join(' '),
  );
  return said.length === 0 ? 'not stated' : displayName(said.join(', '));
}

/** What is signed, and by whom: the whole first, then parts. */
function signatureText({ signature }: CaseDocument): string {
  if (signature === undefined) return 'none in the document';
  const parts = signature.parts.map(
    ({ pointer, verdict, why }) => `; ${displayName(pointer)} ${verdict}: ${why}`,
  );
  return `${signature.verdict}: ${signature.why}${parts.join('')}`;
}

function completenessText({ completeness }: CaseDocument): string {
  const words = [...new Set(completeness.map(({ facet, raw }) => `${facet}: ${raw}`))];
  return words.length === 0 ? 'not stated' : displayName(words.join(', '));
}
