import { PROVENANCE_CHECK_TEXTS } from './provenance-check-texts.ts';

/** What each check is called, where it is specified, what it means and what it leaves open. Read aloud as it stands. */
export interface CheckText {
  readonly title: string;
  readonly spec: string;
  readonly explains: string;
  readonly limits: string;
}

export const CHECK_TEXTS = {
  'sigstore.root': {
    title: 'Trust material',
    spec: 'Sigstore client specification §4.1',
    explains:
      'Trust starts somewhere: a trusted root lists the certificate authorities, logs and timestamp authorities that you accept. Everything below is held against one such root.',
    limits:
      'The root may have been replaced or withdrawn since; without a network nobody can tell. Its age and expiry are shown.',
  },
  'sigstore.form': {
    title: 'Form of the bundle',
    spec: 'sigstore/protobuf-specs, sigstore_bundle.proto',
    explains: 'A bundle must say which version it is and hold exactly what that version asks for, once.',
    limits: 'A well-formed bundle can still be wrong in everything it says.',
  },
  'sigstore.key': {
    title: 'Public key',
    spec: 'sigstore_bundle.proto, VerificationMaterial form 1',
    explains: 'The bundle holds no certificate; it was signed with a key that you must already have.',
    limits: 'A key does not say whose it is, nor whether it was stolen.',
  },
  'sigstore.artifact': {
    title: 'The file it is about',
    spec: 'Sigstore client specification §4.5; in-toto attestation spec/v1/statement.md',
    explains:
      'A signature is about bytes, named by their digest. Here that digest is held against the files at hand.',
    limits: 'A file name proves nothing; only the digest does.',
  },
  'sigstore.time.rfc3161': {
    title: 'Timestamps',
    spec: 'Sigstore client specification §4.2.1; RFC 3161 §2.4.2',
    explains:
      'A timestamp authority signs the time together with the signature: at that time, the signature existed.',
    limits: 'The authority could have set its clock wrong, or lie.',
  },
  'sigstore.time': {
    title: 'Time of the signature',
    spec: 'Sigstore client specification §4.2',
    explains:
      'Signing certificates live about ten minutes. At least one time that somebody signed for must show that the signature was made while the certificate was valid.',
    limits: 'The time shows that the signature existed then, not that it was first made then.',
  },
  'sigstore.certificate.chain': {
    title: 'Certificate chain',
    spec: 'Sigstore client specification §4.3; RFC 5280 §6.1',
    explains:
      'The signing certificate must have been issued by an authority of the accepted root, link by link.',
    limits: 'Sigstore certificates are not revoked; a stolen identity token could have obtained one.',
  },
  'sigstore.certificate.time': {
    title: 'Certificate valid when signing',
    spec: 'Sigstore client specification §4.3',
    explains: 'Every certificate of the chain must have been valid at every proven time of the signature.',
    limits: 'It does not show that the key was destroyed afterwards.',
  },
  'sigstore.certificate.usage': {
    title: 'Certificate meant for code signing',
    spec: 'Fulcio certificate specification §7.3; RFC 5280 §4.2.1.3, §4.2.1.12',
    explains:
      'A certificate says what it may be used for. This one must be for signing code, and not for issuing others.',
    limits: 'Nothing is said about what was signed.',
  },
  'sigstore.certificate.sct': {
    title: 'Certificate transparency',
    spec: 'RFC 6962 §3.2; Sigstore client specification §4.3',
    explains: 'A public log signed a promise to list this certificate, so its issuing cannot be kept secret.',
    limits: 'It is a promise, not a proof: whether the log kept it can only be seen in the log.',
  },
  'sigstore.certificate.identity': {
    title: 'Identity in the certificate',
    spec: 'Fulcio certificate specification §7.3; fulcio oid-info.md',
    explains:
      'The certificate names exactly one identity, and the service that vouched for it when the certificate was made.',
    limits: 'It is who signed, not whether you should trust them; an account can be taken over.',
  },
  'sigstore.tlog.entries': {
    title: 'Entries in accepted logs',
    spec: 'Sigstore client specification §4, §4.6 "Threshold verification"',
    explains:
      'Each signature is published in a log that anybody can read, so that a signature made with a stolen identity can be found. Every entry must be vouched for, and different logs are counted.',
    limits: 'Somebody must look: a log makes misuse visible, it does not prevent it.',
  },
  'sigstore.tlog.body': {
    title: 'Log entry is about this signature',
    spec: 'Sigstore client specification §4.4; Rekor v2 specification §6.1.4',
    explains:
      'The entry in the log must hold the same signature, the same key and the same digest as the bundle.',
    limits: 'The entry says nothing about who else signed what.',
  },
  'sigstore.tlog.set': {
    title: 'Promise of the log',
    spec: 'Sigstore client specification §4.2.2; sigstore_rekor.proto, InclusionPromise',
    explains: 'The log signed the entry together with the time it was received.',
    limits: 'It is a promise to list the entry, not a proof that it did.',
  },
  'sigstore.tlog.inclusion': {
    title: 'Entry is in the log',
    spec: 'RFC 6962 §2.1.1; Rekor v2 specification §7.2',
    explains: 'A short list of hashes leads from the entry to the root of the log, as the log published it.',
    limits: 'It does not show that the log shows everybody the same tree; monitors and witnesses do that.',
  },
  'sigstore.tlog.checkpoint': {
    title: 'Checkpoint of the log',
    spec: 'C2SP signed-note, tlog-checkpoint, tlog-cosignature',
    explains:
      'The log signed the size and the root of its tree. Witnesses may have signed that they saw it grow honestly.',
    limits: 'Without witnesses that you know, the log alone vouches for its tree.',
  },
  'sigstore.signature': {
    title: 'Signature',
    spec: 'Sigstore client specification §4.5; DSSE protocol.md',
    explains: 'The key of the certificate (or yours) made this signature over exactly these bytes.',
    limits: 'It shows that the signer signed, not that what they say is true.',
  },
  'statement.form': {
    title: 'Statement',
    spec: 'in-toto attestation spec/v1/envelope.md and statement.md',
    explains:
      'What was signed must be a statement that has one meaning only, read from the very bytes that were signed.',
    limits: 'A statement is a claim of its signer.',
  },
  'keyed.signature': {
    title: 'Signature',
    spec: 'DSSE protocol.md; RFC 6979, RFC 8032, RFC 8017',
    explains: 'A key that you accepted made this signature over exactly these bytes.',
    limits: 'A key does not say whose it is, nor when it signed.',
  },
  'minisign.signature': {
    title: 'minisign signature',
    spec: 'jedisct1/minisign, "Signature format"',
    explains: 'The key that you accepted signed this file, and the comment beside it.',
    limits: 'It does not say when. The untrusted comment is not signed.',
  },
  'signify.signature': {
    title: 'signify signature',
    spec: 'OpenBSD signify(1)',
    explains: 'The key that you accepted signed this file.',
    limits: 'It does not say when. The comment is not signed.',
  },
  'sshsig.signature': {
    title: 'SSH signature',
    spec: 'OpenSSH PROTOCOL.sshsig',
    explains: 'The SSH key that you accepted signed this file, for the purpose that the signature names.',
    limits: 'It does not say when.',
  },
  ...PROVENANCE_CHECK_TEXTS,
  'expected.signer': {
    title: 'Expected signer',
    spec: 'Sigstore client specification §4.3; Fulcio specification §2.2',
    explains: 'Whom you expect is compared with who signed, letter by letter.',
    limits: 'An expected signer can still sign something bad.',
  },
  'verifier.internal': {
    title: 'Loupe itself',
    spec: '',
    explains: 'The verification did not come to an end. Nothing is taken as verified.',
    limits: '',
  },
} as const satisfies Readonly<Record<string, CheckText>>;

export type CheckId = keyof typeof CHECK_TEXTS;
