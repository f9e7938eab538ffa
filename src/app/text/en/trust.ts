import type { AttestationDetail, AttestationRow } from '../../../core/case/views.ts';
import type { CheckStatus, Verdict } from '../../../core/model/check.ts';
import type { Expectations } from '../../../core/verify/expectations.ts';
import { formatCount, listed, plural } from '../format.ts';
import { expect, judges } from './judges.ts';

/** Order in which verdicts are counted aloud: what needs a reader first. */
const VERDICTS: readonly Verdict[] = [
  'failed',
  'unknown-root',
  'undated',
  'unsigned',
  'unsupported',
  'verified',
];

const verdicts: Readonly<Record<Verdict, string>> = {
  verified: 'verified',
  failed: 'failed',
  undated: 'undated',
  unsigned: 'unsigned',
  'unknown-root': 'unknown root',
  unsupported: 'unsupported',
};

/** The sentence that answers the view. */
function title(rows: readonly AttestationRow[]): string {
  const of = (state: AttestationRow['state']): number => rows.filter((row) => row.state === state).length;
  const all = rows.length;
  const wrong = of('contradicted');
  if (wrong > 0) {
    if (all === 1) return 'The claim does not hold';
    return `${formatCount(wrong)} of ${plural(all, 'claim')} ${wrong === 1 ? 'does' : 'do'} not hold`;
  }
  const proven = of('proven');
  if (proven === all)
    return all === 1
      ? 'The claim is proven'
      : all === 2
        ? 'Both claims are proven'
        : `All ${plural(all, 'claim')} are proven`;
  if (proven > 0)
    return `${formatCount(proven)} of ${plural(all, 'claim')} ${proven === 1 ? 'is' : 'are'} proven`;
  const verified = rows.filter((row) => row.verdict === 'verified').length;
  if (verified === all) {
    const noun = all === 1 ? 'One signature holds' : `${formatCount(all)} signatures hold`;
    return rows.every((row) => row.expected === 'none-stated')
      ? `${noun}; nobody is expected`
      : `${noun}; none is proven`;
  }
  return all === 1 ? 'One claim, not proven' : `${plural(all, 'claim')}, none is proven`;
}

/** `2 failed, 1 verified.` */
function counts(rows: readonly AttestationRow[]): string {
  const parts = VERDICTS.flatMap((verdict) => {
    const count = rows.filter((row) => row.verdict === verdict).length;
    return count === 0 ? [] : [`${formatCount(count)} ${verdicts[verdict]}`];
  });
  return parts.length === 0 ? '' : `${listed(parts)}.`;
}

function expects(expectations: Expectations): string {
  const { sourceUri, sourceTag, sourceVersionedTag, sourceBranch, builderId, packageName, packageVersion } =
    expectations.provenance ?? {};
  const said = [
    sourceUri === undefined ? '' : `built from ${sourceUri}`,
    sourceTag === undefined ? '' : `at tag ${sourceTag}`,
    sourceVersionedTag === undefined ? '' : `at a version of ${sourceVersionedTag}`,
    sourceBranch === undefined ? '' : `from branch ${sourceBranch}`,
    builderId === undefined ? '' : `by ${builderId}`,
    packageName === undefined ? '' : `as package ${packageName}`,
    packageVersion === undefined ? '' : `in version ${packageVersion}`,
  ].filter((part) => part !== '');
  const also = said.length === 0 ? '' : ` Provenance must say: ${said.join(', ')}.`;
  return `${expectsSigner(expectations)}${also}`;
}

function expectsSigner({
  identity,
  issuer,
  keySha256,
  anySigner,
  wildcards,
  provenance,
}: Expectations): string {
  const like = wildcards === true ? 'a signer like ' : '';
  if (keySha256 !== undefined) return `You expect the key ${keySha256}.`;
  if (identity !== undefined && issuer !== undefined)
    return `You expect ${like}${identity}, vouched for by ${issuer}.`;
  if (identity !== undefined) return 'You stated an identity without an issuer: nobody is expected yet.';
  if (issuer !== undefined) return 'You stated an issuer without an identity: nobody is expected yet.';
  if (anySigner === true) return 'You said that any signer will do.';
  if (provenance?.policy === true && provenance.sourceUri !== undefined)
    return 'The policy for provenance says who may have signed.';
  return 'You have not said whom you expect, so nothing here can be proven.';
}

/** What to do about a verdict that is not proven. */
function advice({ verdict, expected, about, state }: AttestationRow): string {
  switch (verdict) {
    case 'failed':
      return 'Do not rely on it. Get the file and its signature again from the publisher. Until it verifies, read what it says as a claim nobody signed.';
    case 'undated':
      return 'Ask the publisher for a bundle with a log entry or a timestamp.';
    case 'unsigned':
      return 'Ask the publisher for a signed one, or compare what it says with what you know from elsewhere.';
    case 'unknown-root':
      return 'If you know the authority or key from elsewhere, drop it here, compare its digest, and use it under “What judges”.';
    case 'unsupported':
      return 'Nothing about it was proven or refuted. Check it with the tool it was made for.';
    case 'verified':
      if (expected === 'unmet')
        return 'Somebody else signed it. Find out whom the publisher names before you use it.';
      if (expected === 'none-stated')
        return 'Find out from the publisher who should sign, and say so. Without that, anybody’s signature would do.';
      if (about.length === 0) return 'Drop the file it is about.';
      return state === 'proven' ? '' : 'See the checks.';
  }
}

/** What to do where a check did not pass, by its id. */
const remedies: Readonly<Record<string, string>> = {
  'sigstore.root':
    'If you accept the authority that issued the certificate, drop its trusted root, compare its digest with one you got elsewhere, and use it.',
  'sigstore.form': 'Get the bundle again. If it is the same, tell its publisher which field is wrong.',
  'sigstore.key': 'Get the public key from the publisher, by another way than this file, and drop it here.',
  'sigstore.artifact': 'Drop the file that this claim is about. Compare digests, not names.',
  'sigstore.time': 'Ask the publisher for a bundle with a log entry or a timestamp.',
  'sigstore.time.rfc3161':
    'Nothing, where a log proves the time. Otherwise ask for a bundle with a timestamp.',
  'sigstore.certificate.chain':
    'Do not rely on it. Ask the publisher which authority issued the certificate.',
  'sigstore.certificate.time': 'Do not rely on it. Ask the publisher to sign again.',
  'sigstore.certificate.usage':
    'Do not rely on it. Ask the publisher to sign with a certificate for code signing.',
  'sigstore.certificate.sct':
    'Do not rely on it: a certificate that no log lists could have been issued in secret.',
  'sigstore.certificate.identity': 'Ask the publisher who signed, and for a certificate that says so.',
  'sigstore.tlog.entries': 'Ask the publisher for a bundle with an entry in a log that you accept.',
  'sigstore.tlog.body':
    'Do not rely on it. Get the bundle again: its log entry belongs to another signature.',
  'sigstore.tlog.set': 'Get the bundle again. If it is the same, the entry was made up or changed.',
  'sigstore.tlog.inclusion':
    'Get the bundle again. If it is the same, the entry is not shown to be in the log.',
  'sigstore.tlog.checkpoint': 'Get the bundle again. If it is the same, the log did not sign this tree.',
  'sigstore.signature':
    'Do not use the file. Get it and its bundle again from the publisher: one of them was changed, or they do not belong together.',
  'statement.form': 'Ask the publisher for a statement with one meaning. What it says is not shown as read.',
  'keyed.signature':
    'Get the public key of the signer by another way than this file, drop it here, and use it.',
  'expected.signer': 'Find out from the publisher who should sign, and say so under “What judges”.',
};

const statusRemedies: Readonly<Record<CheckStatus, string>> = {
  pass: '',
  fail: 'Do not rely on it. Get the file and its signature again from the publisher.',
  absent: 'Ask the publisher for a bundle that has it.',
  skipped: '',
  'unprovable-offline': 'Check it with a connection, with the tool it was made for.',
};

export const trust = {
  title,
  counts,
  expects,
  advice,
  verdicts,
  nothing: 'Nobody vouches for anything here',
  nothingDetail:
    'No signature, provenance or other attestation is in the case. Drop one beside the file it is about: a .sigstore.json, an attestation .jsonl, a signature with its certificate or key.',
  pending: (count: number) => `${plural(count, 'claim')} still to be verified.`,
  pages: { label: 'What is shown', claims: 'Claims', questions: '15 questions', judges: 'What judges' },
  say: 'Say whom you expect',
  change: 'Change',

  list: {
    title: 'Claims',
    count: (shown: number, all: number) =>
      shown === all ? formatCount(all) : `${formatCount(shown)} of ${formatCount(all)}`,
    search: 'File, signer, verdict',
    searchLabel: 'Search claims',
    columns: { document: 'Document', says: 'Says', verdict: 'Verdict', expected: 'Expected' },
    record: (record: number) => `no. ${formatCount(record)}`,
    noneFits: 'No claim fits. Search for less.',
  },
  expected: {
    met: 'met',
    unmet: 'unmet',
    none: 'none stated',
    noUse: 'met, of no use',
  },

  checks: {
    title: (name: string) => `Checks of ${name}`,
    counts: (counted: Readonly<Record<CheckStatus, number>>) => {
      const parts = [
        `${formatCount(counted.pass)} pass`,
        ...(counted.fail > 0 ? [`${formatCount(counted.fail)} fail`] : []),
        ...(counted.absent > 0 ? [`${formatCount(counted.absent)} absent`] : []),
        ...(counted.skipped > 0 ? [`${formatCount(counted.skipped)} skipped`] : []),
        ...(counted['unprovable-offline'] > 0
          ? [`${formatCount(counted['unprovable-offline'])} unprovable offline`]
          : []),
      ];
      return parts.join(', ');
    },
    copy: 'Copy all',
    status: {
      pass: 'pass',
      fail: 'fail',
      absent: 'absent',
      skipped: 'skipped',
      'unprovable-offline': 'unprovable offline',
    } satisfies Record<CheckStatus, string>,
    proven: 'proven: held against something you accept',
    form: 'agrees, by its form or with its own record',
    found: 'What was found',
    against: 'Against what',
    againstNothing: 'Nothing from outside the file.',
    evidence: 'Evidence',
    means: 'What it means',
    clause: 'Clause',
    limits: 'Does not prove',
    remedy: 'What to do',
    legend:
      'Green: held against a root, key, log or digest that you accept. A grey tick: only its form, or its own record, was checked.',
  },
  remedy: (id: string, status: CheckStatus) =>
    status === 'pass'
      ? ''
      : status === 'skipped' && id !== 'expected.signer'
        ? ''
        : (remedies[id] ?? statusRemedies[status]),

  time: {
    title: 'When was it signed',
    label: 'Time line',
    certificate: 'Certificate valid',
    sources: { rfc3161: 'Timestamp', log: 'Log time' },
    claimed: 'Log time, claimed',
    window: (from: string, to: string, length: string) => `${from} to ${to}, ${length}`,
    provenBy: (at: string, by: string) => `${at} signed by ${by}`,
    claimedAt: (at: string) => `${at}, vouched for by nobody you accept`,
    inside: (count: number) =>
      count === 1
        ? 'The proven time lies inside the window of the certificate.'
        : `All ${formatCount(count)} proven times lie inside the window of the certificate.`,
    outside: (count: number) =>
      `${plural(count, 'proven time')} ${count === 1 ? 'lies' : 'lie'} outside the window of the certificate.`,
    unproven: 'No time is proven: nothing that you accept vouches for one.',
    keyed: 'The key has no window that a time would have to lie in.',
    dates: 'A time dates the signature, not the file.',
    scale: 'Axis not to scale.',
    none: 'Nothing in it speaks of a time.',
    legend: { proven: 'proven', claimed: 'claimed' },
    on: (date: string) => `${date}, UTC`,
  },

  signer: {
    title: 'Who signed',
    says: 'The certificate says',
    key: 'A key signed',
    unproven: 'None of it is proven: this claim is not verified.',
    none: 'Nobody that could be read.',
    oid: 'OID',
    expect: 'Expect this signer',
    expectDetail: 'Copies identity and issuer into the form. Nothing is expected until you send it.',
  },
  subjects: {
    title: 'What it is about',
    matched: 'in this case',
    unmatched: 'not in this case',
    columns: { name: 'Name, as stated', digest: 'Digest', match: 'Found' },
    bare: 'It names no file. A bare signature is about bytes, and says nothing about them.',
    more: (count: number) => `${formatCount(count)} more`,
    claimed: 'Names are claims; only digests bind.',
  },
  raw: {
    title: 'Raw material',
    none: 'There is nothing to show: the file could not be read.',
    copy: (title: string) => `Copy: ${title}`,
    size: (length: number) => plural(length, 'character'),
    cut: (shown: number, length: number) =>
      `The first ${formatCount(shown)} of ${plural(length, 'character')}. Save the file to read the rest.`,
  },

  judges,
  expect,

  inspector: {
    role: (carrier: string) => `Claim, ${carrier}`,
    carrier: 'Carrier',
    mediaType: 'Form',
    statement: 'Statement',
    predicate: 'Predicate',
    about: 'About',
    aboutNothing: 'nothing that is in this case',
    signer: 'Signer',
    issuer: 'Issuer',
    expected: 'Expected',
    judgedWith: 'Judged with',
    judgedNone: 'Nothing: no root or key that you accept speaks for it.',
    judgedKey: (name: string, origin: string) => `The key ${name}, ${origin}`,
    look: 'See its checks',
    inSource: 'What it claims',
    more: (count: number) => `${formatCount(count)} more`,
    reference: 'By itself it judges nothing.',
    referenceUsed: 'In force, because you said so.',
    reason: 'See what judges',
  },
  statementTypes: (type: string) => (type.endsWith('/v1') ? 'in-toto v1' : 'in-toto v0.1'),
  copyOf: (detail: AttestationDetail) =>
    [
      `${detail.row.sourceName}: ${detail.row.verdict}`,
      detail.row.sentence,
      ...detail.checks.map(
        (check) =>
          `${check.status}\t${check.id}\t${check.detail}${check.against === '' ? '' : `\tagainst ${check.against}`}`,
      ),
    ].join('\n'),
} as const;
