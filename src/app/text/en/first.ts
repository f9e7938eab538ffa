export const first = {
  title: 'See what a software artifact is, and what is only said about it.',
  drop: 'Drop files anywhere on this page.',
  dropDetail:
    'A container image, a package, an SBOM, an attestation, any archive. Several at once, in any order.',
  chooseFiles: 'Choose files',
  chooseFolder: 'Choose a folder',
  paste: 'Paste',
  formats:
    'OCI layout, docker-archive · deb, rpm, apk, npm, wheel, jar and others · CycloneDX, SPDX, Syft · Sigstore, in-toto, VEX · OSV. What is recognized and cannot be read yet is named, never passed over.',
  thenTitle: 'What happens then',
  steps: [
    {
      lead: 'It reads the bytes.',
      rest: 'Every layer, entry and package is listed and hashed. What cannot be read is listed too, with the reason.',
    },
    {
      lead: 'It computes every digest again.',
      rest: 'Manifest, config, layers and their contents. All are compared, also after one differs.',
    },
    {
      lead: 'It shows what asks for what.',
      rest: 'Each package with the place it was found in, the layer that brought it, and every way that leads to it.',
    },
    {
      lead: 'It tells you how it knows.',
      rest: 'From any sentence to the rows behind it in one click, to the bytes in two.',
    },
  ],
  wordsTitle: 'Five words you will meet',
  samples: 'Samples',
  samplesDetail: 'made by us, one click each',
  sampleGroups: {
    release: {
      title: 'A release and its provenance',
      detail:
        'Signed under a demo root that comes with it. Its keys are public: it proves nothing but how the checks work.',
    },
    image: { title: 'A container image', detail: 'A made-up service with packages of three kinds.' },
  },
  sampleFailed: (title: string, reason: string) => `The sample “${title}” could not be loaded: ${reason}`,
  neverTitle: 'What never leaves',
  never: (policy: boolean) =>
    `Nothing you drop leaves this page. No server takes part${policy ? ', and the policy of the page forbids every connection' : ''}.`,
  requests: 'Requests so far',
  requestsDetail: 'unplug the network to test it',
  kept: 'Kept after closing',
  keptValue: 'nothing',
  build: 'This page',
} as const;
