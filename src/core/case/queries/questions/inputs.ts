import type { Resource } from '../../../attest/predicates/types.ts';
import { plural } from '../../../base/words.ts';
import type { CaseModel } from '../../model.ts';
import type { QuestionEvidence } from '../../provenance-views.ts';
import { materialIn } from '../materials.ts';
import { DEPENDENCY_THREAT } from './threats.ts';
import type { Question } from './types.ts';

export const inputs: Question = {
  id: 'inputs',
  question: 'What was it built from?',
  why: 'A build takes in more than its own source: actions, base images, packages. What is pinned by a digest can be found again, byte for byte; what is not may be another thing tomorrow.',
  limits: 'That the list is complete. Builders rarely claim so, and nobody checks.',
  threats: [DEPENDENCY_THREAT],
  answer: ({ provenance, model }) => {
    if (provenance === undefined) return { answer: 'It says nothing of a build.', state: 'missing' };
    const all = [...provenance.dependencies, ...provenance.builder.dependencies];
    const pinned = all.filter(({ digests }) => digests.size > 0);
    const evidence: QuestionEvidence[] = [
      ...provenance.claims.map(({ name, value, pointer }) => ({
        label: `The builder claims: ${name}`,
        value: String(value),
        at: pointer,
        state: 'claimed' as const,
      })),
      ...all.slice(0, 200).map((one) => inputEvidence(one, model)),
      ...(all.length > 200 ? [{ label: 'More', value: plural(all.length - 200, 'input') }] : []),
    ];
    if (all.length === 0)
      return {
        answer: 'It names no inputs.',
        state: 'missing',
        evidence,
        remedy: 'Drop the SBOM of the file beside it, or read the lockfiles in it.',
      };
    const here = all.filter((one) => foundAs(one, model) !== undefined).length;
    const loose = all.length - pinned.length;
    return {
      answer: `${plural(all.length, 'input')}, ${loose === 0 ? 'each pinned by a digest' : `${loose} of them not pinned`}${here === 0 ? '' : `; ${here} ${here === 1 ? 'is' : 'are'} in this case too`}.`,
      state: 'claimed',
      word: 'statement claims',
      evidence,
      remedy: loose === 0 ? '' : 'Ask the publisher to pin what is not: it cannot be found again.',
    };
  },
};

function inputEvidence(one: Resource, model: CaseModel): QuestionEvidence {
  const digests = [...one.digests].map(([algorithm, value]) => `${algorithm}:${value}`).join(', ');
  const found = foundAs(one, model);
  return {
    label: one.uri ?? one.name ?? 'Not named',
    value: `${digests === '' ? 'not pinned' : digests}${found === undefined ? '' : `; ${found.how}`}`,
    at: one.pointer,
    state: digests === '' ? 'missing' : 'claimed',
    ...(found === undefined ? {} : { target: found.target }),
  };
}

/** The same thing in this case. */
function foundAs(
  one: Resource,
  model: CaseModel,
): { readonly how: string; readonly target: NonNullable<QuestionEvidence['target']> } | undefined {
  const match = materialIn(model, one);
  if (match === undefined) return undefined;
  return match.by === 'digest'
    ? { how: 'in this case, by digest', target: { view: 'source', source: match.source } }
    : {
        how: 'in this case, by package URL',
        target: { view: 'component', component: match.component.key },
      };
}
