import type { Severity } from '../../../core/base/result.ts';
import type { FindingSeverity } from '../../../core/model/finding.ts';
import { formatBytes, formatCount, plural } from '../format.ts';

export const components = {
  title: 'Components',
  count: (shown: number, all: number, removed: number) => {
    const of = shown === all ? formatCount(all) : `${formatCount(shown)} of ${formatCount(all)}`;
    return removed > 0 ? `${of}, ${formatCount(removed)} removed by a later layer` : of;
  },
  search: 'Name, version, purl',
  searchLabel: 'Search components',
  clear: 'Clear',
  removeFilter: (facet: string, value: string) => `Take out ${facet}: ${value}`,
  filter: (facet: string, value: string) => `${facet}: ${value}`,
  more: (count: number) => `${formatCount(count)} more`,
  fewer: 'fewer',
  columns: {
    name: 'Name',
    version: 'Version',
    ecosystem: 'Type',
    layer: 'Layer',
    places: 'Places',
    flag: 'Flag',
    state: 'What became of it',
  },
  states: { present: '', removed: 'removed', stated: 'only stated' },
  none: 'No package was found in this case. Loupe looks for databases and manifests of package managers; programs without one are in Files.',
  noneFits: 'No component fits. Take out a filter, or search for less.',
} as const;

export const files = {
  title: 'Files',
  count: (paths: number) => plural(paths, 'path'),
  matches: (count: number) => `${plural(count, 'path')} found`,
  modes: { label: 'What is shown', squashed: 'Squashed', layer: 'One layer' },
  tree: 'Whose files',
  search: 'Path',
  searchLabel: 'Search paths',
  removed: 'show removed ones',
  choices: {
    label: 'Which files',
    all: 'All files',
    unowned: 'In no package: what can run',
    unusual: 'Unusual rights and kinds',
    none: {
      unowned: 'Every executable, library, script and archive here belongs to a package.',
      unusual:
        'No setuid or setgid bits, capabilities, devices, world-writable entries or links out of the root.',
    },
  },
  layer: (number: number) => `Layer ${number}`,
  layersLabel: 'Layers',
  columns: {
    name: 'Name',
    size: 'Size',
    mode: 'Mode',
    layers: (count: number) => (count > 1 ? `Layers 1–${count}` : 'Layer'),
    note: 'What became of it',
  },
  types: {
    f: 'file',
    d: 'folder',
    l: 'symbolic link',
    h: 'hard link',
    p: 'named pipe',
    c: 'character device',
    b: 'block device',
  },
  odd: 'odd name, shown escaped',
  noTree: 'Nothing in this case holds files that can be listed.',
  noneFits: 'No path fits. Search for less, or look in another layer.',
  empty: 'There are no entries here.',
} as const;

export const preview = {
  label: 'Preview',
  none: 'Choose a file to see its bytes.',
  text: 'Text',
  hex: 'Hex',
  mode: 'Preview as',
  size: formatBytes,
  loading: 'Reading the bytes again.',
  window: (start: number, end: number, size: number) =>
    `bytes ${formatCount(start)} to ${formatCount(end)} of ${formatCount(size)}`,
  previous: 'Previous bytes',
  next: 'Next bytes',
  same: 'Hashed again: the same bytes as when they were read.',
  differs:
    'Hashed again: these are not the bytes that were read before. The file changed on disk; drop it again.',
  unhashed: 'Not hashed again: the digest of this part is not known.',
  empty: 'The file is empty.',
  failed: (reason: string) => `The bytes could not be read again: ${reason}`,
  saveFailed: (reason: string) => `It was not saved: ${reason}`,
  save: 'Save',
  saveNeutral: 'Under a neutral name',
  saveNeutralDetail: 'Ends in .bin, so that a double click does not run it.',
  saveZip: 'In an encrypted zip',
  saveZipDetail: 'Password “infected”, so that scanners and mail leave it whole.',
} as const;

const severities: Readonly<
  Record<Severity, { readonly word: string; readonly title: string; readonly one: string }>
> = {
  error: { word: 'not read', title: 'Not read', one: 'something was not read' },
  warning: {
    word: 'not what it seems',
    title: 'Not what it seems',
    one: 'it was read, and is not what it seems',
  },
  info: { word: 'worth knowing', title: 'Worth knowing', one: 'it was read, and is worth knowing' },
};

export const diagnostics = {
  title: 'What was not read, or is not what it seems',
  severities,
  all: 'All',
  filterLabel: 'Show',
  choice: (title: string, count: number) => `${title} ${formatCount(count)}`,
  search: 'File, entry, code',
  searchLabel: 'Search what was not read',
  columns: { severity: 'Kind', source: 'File', entry: 'Entry', offset: 'Offset', message: 'What happened' },
  nothing: 'Everything was read.',
  nothingDetail: 'No file, entry or byte was left out, and no limit was hit.',
  nothingYet: 'Nothing so far.',
  noneFits: 'Nothing fits. Search for less, or show all.',
  stillHolds: 'Still holds',
  cannotBeSaid: 'Cannot be said',
  floor: 'Counts are a floor. No sentence here says “clean” or “agrees” about the part that was not read.',
  code: 'Code',
  offset: 'At byte',
} as const;

export const report = {
  title: 'Report',
  sentence: 'Everything the case knows, in one JSON document that other programs can read.',
  early: 'Work goes on. A report saved now says what is known so far.',
  holds: 'What it holds',
  rows: {
    sources: 'Sources with digests',
    images: 'Images with layers and ladder',
    components: 'Components with places',
    relations: 'Relations',
    documents: 'Documents with their rules',
    attestations: 'Attestations with every check',
    findings: 'Findings, suppressed ones too',
    diagnostics: 'What was not read, or is not what it seems',
    entries: 'Entries of every tree',
  },
  left: 'left out',
  entries: 'With every entry of every layer',
  entriesDetail: 'The list of all files makes the report larger: count some 250 bytes for each.',
  save: 'Save the report',
  saving: 'Writing the report',
  schema: 'Schema',
  order: 'Order',
  orderValue: 'The same files give the same report, in whatever order they were dropped.',
  stays:
    'The report is made here and saved to your disk. It names files and digests; it holds no file contents.',
  failed: (reason: string) => `The report could not be written: ${reason}`,
  sbom: {
    title: 'As an SBOM, or as notices',
    sentence:
      'What was found, with what your documents say of it, in a standard format. What is not known is written as not known.',
    formats: [
      {
        id: 'cyclonedx',
        name: 'CycloneDX 1.6',
        detail: 'JSON. The fuller of the two: hashes, places, licences, what is complete.',
      },
      {
        id: 'spdx',
        name: 'SPDX 2.3',
        detail:
          'JSON. It has no place for what BSI TR-03183-2 v2.1 asks for (completeness, SHA-512 of the deployable, its kind): for that, take CycloneDX.',
      },
      {
        id: 'notices',
        name: 'Licence notices',
        detail:
          'Text. The licence texts, notices and copyright files that were found, each under the component it lies in.',
      },
    ],
  },
} as const;

export const graph = {
  title: 'Graph',
  questions: { label: 'Question', why: 'Why', around: 'Around' },
  emptyTitle: 'What do you want to ask about?',
  emptySentence: 'Choose a component. The graph shows every way that leads to it, or what stands around it.',
  flaggedTitle: 'Flagged: the shortest way from the root to each',
  facts: (count: number) => plural(count, 'fact'),
  noRelations: 'No relations were found in this case, so there is nothing to draw.',
  unknown: 'This question has no answer any more: the component is not in the case.',
  loading: 'Asking the case.',
  placing: 'Placing the nodes.',
  layoutFailed: (reason: string) =>
    `The drawing could not be laid out: ${reason} The list below has the same answer.`,
  context: 'In',
  place: 'Place asked about',
  placeOf: (index: number, count: number, path: string) => `${index} of ${count}: ${path}`,
  hops: 'Steps around',
  hop: (count: number) => plural(count, 'step'),
  legend: {
    answer: 'shortest way',
    runtime: 'runtime',
    dev: 'development',
    optional: 'optional',
    peer: 'peer',
    group: 'group',
    cycle: 'cycle',
    flagged: 'a fact stands on it',
  },
  flagWord: (worst: FindingSeverity) => (worst === 'none' ? 'flagged' : worst),
  flagged: ({ worst, facts }: { readonly worst: FindingSeverity; readonly facts: number }) =>
    `Flagged: ${plural(facts, 'fact')}${worst === 'none' ? '' : `, the worst ${worst}`}.`,
  nodes: (shown: number, of: number) => `${formatCount(shown)} of ${plural(of, 'node')}`,
  cycle: (count: number) => `cycle of ${formatCount(count)}`,
  group: (members: number) => `${plural(members, 'member')}, opens in place`,
  zoomIn: 'Larger',
  zoomOut: 'Smaller',
  fit: 'Fit',
  drawing: (title: string) =>
    `Drawing: ${title}. Arrow keys go along edges and between neighbours, Enter selects, w asks why, plus and minus change the size.`,
  node: (label: string, sub: string, role: string, up: number, down: number) =>
    `${label} ${sub}${role === '' ? '' : `, ${role}`}. Asked for by ${up}, asks for ${down}.`,
  roles: { root: 'root', target: 'what was asked about', node: '', group: 'group, opens in place' },
  edge: (from: string, to: string, kind: string) => `${from} asks for ${to}, ${kind}`,
  list: 'The same as a list',
  ways: (shown: number, total: number, atLeast: boolean) => {
    const all = `${atLeast ? 'at least ' : ''}${plural(total, 'way')}`;
    return shown < total
      ? `the first ${formatCount(shown)} of ${all}, shortest first`
      : `${all}, shortest first`;
  },
  noWays: 'Nothing asks for it: it is a root itself, or came without anyone saying why.',
  neighbours: 'What stands around it',
  columns: { way: 'Way', length: 'Length', use: 'Use', from: 'Asks', to: 'For', word: 'Word in the file' },
  around: (label: string) => `Around ${label}`,
  why: (label: string) => `Why ${label}`,
  crumbs: 'Questions so far',
  dot: 'DOT',
  svg: 'SVG',
  saveDot: 'Save as DOT',
  saveSvg: 'Save as SVG',
  scope: (scope: string | undefined) => (scope === 'dev' ? 'development' : (scope ?? 'not stated')),
} as const;
