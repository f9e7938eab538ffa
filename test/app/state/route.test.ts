import { describe, expect, it } from 'vitest';
import {
  follow,
  formatHash,
  parseHash,
  type Route,
  START,
  toggled,
  withParents,
} from '../../../src/app/state/route.ts';

const at = (parts: Partial<Route>): Route => ({ ...START, ...parts });

describe('the address', () => {
  it.each<[string, Route]>([
    ['#overview', START],
    [
      '#components?f.ecosystem=npm&f.ecosystem=deb&sort=-places&component=pkg%3Anpm%2Flodash%404.17.20',
      at({
        view: 'components',
        selection: { kind: 'component', component: 'pkg:npm/lodash@4.17.20' },
        components: {
          ...START.components,
          filter: { ecosystem: ['npm', 'deb'] },
          sort: { column: 'places', descending: true },
        },
      }),
    ],
    [
      '#files?tree=t1&layer=3&file=3.1749&of=t1',
      at({
        view: 'files',
        selection: { kind: 'file', tree: 't1', layer: 3, index: 1749 },
        files: { ...START.files, tree: 't1', layer: 3 },
      }),
    ],
    [
      '#graph?place=12&ask=around&hops=2&from=a&to=b',
      at({
        view: 'graph',
        selection: { kind: 'relation', from: 'a', to: 'b' },
        graph: { ...START.graph, place: 12, question: 'around', hops: 2 },
      }),
    ],
    [
      '#diagnostics?severity=error',
      at({ view: 'diagnostics', diagnostics: { ...START.diagnostics, severity: 'error' } }),
    ],
    ['#overview?image=t2', at({ overview: { image: 't2' } })],
  ])('%s says where the user is, and leads back there', (hash, route) => {
    expect(formatHash(route)).toBe(hash);
    expect(parseHash(hash)).toEqual(route);
  });

  it('holds no name of a file, no search and no row of what was not read', () => {
    const secret = 'app/node_modules/secret-project/package.json';
    const route = at({
      view: 'files',
      selection: {
        kind: 'diagnostic',
        row: {
          source: 's1',
          sourceName: secret,
          entry: secret,
          offset: 0,
          code: 'unpack.gzip.truncated',
          severity: 'error',
          message: secret,
        },
      },
      components: { ...START.components, text: secret },
      files: { ...START.files, text: secret, open: [secret], reveal: secret },
      diagnostics: { ...START.diagnostics, text: secret },
    });
    for (const view of ['overview', 'components', 'files', 'graph', 'diagnostics', 'report'] as const) {
      expect(decodeURIComponent(formatHash({ ...route, view }))).not.toContain('secret');
    }
  });

  it.each([
    '',
    '#',
    '#nonsense',
    '#components?sort=colour',
    '#graph?place=-1&hops=x',
    '#files?file=1&of=t1',
    '#%',
  ])('what a person may have typed (%j) leaves the start value in place of what does not fit', (hash) => {
    const { components, graph, selection } = parseHash(hash);
    expect(components.sort).toBeUndefined();
    expect(graph).toEqual(START.graph);
    expect(selection).toBeUndefined();
  });
});

describe('following a link', () => {
  it('to components takes away the old filter and search', () => {
    const before = at({
      components: { ...START.components, filter: { state: ['removed'] }, text: 'lodash' },
    });
    const after = follow(before, { view: 'components', filter: { ecosystem: ['deb'] } });
    expect(after.view).toBe('components');
    expect(after.components).toMatchObject({ filter: { ecosystem: ['deb'] }, text: '' });
  });

  it('to a file opens the folders above it and asks for it to be shown', () => {
    const { files } = follow(START, { view: 'files', tree: 't1', path: 'app/lib/a.jar' });
    expect(files).toMatchObject({ tree: 't1', open: ['app', 'app/lib'], reveal: 'app/lib/a.jar' });
  });

  it('to a source stays in the view and changes the selection', () => {
    const after = follow(at({ view: 'files' }), { view: 'source', source: 's2' });
    expect(after.view).toBe('files');
    expect(after.selection).toEqual({ kind: 'source', source: 's2' });
  });

  it('to a component leaves views that show no components', () => {
    expect(follow(at({ view: 'graph' }), { view: 'component', component: 'c' }).view).toBe('graph');
    expect(follow(at({ view: 'report' }), { view: 'component', component: 'c' }).view).toBe('components');
  });
});

it('opening a path keeps what was open', () => {
  expect(withParents(['etc'], 'app/lib/a.jar')).toEqual(['etc', 'app', 'app/lib']);
  expect(withParents(['etc'], undefined)).toEqual(['etc']);
});

it('a facet value is put in, and taken out with its facet when it was the last', () => {
  const one = toggled({}, 'ecosystem', 'npm');
  expect(one).toEqual({ ecosystem: ['npm'] });
  expect(toggled(toggled(one, 'ecosystem', 'deb'), 'ecosystem', 'npm')).toEqual({ ecosystem: ['deb'] });
  expect(toggled(one, 'ecosystem', 'npm')).toEqual({});
});
