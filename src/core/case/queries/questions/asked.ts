import { displayName } from '../../../base/names.ts';
import { certificateFacts } from '../../../verify/certificate-facts.ts';
import type { CaseAttestation, CaseModel } from '../../model.ts';
import { compareReleases } from '../compare-releases.ts';
import { heldOutside } from '../held-outside.ts';
import { sourcesById, stateOf } from '../trust.ts';
import type { Asked } from './types.ts';

/** Gathers what the questions about one claim look at. */
export function askedOf(model: CaseModel, one: CaseAttestation): Asked {
  const sources = sourcesById(model);
  const check = (id: string) => one.checks.find((found) => found.id === id);
  return {
    model,
    one,
    state: stateOf(one),
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

/** Only these bind a statement to bytes. */
const BINDING = ['sha256', 'sha384', 'sha512'];

/** Digests a claim is over, `algorithm:hex`. */
export function digestsOf({ about, statement }: CaseAttestation): ReadonlySet<string> {
  const stated = (statement?.subjects ?? []).flatMap(({ digests }) =>
    [...digests].filter(([algorithm]) => BINDING.includes(algorithm)).map((pair) => pair.join(':')),
  );
  return new Set([...stated, ...about.map(({ digest }) => digest)]);
}

export function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return [...a].some((digest) => b.has(digest));
}

function siblingsOf(model: CaseModel, one: CaseAttestation): readonly CaseAttestation[] {
  const own = digestsOf(one);
  const over = new Set(one.about.map(({ source }) => source));
  return model.attestations.filter(
    (other) =>
      other !== one &&
      (overlap(own, digestsOf(other)) || other.about.some(({ source }) => over.has(source))),
  );
}
