import { formatCount, plural } from '../format.ts';

/** What judges claims: roots, keys and policies, in force or only dropped. */
export const judges = {
  title: 'What judges',
  sentence:
    'A claim is held against what ships with Loupe and what you accepted, and against nothing that merely came with it.',
  clock: (now: string) => `Ages by the clock of this computer, ${now}. No verdict reads it.`,
  roots: 'Trusted roots in force',
  rootsNone: 'No trusted root is in force: every certificate reads unknown root.',
  keys: 'Keys in force',
  origin: { shipped: 'shipped with Loupe', given: 'given by you' },
  keyCount: (count: number) => plural(count, 'key'),
  newest: (age: string, date: string) => `newest authority or log ${age} old (${date})`,
  expires: (left: string, date: string) => `metadata good for ${left} (to ${date})`,
  expired: (ago: string, date: string) =>
    `metadata ran out ${ago} ago (${date}): keys in it may have been replaced since`,
  noExpiry: 'states no expiry',
  references: 'Dropped, by itself without effect',
  referencesNone: 'No trusted root, key or policy was dropped.',
  nested:
    'A root, key or policy inside an archive is a file like any other, always: whoever packed the artifact could have packed its judge.',
  kinds: {
    root: 'Trusted root',
    key: 'Public key',
    policy: 'Policy',
    indicators: 'List of indicators',
    exploited: 'Catalog of what is exploited',
    probabilities: 'Probabilities of exploitation',
    licences: 'Licence policy',
  },
  inForce: 'in force',
  inert: 'not used',
  refused: 'cannot be used',
  waiting: (count: number) =>
    count === 1
      ? 'One file that could judge was dropped and is not used: what is dropped judges nothing until you say so.'
      : `${formatCount(count)} files that could judge were dropped and are not used: what is dropped judges nothing until you say so.`,
  nowUsed: (name: string) => `${name} is used from here on.`,
  demo: 'The demo root of the samples is in force. Its keys are public, so anybody can sign under it: what is proven here shows how the checks work, and nothing else. Take it out of the case before you judge anything real.',
  demoMeaning:
    'The root of Loupe’s samples. Its keys are public: use it to see how a root works, never to judge anything real.',
  use: 'Use it',
  useLabel: (name: string, digest: string) => `Use ${name}, SHA-256 ${digest}`,
  stop: 'Stop using it',
  stopLabel: (name: string, digest: string) => `Stop using ${name}, SHA-256 ${digest}`,
  meaning: {
    root: 'Use it, and whatever its authorities and logs vouch for counts as verified. Compare the digest with one you got by another way than this file.',
    key: 'Use it, and whatever this key signed counts as verified. Compare the digest with one you got by another way than this file.',
    policy: 'Use it, and it says from here on whom you expect. It takes the place of what you stated.',
    indicators: 'Use it, and every file and component is held against it, those of removed layers included.',
    exploited:
      'Use it, and it takes the place of the catalog that ships with Loupe, if it was released later. What is listed comes first among the findings.',
    probabilities: 'Use it, and vulnerabilities are ordered by how likely they are to be exploited.',
    licences: 'Use it, and what is under a licence that it does not allow is listed among the findings.',
  },
  since: {
    root: 'Its authorities and logs count. Every verdict that used it names it.',
    key: 'Its signatures count. Every verdict that used it names it.',
    policy: 'It says whom you expect.',
    indicators: 'Every file and component is held against it. What was found is in Findings.',
    exploited:
      'If it was released later than the catalog that ships with Loupe, it takes its place: Findings says which is in use.',
    probabilities: 'It orders Findings.',
    licences: 'What is under a licence that it does not allow is in Findings.',
  },
} as const;

/** The form that says whom the user expects. */
export const expect = {
  title: 'Whom you expect',
  explains:
    'Anybody can sign. A signature proves something only if you know who should have made it, from somewhere else than the file. For a certificate that is an identity and the issuer that vouched for it, both: one half alone states nobody.',
  identity: 'Identity',
  identityHint: 'https://github.com/org/repo/.github/workflows/release.yml@refs/tags/v1.2.0',
  issuer: 'Issuer',
  issuerHint: 'https://token.actions.githubusercontent.com',
  key: 'Key, SHA-256',
  keyHint: '64 hexadecimal digits, for signatures without a certificate',
  keyWrong: 'A SHA-256 has 64 hexadecimal digits.',
  wildcards: 'Wildcards',
  wildcardsDetail:
    '* stands for any characters but / and @, ** for any at all. Without the switch, every letter counts.',
  any: 'Any signer will do',
  anyDetail: 'Then it is shown only that the file is what somebody signed.',
  provenance: 'What provenance should say',
  provenanceDetail:
    'Where a build came from is compared with the certificate and with the statement. It adds to the signer above and does not replace it, unless the whole policy is on.',
  said: {
    sourceUri: { label: 'Source repository', hint: 'github.com/org/repo' },
    sourceTag: { label: 'Tag', hint: 'v1.2.0' },
    sourceVersionedTag: { label: 'Version of the tag', hint: 'v1 or v1.2: the parts you state must agree' },
    sourceBranch: { label: 'Branch', hint: 'main' },
    builderId: {
      label: 'Builder',
      hint: 'https://github.com/slsa-framework/slsa-github-generator/.github/workflows/…',
    },
    packageName: { label: 'Package', hint: '@org/name' },
    packageVersion: { label: 'Version of the package', hint: '1.2.0' },
  },
  policy: 'The whole policy of slsa-verifier',
  policyDetail: 'Known builders alone, at a released version; with a source repository it says who may sign.',
  half: 'One half alone states nobody. Fill in both.',
  copied: 'Copied from a signature that is in the case. Expect it only if you know it from elsewhere too.',
  send: 'Expect this',
  clear: 'Expect nobody',
  save: 'Save as policy file',
  saveDetail: 'A small JSON file. Drop it again, and use it, to expect the same.',
  inForce: 'Stated now',
  changed: 'Changed, not sent.',
} as const;
