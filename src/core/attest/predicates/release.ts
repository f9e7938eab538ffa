import { stated, statedId } from './fields.ts';
import type { PredicateReader } from './types.ts';

/** A release of a package (in-toto release v0.1, v0.2; GitHub's release attestations). */
export const release: PredicateReader = {
  id: 'release',
  title: 'Release',
  spec: 'in-toto attestation, spec/predicates/release.md',
  recognizes: (type) => /^https:\/\/in-toto\.io\/attestation\/release\/v0\.[12]$/.test(type),
  read: (predicate) => ({
    kind: 'release',
    purl: stated(predicate, 'purl'),
    releaseId: statedId(predicate, 'releaseId'),
  }),
};
