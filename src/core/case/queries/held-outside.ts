import type { Check } from '../../model/check.ts';
import type { CaseAttestation } from '../model.ts';

/**
 * What a check is held against when it passes. A pass counts as proven only if that is something from outside the file
 * which the user accepts; checks that are not here look at the form of the file alone.
 */
const GROUNDS: Readonly<Record<string, (one: CaseAttestation) => boolean>> = {
  'sigstore.root': (one) => UNDER_ROOT.some((id) => passes(one, id)),
  'sigstore.time.rfc3161': hasRoot,
  'sigstore.time': hasRoot,
  'sigstore.certificate.chain': hasRoot,
  'sigstore.certificate.sct': hasRoot,
  'sigstore.tlog.entries': hasRoot,
  'sigstore.tlog.set': hasRoot,
  'sigstore.tlog.checkpoint': hasRoot,
  // The tree is the log's own only where the log signed it.
  'sigstore.tlog.inclusion': (one) => proven(one, 'sigstore.tlog.checkpoint'),
  'sigstore.key': hasKey,
  // The key of a certificate that nobody vouches for is a key from the file itself.
  'sigstore.signature': (one) => proven(one, 'sigstore.certificate.chain') || proven(one, 'sigstore.key'),
  'keyed.signature': hasKey,
  'minisign.signature': hasKey,
  'signify.signature': hasKey,
  'sshsig.signature': hasKey,
  'sigstore.artifact': (one) => SIGNATURES.some((id) => proven(one, id)),
  // The authority's word counts where an accepted one issued the certificate, over a statement that was signed.
  'provenance.certificate': (one) =>
    proven(one, 'sigstore.certificate.chain') && proven(one, 'sigstore.signature'),
  'provenance.builder': isVerified,
  'provenance.source': isVerified,
  'provenance.branch': isVerified,
  'provenance.tag': isVerified,
  'provenance.versioned-tag': isVerified,
  'provenance.inputs': isVerified,
  'provenance.package': isVerified,
  'summary.verifier': isVerified,
  'summary.resource': isVerified,
  'summary.levels': isVerified,
  'expected.signer': isVerified,
};

/** Checks that pass only by a key of the root: a root that merely has the right names proves nothing. */
const UNDER_ROOT = [
  'sigstore.certificate.chain',
  'sigstore.certificate.sct',
  'sigstore.time.rfc3161',
  'sigstore.tlog.set',
  'sigstore.tlog.checkpoint',
];

const SIGNATURES = [
  'sigstore.signature',
  'keyed.signature',
  'minisign.signature',
  'signify.signature',
  'sshsig.signature',
];

/** Whether a check passed against a root, key, log or digest from outside the file that the user accepts. */
export function heldOutside({ id, status, against }: Check, one: CaseAttestation): boolean {
  return status === 'pass' && against !== '' && GROUNDS[id]?.(one) === true;
}

function proven(one: CaseAttestation, id: string): boolean {
  const found = one.checks.find((check) => check.id === id);
  return found !== undefined && heldOutside(found, one);
}

function passes({ checks }: CaseAttestation, id: string): boolean {
  return checks.some((check) => check.id === id && check.status === 'pass');
}

/** What the user expects of a statement is met only by one whose signature holds. */
function isVerified({ verdict }: CaseAttestation): boolean {
  return verdict === 'verified';
}

function hasRoot({ trustRoot }: CaseAttestation): boolean {
  return trustRoot !== undefined;
}

/** A signer that is a key is one of the keys the user accepts (`verify/keyed.ts`), unless the verdict says otherwise. */
function hasKey({ signer, verdict }: CaseAttestation): boolean {
  return signer?.kind === 'key' && verdict !== 'unknown-root' && verdict !== 'unsigned';
}
