const count = (number: number, one: string, many = `${one}s`) =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`;

/** Words of the panel on advisory data and VEX. */
export const data = {
  title: 'Advisory data',
  none: 'No advisory data were dropped, so nothing is known of vulnerabilities. Drop an all.zip of OSV, single OSV records, or an index made by loupe advisories build.',
  noneInUse: 'none in use: known vulnerabilities were not looked up',
  nowUnused: (name: string) => `${name} is used no longer.`,
  states: (matched: number, clean: number, noData: number) =>
    `${count(matched, 'component')} matched, ${clean.toLocaleString('en')} clean${noData === 0 ? '.' : `, of ${noData.toLocaleString('en')} nothing is known.`}`,
  component: {
    title: 'In advisory data',
    matched: 'Matched.',
    clean: (date: string) => (date === '' ? 'Clean, as of an unknown date.' : `Clean as of ${date}.`),
    noData: 'No data.',
  },
  superseded: (matches: number) =>
    `The data in use disagree: ${count(matches, 'match', 'matches')} of older records ${matches === 1 ? 'does' : 'do'} not count, since other data have a newer state of the same record. Each is told with its component.`,
  use: 'Use it',
  stop: 'Use it no longer',
  useLabel: (name: string) => `Use the advisory data ${name}`,
  stopLabel: (name: string) => `Use the advisory data ${name} no longer`,
  inUse: 'in use',
  inert: 'not in use',
  records: (records: number, withdrawn: number, newest: string) =>
    [
      count(records, 'advisory', 'advisories'),
      // Where there are others, that some were taken back says nothing of use.
      ...(records === 0 && withdrawn > 0 ? [`${withdrawn.toLocaleString('en')} withdrawn`] : []),
      newest === '' ? 'of unknown date' : `the newest of ${newest.slice(0, 10)}`,
    ].join(', '),
  covers: (names: readonly string[]) =>
    names.length === 0
      ? 'It states no coverage: it adds matches, and makes nothing clean.'
      : `It covers ${names.slice(0, 12).join(', ')}${names.length > 12 ? ` and ${names.length - 12} more` : ''}.`,
  partial: (ecosystems: number) =>
    `To ${count(ecosystems, 'other ecosystem or release', 'other ecosystems or releases')} it only adds matches.`,
  confirm:
    'Is it all that is published of an ecosystem? Then what it does not name is clean there. It holds records of:',
  confirmLabel: (ecosystem: string, name: string) => `${name} holds all advisories of ${ecosystem}`,
  signature: {
    verified: 'Signed, and the signature is verified.',
    failed: 'A signature over it does not hold.',
    unproven: 'Signed, and nobody vouches for the signature yet: see Trust.',
    unsigned: 'Not signed: compare its SHA-256 with one you got by another way.',
  },
  checked: {
    made: 'Made here: its counts and dates are of the records that were read.',
    held: 'Its counts, dates and order were held against all that it holds. What it was made of, and that this was everything, is its maker’s word.',
    'not-yet': 'What it states of itself is held against all that it holds once it is in use.',
    disagrees: 'It does not hold what it states of itself, so it calls nothing clean.',
  },
  licenses: (names: readonly string[]) => `Licences of its records: ${names.join(', ')}.`,
  licences: 'Licence policies',
  useLicencesLabel: (name: string) => `Use the licence policy ${name}`,
  stopLicencesLabel: (name: string) => `Use the licence policy ${name} no longer`,
  save: 'Save as index',
  why: 'Why nothing is known',
  of: (components: number) => count(components, 'component'),
  vex: 'VEX documents',
  nested: 'Found inside an artifact: it never counts.',
  signed: 'Signed, and the signature is verified.',
  unsigned: 'Not signed: anyone could have written this author.',
  accept: (author: string) => `Accept statements of ${author}`,
  refuse: (author: string) => `Accept statements of ${author} no longer`,
  noAuthor: 'It names no author, so none can be accepted.',
  applied: (statements: number, unmatched: number) =>
    `${count(statements, 'statement')}, ${unmatched.toLocaleString('en')} without effect.`,
  unmatched: 'Statements without effect',
  unresolved: 'References to products that name nothing for certain',
  shipped: 'Tables that ship with Loupe',
  shippedOf: (counted: number, of: string, day: string, age: number) =>
    `${count(
      counted,
      of,
      of.replace(/y$|s$|$/, (end) => (end === 'y' ? 'ies' : end === 's' ? 'ses' : 's')),
    )}, of ${day}, ${age < 60 ? count(age, 'day') : count(Math.round(age / 30.44), 'month')} old.`,
  licensed: (license: string, url: string) => `${license}, ${url}`,
  old: 'It is old: what was published since is not in it.',
  replaced: (name: string, day: string) => `Not in use: ${name}, of ${day}, is newer and takes its place.`,
} as const;
