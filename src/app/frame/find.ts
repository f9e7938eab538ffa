import type { CaseApi } from '../../../workers/protocol.ts';
import type { Target, TreeChoice } from '../../core/case/views.ts';
import type { Route } from '../state/route.ts';
import { en } from '../text/en.ts';
import { pathEnd } from '../text/format.ts';

export interface Found {
  readonly key: string;
  readonly label: string;
  readonly aside: string;
  readonly target: Target;
  /** For “all of them”: the view with the text as its search. */
  readonly text?: (route: Route) => Route;
}

export interface Group {
  readonly title: string;
  readonly found: readonly Found[];
}

/** Hits shown of each kind; a last line leads to all of them. */
const SHOWN = 6;

/** What has the text in its name: components, paths of every tree, and what was not read. Empty groups are left out. */
export async function find(
  api: CaseApi,
  trees: readonly TreeChoice[],
  text: string,
): Promise<readonly Group[]> {
  const window = { text, offset: 0, limit: SHOWN };
  const [components, diagnostics, ...files] = await Promise.all([
    api.components(window),
    api.diagnostics(window),
    ...trees.slice(0, 4).map(async ({ tree, name }) => ({
      tree,
      name,
      page: await api.files({ ...window, tree, open: [], removed: true }),
    })),
  ]);
  const groups: Group[] = [
    {
      title: en.search.components,
      found: withAll(
        components.rows.map((row) => ({
          key: `component ${row.id}`,
          label: `${row.name} ${row.version}`,
          aside: row.ecosystem,
          target: { view: 'component', component: row.id },
        })),
        components.total,
        { view: 'components' },
        (route) => ({ ...route, view: 'components', components: { ...route.components, filter: {}, text } }),
      ),
    },
    ...files.map(({ tree, name, page }) => ({
      title: trees.length > 1 ? `${en.search.files}, ${name}` : en.search.files,
      found: withAll(
        page.rows.slice(0, SHOWN).map((row) => ({
          key: `file ${row.path} ${row.layer} ${row.index}`,
          label: row.path.slice(row.path.lastIndexOf('/') + 1),
          aside: pathEnd(row.path.slice(0, Math.max(0, row.path.lastIndexOf('/'))), 36),
          target: { view: 'files', tree, path: row.path },
        })),
        page.total,
        { view: 'files', tree },
        (route) => ({
          ...route,
          view: 'files',
          files: { ...route.files, tree, layer: undefined, text, reveal: undefined },
        }),
      ),
    })),
    {
      title: en.search.diagnostics,
      found: withAll(
        diagnostics.rows.map((row, i) => ({
          key: `diagnostic ${i}`,
          label: row.message,
          aside: row.code,
          target: { view: 'diagnostics' },
          text: (route) => ({
            ...route,
            view: 'diagnostics',
            selection: { kind: 'diagnostic', row },
            diagnostics: { severity: undefined, text },
          }),
        })),
        diagnostics.total,
        { view: 'diagnostics' },
        (route) => ({ ...route, view: 'diagnostics', diagnostics: { severity: undefined, text } }),
      ),
    },
  ];
  return groups.filter((group) => group.found.length > 0);
}

function withAll(
  found: readonly Found[],
  total: number,
  target: Target,
  text: (route: Route) => Route,
): readonly Found[] {
  if (total <= found.length) return found;
  return [...found, { key: `all ${target.view}`, label: en.search.all(total), aside: '', target, text }];
}
