import type { ScanState } from '../../../core/case/scans/types.ts';
import type { ScanSummary } from '../../../core/case/scans/views.ts';
import type { Knowing } from '../../../core/model/knowing.ts';
import { formatCount, plural } from '../format.ts';
import type { Piece, Rich } from '../rich.ts';

const standing: Readonly<Record<ScanState, { readonly word: string; readonly state: Knowing | undefined }>> =
  {
    both: { word: 'in both', state: undefined },
    'only-scanner': { word: 'only reported', state: 'claimed' },
    'only-loupe': { word: 'not reported', state: 'missing' },
  };

function rows(scan: ScanSummary, state: ScanState): Piece {
  return {
    link: formatCount(scan.counts[state]),
    target: { view: 'documents', document: scan.document, page: 'scan', filter: { state: [state] } },
  };
}

/** `Grype 0.104.0 reports 12 vulnerabilities: 10 were found here too, 2 only there, 1 only here.` */
function sentence(scan: ScanSummary): Rich {
  return [
    { name: scan.tool },
    ` reports ${plural(scan.reported, 'vulnerability', 'vulnerabilities')}. As found here: `,
    rows(scan, 'both'),
    ' in both, ',
    rows(scan, 'only-scanner'),
    ' only in the report, ',
    rows(scan, 'only-loupe'),
    ' only found here.',
  ];
}

/** `2026-03-01 12:00 UTC`; what is written otherwise stays as it is. */
function toTheMinute(stated: string): string {
  const [, day, minute] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?Z$/.exec(stated) ?? [];
  return day === undefined ? stated : `${day} ${minute} UTC`;
}

function notCompared({ others, otherRules }: ScanSummary): string {
  if (others === 0) return '';
  const are = others === 1 ? 'is' : 'are';
  return otherRules.length === 0
    ? `${plural(others, 'result')} of other kinds ${are} not compared.`
    : `${plural(others, 'result')} ${are} not compared: ${others === 1 ? 'its rule' : 'their rules'} (${otherRules.join(', ')}${others > otherRules.length ? ', …' : ''}) ${others === 1 ? 'names' : 'name'} no vulnerability of a database.`;
}

/** Words on reports of other scanners, held against the findings. */
export const scans = {
  title: 'Another scanner’s report, held against the findings',
  page: 'Against the findings',
  sentence,
  claim: 'What another scanner reports is a claim: it changes no finding, no state and no verdict here.',
  about: (scan: ScanSummary): string =>
    [
      scan.target === undefined
        ? 'It does not say what it was run over.'
        : `It was run over ${scan.target}${scan.ran === undefined ? '' : `, at ${toTheMinute(scan.ran)}`}.`,
      scan.otherDigests
        ? 'It gives that a digest that nothing here has: it may be about another build.'
        : scan.by === 'digest'
          ? 'That is this artifact, by its digest.'
          : scan.by === undefined
            ? 'It is held against everything in this case.'
            : 'It is taken to be about the artifact that is here.',
      scan.nested ? 'It was found inside an artifact.' : '',
      scan.ignored > 0 ? `${plural(scan.ignored, 'result')} it was told to leave out.` : '',
      notCompared(scan),
    ]
      .filter(Boolean)
      .join(' '),
  short: (scan: ScanSummary) =>
    `${formatCount(scan.counts.both)} in both, ${formatCount(scan.counts['only-scanner'])} only there`,
  search: 'Vulnerability, package',
  searchLabel: 'Search vulnerabilities, packages and paths of the report',
  count: (shown: number, all: number) =>
    shown === all ? plural(all, 'row') : `${formatCount(shown)} of ${plural(all, 'row')}`,
  columns: {
    state: 'Standing',
    vulnerability: 'Vulnerability',
    package: 'Package',
    why: 'Why',
  },
  /** What the report says of it besides. */
  said: (severity: string, fixed: string) =>
    [severity, fixed === '' ? '' : `fixed in ${fixed}`].filter(Boolean).join(', '),
  standing,
  noneFits: 'Nothing fits. Take out a filter, or search for less.',
} as const;
