import type {
  FocusGraph,
  GraphEdge,
  GraphNode,
  ImageSummary,
  SourceRow,
  Summary,
  TrustPage,
} from '../../src/core/case/views.ts';

/** Rows as the case answers them, with what a test does not speak of filled in. */
export function summary(parts: Partial<Summary> = {}): Summary {
  return {
    version: 1,
    sources: 1,
    components: 0,
    ecosystems: [],
    removedComponents: 0,
    relations: 0,
    attestations: 0,
    documents: 0,
    images: [],
    others: [],
    entries: 0,
    diagnostics: { error: 0, warning: 0, info: 0 },
    notFullyInspected: [],
    locked: [],
    map: [],
    advisories: { states: undefined, unused: [] },
    findings: {
      open: 0,
      suppressed: 0,
      grades: { fact: 0, policy: 0, hint: 0 },
      facts: [],
      contradicted: 0,
      first: [],
    },
    ...parts,
  };
}

export function image(parts: Partial<ImageSummary> = {}): ImageSummary {
  return {
    source: 's1',
    tree: 't1',
    name: 'example.org/tide:1',
    archive: 'tide.tar',
    kindTitle: 'OCI image layout',
    platform: 'linux/amd64',
    size: 25_937_920,
    manifestDigest: `sha256:${'7463'.repeat(16)}`,
    configDigest: undefined,
    created: undefined,
    distro: undefined,
    user: undefined,
    command: [],
    layers: [],
    paths: 0,
    entries: 0,
    replacedOrRemoved: 0,
    ladder: [],
    ladderState: 'claimed',
    ...parts,
  };
}

export function source(id: string, parts: Partial<SourceRow> = {}): SourceRow {
  return {
    id,
    parent: undefined,
    depth: 0,
    name: `${id}.tar`,
    kind: 'tar',
    kindTitle: 'tar archive',
    role: 'subject',
    size: 1024,
    aside: '1.0 kB',
    state: undefined,
    hasChildren: false,
    icon: 'archive',
    tree: undefined,
    ...parts,
  };
}

export function trust(parts: Partial<TrustPage> = {}): TrustPage {
  return {
    version: 1,
    rows: [],
    roots: [],
    keys: [],
    references: [],
    expectations: {},
    pending: 0,
    ...parts,
  };
}

export function node(id: number, parts: Partial<GraphNode> = {}): GraphNode {
  return {
    id,
    label: `n${id}`,
    sub: '1.0.0',
    role: 'node',
    component: `c${id}`,
    place: id,
    members: 1,
    cycle: undefined,
    ...parts,
  };
}

export function edge(from: number, to: number, parts: Partial<GraphEdge> = {}): GraphEdge {
  return { from, to, scope: 'runtime', rawKind: 'dependencies', answer: false, ...parts };
}

export function graph(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): FocusGraph {
  return {
    title: 'Why is n2 here',
    sentence: '',
    context: 'tide',
    nodes,
    edges,
    ways: [],
    waysTotal: 0,
    atLeast: false,
    of: nodes.length,
  };
}
