import type { CompareState } from '../../../core/case/compare/types.ts';
import type { JoinedBy, ReconciledNote, ReconciledState } from '../../../core/case/reconcile/types.ts';
import type { Circles } from '../../../core/graph/circles.ts';
import type { Knowing } from '../../../core/model/knowing.ts';
import type { Denominator, RuleStatus } from '../../../core/profiles/types.ts';
import type {
  DocumentDetail,
  DocumentRow,
  ProfileTable,
  ReconciliationSummary,
  RuleRow,
} from '../../../core/profiles/views.ts';
import { formatCount, listed, plural } from '../format.ts';
import { joinRich, type Piece, type Rich } from '../rich.ts';
import { counted, levels, statuses } from './document-rules.ts';
import { scans } from './scans.ts';

const LANGUAGES: Readonly<Record<DocumentRow['serialization'], string>> = {
  json: 'JSON',
  xml: 'XML',
  'tag-value': 'tag-value',
  yaml: 'YAML',
  rdf: 'RDF/XML',
  protobuf: 'protobuf',
};

const joins: Readonly<Record<JoinedBy, { readonly word: string; readonly means: string }>> = {
  digest: { word: 'by digest', means: 'Both name the same bytes.' },
  purl: { word: 'by package URL', means: 'Both name the same package. Weaker than a digest.' },
  name: { word: 'by name', means: 'Name and version agree. Weaker than a package URL.' },
};

const standing: Readonly<
  Record<ReconciledState, { readonly word: string; readonly state: Knowing | undefined }>
> = {
  matched: { word: 'in both', state: undefined },
  disagrees: { word: 'disagree', state: 'contradicted' },
  'only-claimed': { word: 'only claimed', state: 'claimed' },
  'only-found': { word: 'not listed', state: 'missing' },
  covered: { word: 'part of another', state: undefined },
};

const notes: Readonly<Record<ReconciledNote, string>> = {
  removed: 'a later layer removed it',
  locked: 'named by a lockfile, not installed',
  'no-version': 'one side states no version',
  'no-epoch': 'one side states no epoch',
};

const fields: Readonly<Record<string, string>> = {
  name: 'name',
  version: 'version',
  architecture: 'architecture',
  hash: 'hash',
  license: 'license',
  relation: 'relations',
};

type Held = ReconciliationSummary;

function artifact(held: Held, filter: Readonly<Record<string, readonly string[]>>) {
  return { view: 'documents', document: held.document, page: 'artifact', tree: held.tree, filter } as const;
}

/** The answer of the page: what the document claims and what of it is there. */
function heldAgainst(held: Held): Rich {
  const of = (count: number, state: string): Piece => ({
    link: formatCount(count),
    target: artifact(held, { state: [state] }),
  });
  const odd: Rich[] = [
    ...(held.disagrees > 0
      ? [
          [
            of(held.disagrees, 'disagrees'),
            held.disagrees === 1 ? ' disagrees with it' : ' disagree with it',
          ] as Rich,
        ]
      : []),
    ...(held.onlyClaimed > 0
      ? [
          [
            of(held.onlyClaimed, 'only-claimed'),
            held.onlyClaimed === 1 ? ' is only in the document' : ' are only in the document',
          ] as Rich,
        ]
      : []),
    ...(held.onlyFound > 0
      ? [
          [
            of(held.onlyFound, 'only-found'),
            held.onlyFound === 1 ? ' is only in the artifact' : ' are only in the artifact',
          ] as Rich,
        ]
      : []),
  ];
  return [
    of(held.matched, 'matched'),
    ` of ${plural(held.claimed, 'component')} that it lists ${held.matched === 1 ? 'is' : 'are'} in `,
    { name: held.artifact },
    odd.length === 0 ? ', and nothing else was found there.' : '; ',
    ...joinRich(odd),
    odd.length === 0 ? '' : '.',
  ];
}

const describedBy: Readonly<Record<Held['by'], string>> = {
  digest: 'It names this artifact by its digest.',
  purl: 'It names this artifact by package URL, which is weaker than a digest.',
  name: 'It names this artifact by name, which is weaker than a digest.',
  only: 'It does not say which artifact it is about: this is the only one here.',
};

function isValid({ valid, errors }: DocumentRow): Piece {
  if (valid === true) return 'valid';
  return valid === false
    ? { state: 'contradicted', word: `invalid, ${plural(errors, 'error')}` }
    : { state: 'not-inspected', word: 'validity not checked' };
}

function whatItStates({ scan, components, relations, statements, partlyRead }: DocumentRow): string {
  if (scan !== undefined && components === 0) return '. It is the report of a scanner';
  const said = plural(statements, 'statement');
  if (components === 0 && statements > 0) return `. It makes ${said} on vulnerabilities in products`;
  if (partlyRead && components === 0) return '. Of what it states nothing was read';
  const counts = `${plural(components, 'component')} and ${plural(relations, 'relation')}`;
  const states = `. It states ${partlyRead ? 'at least ' : ''}${counts}`;
  return statements === 0 ? states : `${states}, makes ${said} on vulnerabilities`;
}

export const documents = {
  title: 'Documents',
  none: 'No document in this case',
  noneDetail:
    'Drop an SBOM (CycloneDX, SPDX, Syft), a VEX document or the report of another scanner (Trivy, Grype, OSV-Scanner, SARIF), alone or with the artifact it describes. Everything it states is then held against what was found.',
  noneUnread: (sources: number): Rich => [
    { link: plural(sources, 'file'), target: { view: 'diagnostics' } },
    ` here ${sources === 1 ? 'was' : 'were'} not read in full: a document may be among what was not.`,
  ],
  count: (rows: readonly DocumentRow[]) => {
    const [only] = rows;
    return rows.length === 1 && only !== undefined ? only.name : plural(rows.length, 'document');
  },
  list: {
    title: 'Documents',
    columns: {
      name: 'Document',
      format: 'Format',
      valid: 'Schema',
      components: 'Components',
      held: 'Against the artifact',
    },
  },
  format: (row: DocumentRow) => `${row.format} ${row.version.replace(/^SPDX-/, '')}`,
  valid: { yes: 'valid', no: (errors: number) => `${plural(errors, 'error')}`, unknown: 'not checked' },
  heldShort: (held: Held | undefined, row: DocumentRow) =>
    held === undefined
      ? row.scan === undefined
        ? row.components === 0 && row.statements > 0
          ? ''
          : 'no artifact'
        : scans.short(row.scan)
      : `${formatCount(held.matched)} of ${formatCount(held.claimed)}${held.onlyFound > 0 ? `, ${formatCount(held.onlyFound)} not listed` : ''}`,
  sentence: (row: DocumentRow): Rich => [
    `${row.format} ${row.version.replace(/^SPDX-/, '')} (${LANGUAGES[row.serialization]}), `,
    isValid(row),
    whatItStates(row),
    ...(row.title === undefined ? ['.'] : [', and describes ', { name: row.title } as const, '.']),
    ...(row.partlyRead && row.components > 0
      ? [' ', { state: 'not-inspected', word: 'Only a part of it was read.' } as const]
      : []),
  ],
  heldAgainst,
  more: (count: number): Rich => [
    { link: plural(count, 'more document'), target: { view: 'documents' } },
    count === 1 ? ' speaks of it.' : ' speak of it.',
  ],
  describedBy,
  otherDigest: 'It gives what it describes a digest that nothing here has. It may be about another build.',
  partial: 'The artifact was not read in full: what is missing from it may be where nobody looked.',
  partialDocument: 'The document was not read in full: what it seems not to list may be in its rest.',
  loading: 'Asking the case.',
  pages: {
    label: 'What is shown',
    says: 'What it says',
    rules: 'Profiles',
    artifact: 'Against the artifact',
    scan: scans.page,
  },
  says: {
    silent: 'What it does not say',
    silentIntro: 'Nothing is said of:',
    silentNothing:
      'It says what it describes, who made it and when, what depends on what, and how complete that is.',
    signature: 'Signature',
    part: 'Part',
    facts: 'About the document',
    id: 'Serial number or namespace',
    created: 'Made',
    authors: 'By',
    tools: 'With',
    lifecycle: 'Phase',
    completeness: 'Completeness',
    external: 'Names other documents',
    externalWords: {
      resolved: 'in this case',
      unchecked: 'in this case by its name alone',
      'not-dropped': 'not dropped',
      'checksum-differs': 'another version of it is in this case',
      several: 'several are called so',
    },
    more: (count: number) => `and ${formatCount(count)} more`,
    circles: 'In circles',
    circlesValue: ({ selves, circles, components }: Circles) =>
      [
        ...(circles > 0
          ? [`${plural(components, 'component')} depend on each other in ${plural(circles, 'circle')}`]
          : []),
        ...(selves > 0
          ? [`${plural(selves, 'component')} on ${selves === 1 ? 'itself' : 'themselves'}`]
          : []),
      ].join('; '),
    dangling: 'Dangling',
    danglingValue: (count: number) => `${plural(count, 'relation')} to something that it does not hold`,
    notStated: 'not stated',
    completenessOf: ({ facet, word, count }: DocumentDetail['completeness'][number]) =>
      `${facet}: ${word.replaceAll('_', ' ')} (${formatCount(count)})`,
    validity: 'Schema and rules of the format',
    errors: (count: number) => plural(count, 'error'),
    shownErrors: (shown: number, all: number) =>
      `The first ${formatCount(shown)} of ${plural(all, 'error')}; the report has all.`,
  },
  /** Short names of the profiles; one that is not here is shown by its id. */
  profileNames: {
    'cisa-2026': 'CISA 2026',
    'ntia-2021': 'NTIA 2021',
    'bsi-tr-03183-2': 'BSI TR-03183-2',
    'fsct-3': 'FSCT 3',
    'eu-cra': 'EU CRA',
  } as Readonly<Record<string, string>>,
  rules: {
    label: 'Profile',
    sum: (profile: ProfileTable): string => {
      const order: readonly RuleStatus[] = [
        'pass',
        'fail',
        'declared-unknown',
        'withheld',
        'not-expressible',
        'not-checkable',
      ];
      const parts = order.flatMap((status) => {
        const count = profile.counts[status] ?? 0;
        return count === 0 ? [] : [`${formatCount(count)} ${statuses[status].word}`];
      });
      return `${plural(profile.rules.length, 'rule')}: ${parts.join(', ')}.`;
    },
    noScore: 'These are counts, not a score.',
    by: (profile: ProfileTable) => `${profile.issuer}, ${profile.version}, ${profile.published}`,
    checked: (day: string) => `Field lists checked on ${day}.`,
    none: 'This document lists no components by its nature: there is nothing for a profile to look at.',
    statuses,
    levels,
    amount: (rule: RuleRow) => (rule.of === 0 ? '' : `${formatCount(rule.pass)} of ${formatCount(rule.of)}`),
    what: 'Asked for in',
    where: 'Where this format keeps it',
    counted: 'Counted',
    countedOf: (denominator: Denominator) => counted[denominator],
    outcome: 'Outcome',
    said: (rule: RuleRow): string =>
      [
        rule.unknown > 0 ? `${formatCount(rule.unknown)} said to be unknown` : '',
        rule.withheld > 0 ? `${formatCount(rule.withheld)} withheld` : '',
        rule.measured > 0 ? `${formatCount(rule.measured)} can be told from the artifact` : '',
      ]
        .filter(Boolean)
        .join(', '),
    remedy: 'How to fix it',
    failing: (count: number) =>
      plural(count, 'component does', 'components do').replace(/ (does|do)$/, ' $1 not meet it'),
    columns: { name: 'Component', version: 'Version', pointer: 'Stated at', measured: 'Measured by Loupe' },
    noneFailing: 'Every component meets it.',
  },
  artifact: {
    none: 'There is no artifact to hold it against',
    noneDetail:
      'Drop the image or package that this document describes. Where several are here and the document names none of them, choose both sides in Compare.',
    which: 'Held against',
    search: 'Name, version, path',
    searchLabel: 'Search what was held against each other',
    count: (shown: number, all: number) =>
      shown === all ? plural(all, 'row') : `${formatCount(shown)} of ${plural(all, 'row')}`,
    columns: {
      state: 'Standing',
      name: 'Component',
      claimed: 'Document says',
      found: 'Artifact has',
      ecosystem: 'Type',
      why: 'How, and what differs',
    },
    noneFits: 'Nothing fits. Take out a filter, or search for less.',
    standing,
    joins,
    notes,
    fields,
    difference: (field: string, claimed: string, found: string) =>
      `${fields[field] ?? field}: ${claimed || 'none'} ≠ ${found || 'none'}`,
    files: (held: Held) =>
      held.files === undefined
        ? ''
        : `Of the files it names, ${formatCount(held.files.matched)} are there, ${formatCount(held.files.onlyClaimed)} are not, ${formatCount(held.files.disagrees)} have other bytes. ${plural(held.files.unnamed, 'file')} of the artifact ${held.files.unnamed === 1 ? 'is' : 'are'} not named.`,
  },
  inspector: { look: 'Show the document', states: 'As a document' },
} as const;

const changes: Readonly<Record<CompareState, { readonly word: string; readonly sign: string }>> = {
  changed: { word: 'changed', sign: '≠' },
  removed: { word: 'only in the first', sign: '−' },
  added: { word: 'only in the second', sign: '+' },
  same: { word: 'the same', sign: '=' },
};

export const compare = {
  title: 'Compare',
  needsTwo: 'Two things are needed',
  needsTwoDetail:
    'Drop two releases of an image, package or SBOM, or an SBOM with its artifact. What was added, removed or changed between them is then listed here.',
  pick: 'Choose',
  pickDetail: 'Or choose two things above: what lies inside another is there too.',
  first: 'First',
  second: 'Second',
  swap: 'Swap',
  choice: (name: string, what: string, components: number) =>
    `${name} (${what}, ${plural(components, 'component')})`,
  same: 'Both sides are the same. Choose another one.',
  partial: (names: readonly string[]) =>
    `Only a part of ${listed(names)} was read: what seems to be added or removed may be in the rest.`,
  sentence: (counts: Readonly<Record<CompareState, number>>): Rich => {
    const parts = (['added', 'removed', 'changed'] as const).flatMap((state): Rich[] =>
      counts[state] === 0
        ? []
        : [
            [
              { link: formatCount(counts[state]), target: { view: 'compare', filter: { state: [state] } } },
              ` ${state}`,
            ],
          ],
    );
    return parts.length === 0
      ? [`Nothing was added, removed or changed: ${plural(counts.same, 'component')} are the same in both.`]
      : ['From the first to the second: ', ...joinRich(parts), `; ${formatCount(counts.same)} the same.`];
  },
  search: 'Name, version, purl',
  searchLabel: 'Search the comparison',
  count: (shown: number, all: number) =>
    shown === all ? plural(all, 'row') : `${formatCount(shown)} of ${plural(all, 'row')}`,
  columns: {
    state: 'Change',
    name: 'Component',
    first: 'First',
    second: 'Second',
    ecosystem: 'Type',
    what: 'What changed',
  },
  changes,
  change: (field: string, first: string, second: string) =>
    field === 'relation'
      ? [second === '' ? '' : `new relation: ${second}`, first === '' ? '' : `relation gone: ${first}`]
          .filter(Boolean)
          .join('; ')
      : field === 'version'
        ? ''
        : `${fields[field] ?? field}: ${first || 'none'} → ${second || 'none'}`,
  noneFits: 'Nothing fits. Take out a filter, or search for less.',
} as const;
