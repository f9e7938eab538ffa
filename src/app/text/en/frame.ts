import { formatCount, formatDuration, plural } from '../format.ts';

export const frame = {
  name: 'Loupe',
  views: {
    overview: 'Overview',
    trust: 'Trust',
    documents: 'Documents',
    components: 'Components',
    graph: 'Graph',
    files: 'Files',
    compare: 'Compare',
    findings: 'Findings',
    diagnostics: 'Not read',
    report: 'Report',
  },
  viewsLabel: 'Views',
  skip: 'Skip to the view',
  theme: 'Switch between light and dark',
  showCase: 'Show the case',
  hideCase: 'Hide the case',
  starting: 'Starting.',
  broken: (reason: string) =>
    `Loupe could not start its workers: ${reason} Nothing can be read in this window.`,
  problem: 'That did not work.',
  dismiss: 'Close this note',
} as const;

export const status = {
  label: 'Status',
  requests: (count: number) => ({
    count: formatCount(count),
    word: count === 1 ? 'network request' : 'network requests',
  }),
  empty: 'Empty',
  working: (percent: string) => `Working, ${percent}`,
  stopping: 'Stopping',
  done: (took: number | undefined) => (took === undefined ? 'Done' : `Done in ${formatDuration(took)}`),
  partial: 'Done, not fully inspected',
  root: (name: string, digest: string, more: number) =>
    `${name}, ${digest}${more > 0 ? ` and ${plural(more, 'other root')}` : ''}`,
  noRoot: 'No trusted root',
  rootTitle: 'What judges the claims of this case',
  limits: 'Limits: default',
  limitsTitle: 'Limits of this case',
  limitsText:
    'Each is counted before memory is used. One that is hit is named, and the case reads not fully inspected.',
  limitNames: {
    nesting: 'Archives inside archives',
    entriesPerArchive: 'Entries of one archive',
    entriesPerCase: 'Entries of the case',
    expansionRatio: 'Expansion of a stream, times its size',
    expandedPerCase: 'Bytes unpacked in all',
    heldPerCase: 'Bytes held at once',
    hashedPerEntry: 'Bytes hashed of one entry',
    parsedNested: 'Document inside an archive',
    parsedDropped: 'Document that was dropped',
    path: 'Bytes of a path',
    window: 'Window of zstd and xz',
  },
  requestsTitle: 'Network requests since the page opened',
  requestsText:
    'The browser counts them for the page. Its own policy forbids connections to anywhere, for the page and for its workers:',
  noPolicy:
    'This copy carries no policy of its own. The built page does; use that for anything you care about.',
  requestsProof: 'The real proof is to unplug the network: everything works as before.',
} as const;

export const casePanel = {
  label: 'Case',
  title: 'Case',
  sources: (count: number) => plural(count, 'source'),
  roles: { subject: 'Subject', claim: 'Claims', reference: 'Reference' },
  add: 'Add files',
  addFolder: 'Add a folder',
  more: 'More',
  remove: (name: string) => `Remove ${name}`,
  removeDetail: 'Leaves the file on your disk as it is.',
  clear: 'Clear the case',
  clearDetail: 'Forgets everything that was dropped.',
  hint: 'Drop more files anywhere on this page. They join the case by digest.',
  hintWorking: 'You can drop more files now. You can also read what is here already.',
  expand: (name: string) => `Open ${name}`,
  collapse: (name: string) => `Close ${name}`,
} as const;

export const intake = {
  overlay: 'Drop to add to the case.',
  overlayDetail: 'Nothing leaves this page.',
  added: (count: number) => `${plural(count, 'file')} added.`,
  unread: (names: readonly string[]) =>
    `${plural(names.length, 'file')} of the drop could not be opened: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ' and more' : ''}. Check that they may be read, and drop them again.`,
  pasteRefused: 'The browser does not let a button read the clipboard here. Press Ctrl V (⌘ V) instead.',
  pasteEmpty: 'The clipboard holds neither files nor text.',
  folderRefused: (reason: string) => `The folder could not be read: ${reason}`,
  input: 'Choose files to add to the case',
} as const;

export const search = {
  everywhere: 'Find anything',
  everywhereLabel: 'Find components, files and what was not read',
  clear: 'Clear the search',
  components: 'Components',
  files: 'Files',
  diagnostics: 'Not read',
  all: (count: number) => `all ${formatCount(count)}`,
  none: (text: string) => `Nothing in the case has “${text}” in its name.`,
  results: (count: number) => plural(count, 'result'),
} as const;
