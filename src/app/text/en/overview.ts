import type { AttestationRow, ImageSummary, LadderGroup, Summary } from '../../../core/case/views.ts';
import { formatCount, formatSize, plural, shortDigest, shortDigests } from '../format.ts';
import { joinRich, type Rich } from '../rich.ts';

const ECOSYSTEMS: Readonly<Record<string, string>> = {
  deb: 'Debian',
  npm: 'npm',
  pypi: 'Python',
  maven: 'Java',
  golang: 'Go',
  cargo: 'Rust',
  gem: 'Ruby',
  apk: 'Alpine',
  rpm: 'RPM',
  nuget: '.NET',
  composer: 'PHP',
  'operating-system': 'operating system',
};

/** The word for an ecosystem: `Debian` for `deb`; its own id where there is no better one. */
export function ecosystemName(ecosystem: string): string {
  return ECOSYSTEMS[ecosystem] ?? ecosystem;
}

function packagesOf(ecosystem: string, count: number): string {
  if (ecosystem === 'operating-system') return plural(count, 'operating system');
  return `${formatCount(count)} ${ecosystemName(ecosystem)} ${count === 1 ? 'package' : 'packages'}`;
}

/** At most this many ecosystems are named; the rest are counted together. */
const NAMED = 4;

/** Names of files, the first ones only where there are many. */
function named(names: readonly string[]): Rich {
  const shown = names.slice(0, 3).map((name): Rich => [{ name }]);
  const rest = names.length - shown.length;
  return joinRich(rest === 0 ? shown : [...shown, [plural(rest, 'other file')]]);
}

function whatItIs(image: ImageSummary): Rich {
  const runs: Rich = image.command.length === 0 ? [] : [' that starts ', { code: image.command.join(' ') }];
  const user: Rich =
    image.user === undefined ? [] : [' as user ', { code: image.user === '' ? 'root' : image.user }];
  return [
    'A container image',
    ...(image.distro === undefined ? [] : [' on ', { name: image.distro }]),
    ...(image.platform === '' ? [] : [` for ${image.platform}`]),
    ...runs,
    ...(image.command.length === 0 ? [] : user),
    '.',
  ];
}

/** Who vouches for it: the claim that is worst, or the one that is proven, and how many there are. */
function whoMadeIt(rows: readonly AttestationRow[]): Rich {
  const order = ['contradicted', 'proven', 'claimed', 'not-inspected', 'missing'] as const;
  const state = order.find((one) => rows.some((row) => row.state === one));
  const row = rows.find((one) => one.state === state);
  if (state === undefined || row === undefined) {
    return [
      { state: 'missing', word: 'Missing:' },
      ' no signature or provenance in this case says who made it.',
    ];
  }
  const others = rows.length - 1;
  const word = state === 'contradicted' ? 'Contradicted:' : state === 'proven' ? 'Proven:' : 'Claimed:';
  return [
    { state, word: state === 'not-inspected' ? 'Not inspected:' : word },
    ' ',
    { name: shortDigests(row.sentence) },
    ' ',
    { link: 'See its checks', target: { view: 'trust', attestation: row.id } },
    ...(others === 0
      ? ['.']
      : [', or ', { link: plural(others, 'other claim'), target: { view: 'trust' } } as const, '.']),
  ];
}

function whatRemains(image: ImageSummary): Rich {
  const target = { view: 'files', tree: image.tree } as const;
  if (image.entries === 0) return ['No entries were read.'];
  const paths = { link: plural(image.paths, 'path'), target } as const;
  const gone = image.replacedOrRemoved;
  if (gone === 0) return [paths, `, in ${plural(image.layers.length, 'layer')}.`];
  return [
    paths,
    image.paths + gone === image.entries
      ? ` remain of ${plural(image.entries, 'entry', 'entries')}; later layers replaced or removed the other ${formatCount(gone)}.`
      : ` remain; later layers replaced or removed ${plural(gone, 'entry', 'entries')} of ${formatCount(image.entries)}.`,
  ];
}

function whatIsInIt(summary: Summary, partial: boolean): Rich {
  if (summary.components === 0) {
    return ['No package was found. Programs that no package manager put there are in Files.'];
  }
  const least = partial ? 'at least ' : '';
  const phrases: Rich[] = summary.ecosystems.slice(0, NAMED).map(({ ecosystem, components, places }) => [
    {
      link: `${least}${packagesOf(ecosystem, components)}`,
      target: { view: 'components', filter: { ecosystem: [ecosystem], state: ['present'] } },
    },
    ...(places > components ? [` in ${plural(places, 'place')}`] : []),
  ]);
  const rest = summary.ecosystems.slice(NAMED);
  if (rest.length > 0) {
    const count = rest.reduce((sum, one) => sum + one.components, 0);
    phrases.push([
      {
        link: plural(count, 'other'),
        target: {
          view: 'components',
          filter: { ecosystem: rest.map((one) => one.ecosystem), state: ['present'] },
        },
      },
    ]);
  }
  return phrases.length === 0 ? [] : [...joinRich(phrases), '.'];
}

function alsoInIt(summary: Summary): Rich {
  const removed: Rich =
    summary.removedComponents === 0
      ? []
      : [
          {
            link: plural(summary.removedComponents, 'component'),
            target: { view: 'components', filter: { state: ['removed'] } },
          },
          ` ${summary.removedComponents === 1 ? 'was' : 'were'} removed by a later layer, and ${summary.removedComponents === 1 ? 'is' : 'are'} still in the file. `,
        ];
  const only = summary.components - summary.removedComponents - installed(summary);
  const stated: Rich =
    only <= 0
      ? []
      : [
          { link: plural(only, 'component'), target: { view: 'components', filter: { state: ['stated'] } } },
          ` ${only === 1 ? 'is' : 'are'} only stated: a document names ${only === 1 ? 'it' : 'them'}, and no file was found. `,
        ];
  const relations: Rich =
    summary.relations === 0
      ? []
      : [
          { link: plural(summary.relations, 'relation'), target: { view: 'graph' } },
          ` ${summary.relations === 1 ? 'says' : 'say'} what asks for what.`,
        ];
  return [...removed, ...stated, ...relations];
}

function installed(summary: Summary): number {
  return summary.ecosystems.reduce((sum, one) => sum + one.components, 0);
}

function whatWasNotRead(summary: Summary): Rich {
  const { error, warning, info } = summary.diagnostics;
  const target = { view: 'diagnostics' } as const;
  const phrases: Rich[] = [];
  if (error > 0) phrases.push([{ link: plural(error, 'thing'), target }, ' could not be read']);
  if (warning > 0) {
    phrases.push([
      { link: formatCount(warning), target },
      ` ${warning === 1 ? 'is' : 'are'} not what ${warning === 1 ? 'it seems' : 'they seem'}`,
    ]);
  }
  if (info > 0)
    phrases.push([{ link: formatCount(info), target }, ` ${info === 1 ? 'is' : 'are'} worth knowing`]);
  if (phrases.length === 0) return ['Nothing was left out.'];
  return [...(error === 0 ? ['Nothing was left out. '] : []), ...joinRich(phrases), '.'];
}

export const overview = {
  many: (images: number, others: number) => {
    const parts = [
      ...(images > 0 ? [plural(images, 'image')] : []),
      ...(others > 0 ? [plural(others, images > 0 ? 'other file' : 'file')] : []),
    ];
    return parts.join(' and ');
  },
  manySentence: 'One case: what is found is listed together. Choose one on the left to see it alone.',
  subline: (image: ImageSummary) =>
    [
      image.kindTitle,
      ...(image.platform === '' ? [] : [image.platform]),
      plural(image.layers.length, 'layer'),
      formatSize(image.size),
    ].join(', '),
  manifest: 'manifest',
  export: 'Export',

  cards: {
    label: 'The artifact in four answers',
    ladder: 'Digest ladder',
    holds: (pass: number, total: number) => `${formatCount(pass)} of ${plural(total, 'digest')} hold`,
    ladderText: {
      claimed: 'Who wrote the file wrote them too. That proves no origin.',
      contradicted: 'The bytes are not the ones the image names.',
      'not-inspected': 'The rest could not be computed.',
    },
    ladderMany: {
      claimed: (images: number) =>
        `In all ${formatCount(images)} images. Who wrote the files wrote them too. That proves no origin.`,
      contradicted: (wrong: number, images: number) =>
        `In ${formatCount(wrong)} of ${formatCount(images)} images the bytes are not the ones the image names.`,
      'not-inspected': (wrong: number, images: number) =>
        `In ${formatCount(wrong)} of ${formatCount(images)} images the rest could not be computed.`,
    },
    ladderNone: 'no image',
    ladderNoneText: 'Nothing here names its own parts by digest.',
    hashed: 'evidence',
    read: 'Contents',
    readBig: (entries: number) => plural(entries, 'entry', 'entries'),
    readText: (components: number, partial: boolean) =>
      `${partial ? 'At least ' : ''}${plural(components, 'component')} found or named in them. Archives inside are counted too.`,
    readState: 'evidence',
    unread: 'Not read',
    unreadNone: 'nothing left out',
    unreadSome: 'not fully inspected',
    unreadBig: (count: number) => (count === 0 ? 'All was read' : plural(count, 'thing')),
    unreadText: (warnings: number) =>
      warnings === 0
        ? 'No entry was left out, no limit was hit.'
        : `${plural(warnings, 'thing')} ${warnings === 1 ? 'is not what it seems' : 'are not what they seem'}.`,
    claims: 'Claims',
    attested: (count: number) => plural(count, 'attestation'),
    claimsNone: 'missing',
    claimsNoneBig: 'Nobody vouches for it',
    claimsNoneText: 'No SBOM, signature or provenance is in the case.',
    claimsSomeBig: (count: number) => plural(count, 'document'),
    claimsUnread: (count: number) => `${plural(count, 'document')} recognised and not read by this version.`,
    claimsText: 'What each says is in Documents.',
  },

  blocks: {
    what: 'What it is',
    who: 'Who made it',
    holds: 'What is in it',
    claimed: 'What is claimed',
    found: 'What stands out',
    unread: 'What was not read',
    next: 'What to do next',
  },
  whatItIs,
  whoMadeIt,
  whatRemains,
  whatIsInIt,
  alsoInIt,
  whatWasNotRead,

  other: {
    known: (kind: string, size: number): Rich => [`${article(kind)} ${kind}, ${formatSize(size)}.`],
    unknown: (size: number): Rich => [
      `A file of no kind Loupe knows, ${formatSize(size)}. Its bytes were hashed; nothing else was read.`,
    ],
    claim:
      'It says something about software. This version recognises such a document and does not read it yet: nothing it says was checked.',
    reference: 'It is something to judge others by. This version recognises it and does not use it yet.',
    opens: 'Its entries are in',
    files: 'Files',
  },

  next: {
    tampered: (count: number): Rich => [
      `Do not use this image before you know who changed it: ${plural(count, 'digest')} ${count === 1 ? 'does' : 'do'} not hold. Get it again from its publisher and compare.`,
    ],
    whole: (name: string): Rich => [
      'Get ',
      { name },
      ' again, compare its size with the publisher’s, and drop it here.',
    ],
    useData: (names: readonly string[]): Rich => [
      'Compare the SHA-256 of ',
      ...named(names),
      ', and ',
      { link: 'use them', target: { view: 'findings' } },
      ': advisory data that were only dropped say nothing.',
    ],
    useJudges: (names: readonly string[]): Rich => [
      ...named(names),
      ` ${names.length === 1 ? 'was' : 'were'} dropped and ${names.length === 1 ? 'has' : 'have'} no effect until you `,
      { link: `use ${names.length === 1 ? 'it' : 'them'}`, target: { view: 'trust', page: 'judges' } },
      '.',
    ],
    expect: [
      'Find out from the publisher who should sign, and ',
      { link: 'say whom you expect', target: { view: 'trust', page: 'judges' } },
      ': without that, anybody’s signature would do.',
    ] as Rich,
    locked: (name: string): Rich => ['Give the password of ', { name }, '.'],
    compare: (digest: string): Rich => [
      'Compare the manifest digest ',
      { code: shortDigest(digest) },
      ' with the one its publisher states. The image agrees with itself, which proves no origin.',
    ],
    compareFile: (digest: string): Rich => [
      'Compare its SHA-256 ',
      { code: shortDigest(digest) },
      ' with the one its publisher states.',
    ],
    ask: [
      'Choose a component in ',
      { link: 'Components', target: { view: 'components' } },
      ' and ask why it is here.',
    ] as Rich,
    removed: (count: number): Rich => [
      `Do not count on removal: what a layer took away (${plural(count, 'component')}) can still be taken out of this file.`,
    ],
    read: [
      'See ',
      { link: 'what was not read', target: { view: 'diagnostics' } },
      ' before you rely on a count.',
    ] as Rich,
  },

  partial: {
    title: 'Not fully inspected.',
    floor:
      'Counts below are a floor. No sentence here says “clean” or “agrees” about the part that was not read.',
    read: 'Read',
    readOf: (read: number, all: number) => `${plural(read, 'layer')} of ${formatCount(all)}`,
    legendRead: 'read',
    legendNot: 'not inspected',
    stillHolds: 'Still holds',
    cannotBeSaid: 'Cannot be said',
    where: 'Show',
    do: 'Do:',
    holds: (ladder: readonly LadderGroup[], components: number): Rich => {
      const whole = ladder.filter((group) => group.pass === group.total).map((group) => lower(group.title));
      const part = ladder
        .filter((group) => group.pass > 0 && group.pass < group.total)
        .map((group) => `${lower(group.title)} ${formatCount(group.pass)} of ${formatCount(group.total)}`);
      return [
        ...(whole.length === 0 ? [] : [`Whole: ${whole.join('; ')}. `]),
        ...(part.length === 0 ? [] : [`In part: ${part.join('; ')}. `]),
        ...(components === 0
          ? []
          : [
              {
                link: `At least ${plural(components, 'component')}`,
                target: { view: 'components' } as const,
              },
              ` ${components === 1 ? 'was' : 'were'} found.`,
            ]),
      ];
    },
    rungsOpen: (count: number): Rich => [
      `Whether the parts not read are the ones the image names: ${plural(count, 'rung')} could not be computed. What those parts add or remove.`,
    ],
    open: ['What stands in the part that was not read.'] as Rich,
  },

  ladder: {
    title: 'Digest ladder',
    count: (pass: number, fail: number, absent: number) =>
      `${formatCount(pass)} hold, ${fail === 0 ? 'none fails' : `${formatCount(fail)} fail`}, ${absent === 0 ? 'none could not be computed' : `${formatCount(absent)} could not be computed`}`,
    columns: { rung: 'Rung', of: 'Of', status: 'Status', expected: 'Named', actual: 'Computed' },
    status: { pass: 'holds', fail: 'differs', absent: 'absent' },
  },

  layers: {
    title: 'Layers',
    columns: {
      number: 'Layer',
      size: 'Size',
      entries: 'Entries',
      packages: 'Packages',
      digest: 'Digest',
      createdBy: 'Created by',
    },
    notStated: 'not stated',
  },

  images: {
    title: 'Images',
    columns: { name: 'Name', platform: 'Platform', layers: 'Layers', size: 'Size', ladder: 'Digest ladder' },
  },
  others: {
    title: 'Other files',
    only: 'Files',
    columns: { name: 'Name', kind: 'Kind', size: 'Size', state: 'State' },
  },

  map: {
    title: 'Where it sits',
    legend: 'area: places of components',
    tile: (group: string, label: string, ecosystem: string, count: number) =>
      `${group}: ${label}, ${ecosystemName(ecosystem)}, ${plural(count, 'place')}`,
    others: (count: number) => `${formatCount(count)} others`,
    groupCount: (count: number) => plural(count, 'place'),
  },
} as const;

/** A title inside a sentence: `diffIDs` and names in capitals stay as they are. */
function lower(title: string): string {
  return /^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}

function article(noun: string): string {
  return /^[aeiou]/i.test(noun) ? 'An' : 'A';
}
