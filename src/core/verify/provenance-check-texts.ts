/** Words of the checks that hold provenance against a certificate, a policy and its unsigned copies. */
export const PROVENANCE_CHECK_TEXTS = {
  'provenance.certificate': {
    title: 'Statement agrees with the certificate',
    spec: 'sigstore/fulcio oid-info.md; SLSA v1.2 "Verifying artifacts", step 1',
    explains:
      'The authority wrote into the certificate which repository, commit and run asked for it. The statement was written inside that run and could say anything; here the two are held side by side.',
    limits: 'Whoever controlled the run controlled both. Fields the certificate does not have stay claims.',
  },
  'provenance.builder': {
    title: 'Builder',
    spec: 'SLSA v1.2 "Verifying artifacts", step 1; slsa-verifier, builder identity',
    explains:
      'The statement names the builder, the certificate names the workflow that signed. They must be a pair that is accepted, at a released version.',
    limits: 'That the builder is as isolated as its owner says, no file can show.',
  },
  'provenance.build-type': {
    title: 'Build type and form',
    spec: 'SLSA v1.2 "Verifying artifacts", step 2; slsa-verifier, provenance types',
    explains:
      'Each builder writes one kind of provenance. Another kind, or fields it never writes, mean that something else wrote it.',
    limits: 'It says nothing about the values of the fields.',
  },
  'provenance.source': {
    title: 'Source repository',
    spec: 'SLSA v1.2 "Verifying artifacts", step 2; slsa-verifier, source URI',
    explains:
      'The repository you expect is compared with the one in the certificate, with the one that started the build, and with the one that was built.',
    limits: 'The right repository can hold bad code, or have changed hands under the same name.',
  },
  'provenance.branch': {
    title: 'Branch',
    spec: 'slsa-verifier, source branch',
    explains: 'The branch that the build was started from is compared with the one you expect.',
    limits: 'A branch moves; only the commit is fixed.',
  },
  'provenance.tag': {
    title: 'Tag',
    spec: 'slsa-verifier, source tag',
    explains: 'The tag that the build was started from is compared with the one you expect.',
    limits: 'A tag can be moved; only the commit is fixed.',
  },
  'provenance.versioned-tag': {
    title: 'Version of the tag',
    spec: 'slsa-verifier, source versioned tag; semver.org 2.0.0',
    explains:
      'The tag is read as a version; the parts you state must agree: v1 admits v1.2.3, v1.2 does not admit v1.3.0.',
    limits: 'A tag can be moved; only the commit is fixed.',
  },
  'provenance.inputs': {
    title: 'Inputs of the workflow',
    spec: 'slsa-verifier, workflow inputs',
    explains: 'What the one who started the build typed in is compared with what you expect.',
    limits: 'Inputs that you do not name may have any value.',
  },
  'provenance.parameters': {
    title: 'External parameters',
    spec: 'SLSA v1.2 "Verifying artifacts", step 2',
    explains:
      'Everything the one who asked for the build could choose should be listed, and be of a kind that is known for this build type.',
    limits: 'A known parameter can still have a dangerous value.',
  },
  'provenance.package': {
    title: 'Package name and version',
    spec: 'slsa-verifier, npm package; npm/attestation specs/publish/v0.1',
    explains: 'The package and version that the statement is for are compared with the ones you expect.',
    limits: 'A similar name can belong to somebody else.',
  },
  'provenance.text': {
    title: 'Readable copy agrees with what is signed',
    spec: 'slsa-verifier, Google Cloud Build, VerifyTextProvenance',
    explains:
      'Google Cloud Build hands out the signed statement together with a readable copy that nobody signed. A reader of the copy must not be told something else.',
    limits: 'Only the signed statement counts.',
  },
  'provenance.summary': {
    title: 'Summary agrees with what is signed',
    spec: 'slsa-verifier, Google Cloud Build, VerifySummary and VerifyMetadata',
    explains: 'The image digest in the summary around the statement must be the one that was signed.',
    limits: 'The summary is not signed.',
  },
  'summary.verifier': {
    title: 'Verifier',
    spec: 'SLSA v1.2 "Verification Summary Attestation", How to verify',
    explains:
      'A verification summary is worth what its verifier is worth: the one named must be the one you expect.',
    limits: 'How the verifier came to its result is not shown.',
  },
  'summary.resource': {
    title: 'Resource',
    spec: 'SLSA v1.2 "Verification Summary Attestation", How to verify',
    explains: 'The summary must speak of the resource you expect, not of another with the same bytes.',
    limits: 'It speaks of the moment it was made.',
  },
  'summary.result': {
    title: 'Result of the verification',
    spec: 'SLSA v1.2 "Verification Summary Attestation", How to verify',
    explains: 'A signed summary can say that verification failed. Only PASSED is a yes.',
    limits: 'The policy it passed is the policy of its verifier.',
  },
  'summary.levels': {
    title: 'Verified levels',
    spec: 'SLSA v1.2 "Verification Summary Attestation", How to verify',
    explains: 'Each level you ask for must be among those the verifier states, at least as high.',
    limits: 'How a level was earned is not shown.',
  },
  'statement.says-yes': {
    title: 'Statement speaks for the artifact',
    spec: 'in-toto attestation, spec/predicates',
    explains:
      'A statement can be genuine and still say no: a failed test, a failed verification, a list of vulnerabilities.',
    limits: 'That it says yes does not make it complete.',
  },
} as const;
