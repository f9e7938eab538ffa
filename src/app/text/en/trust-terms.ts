/** Hard words of signatures and provenance, in sentences an educator could read aloud. */
export const trustTerms = {
  digest: {
    word: 'Digest',
    explains:
      'A fingerprint of bytes, always of the same length. Change one bit and it is another one; nobody can make other bytes that have the same.',
  },
  signature: {
    word: 'Signature',
    explains:
      'A number computed from bytes with a secret key. With the public key anybody can check that it fits; only the holder of the secret one can make it.',
  },
  certificate: {
    word: 'Certificate',
    explains:
      'A letter of introduction for a key: an authority writes who holds it, for how long, and signs that. It is worth what the authority is worth.',
  },
  root: {
    word: 'Trusted root',
    explains:
      'The list of authorities and logs that you accept, and their keys. All trust starts there; what it does not name is a stranger.',
  },
  authority: {
    word: 'Authority',
    explains:
      'Who issues certificates, or signs times. Sigstore’s authority, Fulcio, gives a certificate to whoever proves control of an account, for ten minutes.',
  },
  log: {
    word: 'Transparency log',
    explains:
      'A public list that can only grow. A signature that is in it can be found by everybody, so a stolen identity cannot be used in secret.',
  },
  timestamp: {
    word: 'Timestamp',
    explains: 'A signed note of when something was seen, by a clock that is not the signer’s own.',
  },
  statement: {
    word: 'Statement',
    explains:
      'A small document: about these bytes, by digest, somebody says this. Signing shows who says it, not that it is so.',
  },
  bundle: {
    word: 'Bundle',
    explains:
      'One file with all it takes to check a signature without a network: the signature, the certificate and the proof from the log.',
  },
  provenance: {
    word: 'Provenance',
    explains:
      'A statement of how something was built: by whom, from which source, with which settings and inputs.',
  },
  builder: {
    word: 'Builder',
    explains:
      'The service that ran the build and wrote the provenance. If it can be made to write what it did not do, the provenance is worth nothing.',
  },
  workflow: {
    word: 'Workflow',
    explains:
      'A file in a repository that says which steps to run, such as those of a release. On GitHub it can sign in its own name.',
  },
  commit: {
    word: 'Commit',
    explains:
      'One exact state of all files of a repository, named by a digest. Branches and tags point at commits, and can be moved.',
  },
  lockfile: {
    word: 'Lockfile',
    explains: 'The list of exactly which versions of which packages a build takes, often with their digests.',
  },
} as const;

/** How each of them is written in the texts that explain. */
export const trustWords: readonly (readonly [string, keyof typeof trustTerms])[] = [
  ['trusted roots?', 'root'],
  ['transparency logs?|public logs?|logs?', 'log'],
  ['timestamps?', 'timestamp'],
  ['digests?', 'digest'],
  ['signatures?', 'signature'],
  ['certificates?', 'certificate'],
  ['roots?', 'root'],
  ['authorit(?:y|ies)', 'authority'],
  ['statements?', 'statement'],
  ['bundles?', 'bundle'],
  ['provenance', 'provenance'],
  ['builders?', 'builder'],
  ['workflows?', 'workflow'],
  ['commits?', 'commit'],
  ['lockfiles?', 'lockfile'],
];
