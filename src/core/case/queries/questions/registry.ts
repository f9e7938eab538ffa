import { displayName } from '../../../base/names.ts';
import type { Answered } from '../../provenance-views.ts';
import { compared, others } from './beside.ts';
import { builder, level } from './builder.ts';
import { certificate } from './certificate.ts';
import { conclusion } from './conclusion.ts';
import { how } from './how.ts';
import { about, what } from './identify.ts';
import { inputs } from './inputs.ts';
import { root, signature, signer, when } from './signing.ts';
import { source } from './source.ts';
import type { Asked, Question } from './types.ts';

/** The questions in the order in which one needs the answers. */
export const QUESTIONS: readonly Question[] = [
  what,
  about,
  signer,
  signature,
  root,
  when,
  certificate,
  builder,
  level,
  source,
  how,
  inputs,
  others,
  compared,
  conclusion,
];

/** Asks a claim all of them. Values from files come as a person may see them. */
export function askAll(asked: Asked): readonly Answered[] {
  return QUESTIONS.map(({ id, question, why, limits, threats, answer }, i) => {
    const given = answer(asked);
    return {
      id,
      number: i + 1,
      question,
      why,
      limits,
      threats,
      answer: displayName(given.answer),
      state: given.state,
      word: given.word,
      evidence: (given.evidence ?? []).map((one) => ({
        ...one,
        label: displayName(one.label),
        value: displayName(one.value),
      })),
      remedy: given.remedy ?? '',
    };
  });
}
