import type { LayerMark } from '../../core/case/views.ts';
import { data } from './en/data.ts';
import { compare, documents } from './en/documents.ts';
import { findings } from './en/findings.ts';
import { first } from './en/first.ts';
import { casePanel, frame, intake, search, status } from './en/frame.ts';
import { inspector } from './en/inspector.ts';
import { licenses } from './en/licenses.ts';
import { overview } from './en/overview.ts';
import { ownRecord } from './en/own-record.ts';
import { provenance } from './en/provenance.ts';
import { scans } from './en/scans.ts';
import { statements } from './en/statements.ts';
import { states, terms } from './en/states.ts';
import { story } from './en/story.ts';
import { trust } from './en/trust.ts';
import { components, diagnostics, files, graph, preview, report } from './en/views.ts';
import { working } from './en/working.ts';
import { formatCount, listed } from './format.ts';

export type { TermId } from './en/states.ts';

/** All words on the screen that do not come from the case. Plain sentences; says what, where, and what to do. */
export const en = {
  frame,
  status,
  case: casePanel,
  intake,
  search,
  first,
  states,
  terms,
  working,
  overview,
  trust,
  provenance,
  documents,
  statements,
  scans,
  compare,
  components,
  files,
  findings,
  data,
  preview,
  diagnostics,
  report,
  graph,
  inspector,
  licenses,
  ownRecord,
  story,
  waiting: '…',
  /** Below the rows of a table, on paper only. */
  printed: (shown: number, all: number) =>
    `${formatCount(shown)} of ${formatCount(all)} rows are printed here: those that were in sight.`,
  knownSystem: 'System',
  how: { title: 'How do we know' },
  copy: { label: 'Copy the whole value', done: 'Copied.', failed: 'The browser did not let it be copied.' },
  strip: (marks: readonly LayerMark[]) => {
    const of = (mark: LayerMark): string[] =>
      marks.flatMap((one, i) => (one === mark ? [String(i + 1)] : []));
    const parts = [
      { word: 'brought by layer', layers: of('brought') },
      { word: 'changed in', layers: of('changed') },
      { word: 'removed in', layers: of('removed') },
    ].filter((part) => part.layers.length > 0);
    return parts.length === 0
      ? 'in no layer'
      : parts.map((part) => `${part.word} ${listed(part.layers)}`).join(', ');
  },
} as const;
