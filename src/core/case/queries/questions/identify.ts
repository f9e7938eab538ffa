import { listed, plural } from '../../../base/words.ts';
import type { CaseSource } from '../../model.ts';
import type { QuestionEvidence } from '../../provenance-views.ts';
import { namesake } from '../namesake.ts';
import { titleOf } from '../trust.ts';
import { manifestToFetch, notCompared } from './saved-image.ts';
import { threats } from './threats.ts';
import type { Asked, Question } from './types.ts';

export const what: Question = {
  id: 'what',
  question: 'What is this file?',
  why: 'A claim travels in an envelope, the envelope in a file. What a file is called says nothing; what is in it is read here.',
  limits: 'What it says. Only the form is read here, and anybody can write the form.',
  threats: [],
  answer: ({ one, model, check }) => {
    const own = model.attestations.filter(({ source }) => source === one.source).length;
    const form = check('sigstore.form') ?? check('statement.form');
    const evidence: QuestionEvidence[] = [
      { label: 'Read by', value: one.carrier },
      ...(one.mediaType === '' ? [] : [{ label: 'Form', value: one.mediaType }]),
      ...(own > 1 ? [{ label: 'Record', value: `${one.record} of ${own} in this file` }] : []),
      ...(one.statement === undefined
        ? []
        : [
            { label: 'Statement', value: one.statement.type, at: '/_type' },
            { label: 'Predicate', value: one.statement.predicateType, at: '/predicateType' },
          ]),
    ];
    if (one.verdict === 'unsupported')
      return {
        answer: 'It is recognized, and Loupe cannot check this form.',
        state: 'not-inspected',
        word: 'unsupported',
        evidence,
        remedy: 'Check it with the tool it was made for.',
      };
    if (form?.status === 'fail')
      return {
        answer: `It is not what it should be: ${form.detail}`,
        state: 'contradicted',
        evidence,
        remedy: 'Get the file again from the publisher.',
      };
    const signed = one.verdict === 'unsigned' ? 'a plain file that nobody signed' : 'a signed envelope';
    return {
      answer: `${titleOf(one)}, in ${signed}${own > 1 ? `; ${plural(own - 1, 'more record')} in the same file` : ''}.`,
      state: 'claimed',
      word: 'as it says',
      evidence,
      ...(own > 1
        ? {
            remedy:
              'Look at every record: nobody signed the file as a whole, so one could have been added or left out.',
          }
        : {}),
    };
  },
};

export const about: Question = {
  id: 'about',
  question: 'Is it about my file?',
  why: 'A claim names what it speaks of by a digest, a fingerprint of the bytes. It is computed again here and compared. Names are not compared: anybody can give a file any name.',
  limits: 'Whether the bytes are good. They are the ones that are meant, and nothing else.',
  threats: threats('F', 'G'),
  answer: (asked) => {
    const { one, state, nameOf } = asked;
    const evidence: QuestionEvidence[] = [
      ...one.about.slice(0, 20).map(({ source, digest }) => ({
        label: nameOf(source),
        value: digest,
        state: state === 'proven' ? ('proven' as const) : ('claimed' as const),
        target: { view: 'source', source } as const,
      })),
      ...one.unmatched.slice(0, 20).map(({ subject, digests }) => ({
        label: subject === '' ? 'Bytes' : subject,
        value: digests.join(', '),
        state: 'missing' as const,
      })),
      ...notCompared(asked.model, one),
      ...unattested(asked).map(({ id, path }) => ({
        label: 'No claim speaks of',
        value: path,
        state: 'missing' as const,
        target: { view: 'source', source: id } as const,
      })),
    ];
    const impostor = namesake(asked.model, asked.one);
    if (one.about.length === 0 && impostor !== undefined) {
      const { subject, source, stated, actual } = impostor;
      return {
        answer: `No. It speaks of a ${subject} with another digest than the one that is here.`,
        state: 'contradicted',
        evidence: [
          { label: `${subject}, as stated`, value: stated },
          {
            label: `${source.path}, computed`,
            value: actual,
            state: 'contradicted',
            target: { view: 'source', source: source.id },
          },
        ],
        remedy:
          'Do not use the file. Get it again from the publisher: this is not the one that was signed for, whatever its name says.',
      };
    }
    if (one.about.length === 0)
      return {
        answer: 'It speaks of nothing that is in this case.',
        state: 'missing',
        evidence,
        remedy: manifestToFetch(asked.model, one) ?? 'Drop the file it is about. Compare digests, not names.',
      };
    const files = [...new Set(one.about.map(({ source }) => nameOf(source)))];
    const rest =
      one.unmatched.length === 0
        ? ''
        : ` ${plural(one.unmatched.length, 'more thing')} it names ${one.unmatched.length === 1 ? 'is' : 'are'} not here.`;
    const so =
      one.verdict === 'failed' || one.verdict === 'unsigned' ? 'It says so, by digest' : 'Yes, by digest';
    return {
      answer: `${so}: ${files.length > 3 ? plural(files.length, 'file') : listed(files)}.${rest}`,
      state: state === 'proven' ? 'proven' : 'claimed',
      ...(state === 'proven' ? {} : { word: 'as it says' }),
      evidence,
    };
  },
};

/** Dropped artifacts that no claim of the case is about, by themselves or by what is in them. */
export function unattested({ model }: Pick<Asked, 'model'>): readonly CaseSource[] {
  const tops = new Set(
    model.attestations.flatMap(({ about }) => about.map(({ source }) => source.split('>')[0])),
  );
  return model.sources.filter(
    ({ id, parent, role }) => parent === undefined && role === 'subject' && !tops.has(id),
  );
}
