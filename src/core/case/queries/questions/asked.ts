import { displayName } from '../../../base/names.ts';
import { certificateFacts } from '../../../verify/certificate-facts.ts';
import type { CaseAttestation, CaseModel } from '../../model.ts';
import { compareReleases } from '../compare-releases.ts';
import { heldOutside } from '../held-outside.ts';
import { digestsOf, overlap } from '../named-digests.ts';
import { sourcesById, stateOf } from '../trust.ts';
import type { Asked } from './types.ts';

/** Gathers what the questions about one claim look at. */
export function askedOf(model: CaseModel, one: CaseAttestation): Asked {
  const sources = sourcesById(model);
  const check = (id: string) => one.checks.find((found) => found.id === id);
  return {
    model,
    one,
    state: stateOf(model, one),
    provenance: one.predicate?.predicate.kind === 'provenance' ? one.predicate.predicate : undefined,
    facts: certificateFacts(one.signer),
    siblings: siblingsOf(model, one),
    comparison: compareReleases(model, one),
    check,
    proven: (id) => {
      const found = check(id);
      return found !== undefined && heldOutside(found, one);
    },
    nameOf: (source) => displayName(sources.get(source)?.path ?? source),
  };
}

function siblingsOf(model: CaseModel, one: CaseAttestation): readonly CaseAttestation[] {
  const own = digestsOf(one);
  const over = new Set(one.about.map(({ source }) => source));
  return model.attestations.filter(
    (other) =>
      other !== one && (overlap(own, digestsOf(other)) || other.about.some(({ source }) => over.has(source))),
  );
}
