import type { Component } from 'svelte';
import type { Summary } from '../../core/case/views.ts';
import type { ViewId } from '../state/route.ts';
import Compare from './Compare.svelte';
import Components from './Components.svelte';
import Diagnostics from './Diagnostics.svelte';
import Documents from './documents/Documents.svelte';
import Files from './files/Files.svelte';
import Findings from './findings/Findings.svelte';
import Graph from './graph/Graph.svelte';
import Overview from './overview/Overview.svelte';
import Report from './Report.svelte';
import Trust from './trust/Trust.svelte';

/** A view of the case. Its title is `en.frame.views[id]`. */
export interface View {
  readonly id: ViewId;
  readonly component: Component;
  /** The figure beside its title; hidden at 0. */
  readonly count?: (summary: Summary) => number | undefined;
}

/** In the order of the top bar. A new view is one line here and its words in `text/en/frame.ts`. */
export const VIEWS: readonly View[] = [
  { id: 'overview', component: Overview },
  { id: 'trust', component: Trust, count: (summary) => summary.attestations },
  { id: 'documents', component: Documents, count: (summary) => summary.documents },
  { id: 'components', component: Components, count: (summary) => summary.components },
  { id: 'graph', component: Graph },
  { id: 'files', component: Files },
  { id: 'compare', component: Compare },
  { id: 'findings', component: Findings, count: ({ findings }) => findings?.open },
  {
    id: 'diagnostics',
    component: Diagnostics,
    count: ({ diagnostics }) => diagnostics.error + diagnostics.warning,
  },
  { id: 'report', component: Report },
];
