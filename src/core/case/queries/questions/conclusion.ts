import { namesake } from '../namesake.ts';
import { saidOf } from '../trust.ts';
import { nameOfBuilder } from './builder.ts';
import { kindOfRef, known } from './source.ts';
import { threats } from './threats.ts';
import type { Asked, Question } from './types.ts';

export const conclusion: Question = {
  id: 'conclusion',
  question: 'What may I say, and what not?',
  why: 'All of the above in one sentence that you can repeat to somebody else without saying too much.',
  limits:
    'That the source is benign, that the run was not hijacked from within, or that the package is the one you meant to install. In May 2026 packages with valid provenance, from the right repository and workflow, were malicious.',
  threats: threats('E', 'F', 'G'),
  answer: (asked) => {
    const { one, state, provenance, facts } = asked;
    const no = one.against ?? [];
    if (no.length > 0 && one.verdict === 'verified')
      return {
        answer: `${saidOf(one)} signed a statement that says no. ${no[0]}`,
        state: 'contradicted',
        word: 'says no',
        remedy: 'Do not use the file before you know why.',
      };
    if (one.verdict === 'failed')
      return {
        answer: 'Nothing may be said on the strength of this claim: its verification failed.',
        state: 'contradicted',
        word: 'failed',
        remedy: 'Get the file and its signature again from the publisher.',
      };
    if (one.verdict === 'unsupported')
      return {
        answer: 'Nothing was shown or refuted: this form cannot be checked here.',
        state: 'not-inspected',
        word: 'unsupported',
      };
    const differing = (one.certificateVsStatement ?? []).some(({ status }) => status === 'differs');
    if (one.verdict !== 'unsigned' && (one.expected === 'unmet' || differing))
      return {
        answer: [
          `${saidOf(one)} signed it`,
          differing ? ', from somewhere else than the statement says' : '',
          '.',
          one.expected === 'unmet' ? ' That is not whom you expect.' : '',
        ].join(''),
        state: 'contradicted',
        word: differing ? 'differs' : 'unexpected',
        remedy: 'Find out whom the publisher names before you use the file.',
      };
    if (one.about.length === 0)
      return namesake(asked.model, one) === undefined
        ? {
            answer: 'Nothing about any file that is here.',
            state: 'missing',
            remedy: 'Drop the file it is about.',
          }
        : {
            answer: 'The file that is here is not the one this claim is about, though it has its name.',
            state: 'contradicted',
            remedy: 'Do not use the file. Get it again from the publisher.',
          };
    const build = buildSentence(asked);
    const repository = known(facts?.repository, provenance?.source.repository);
    const files = [...new Set(one.about.map((about) => asked.nameOf(about.source)))];
    const subject = files.length === 1 ? (files[0] ?? '') : `${files.length} files of this case`;
    if (state === 'proven')
      return {
        answer:
          `${subject} ${files.length === 1 ? 'is' : 'are'} exactly what ${saidOf(one)} signed${on(asked)}. ${build}`.trim(),
        state: 'proven',
      };
    const missing = {
      unsigned: 'nobody signed that',
      undated: 'when it was signed is not proven',
      'unknown-root': 'nobody you accept vouches for the signer',
      verified: 'you have not said whom you expect',
    }[one.verdict];
    return {
      answer: `It says that ${subject} ${provenance === undefined ? 'is what it signed' : `was built${repository === undefined ? '' : ` from ${repository.value}`}`}; ${missing}.`,
      state: state === 'contradicted' ? 'contradicted' : 'claimed',
      word: one.verdict === 'verified' ? 'nobody expected' : one.verdict.replace('-', ' '),
      remedy: 'See the first question above that is not proven.',
    };
  },
};

function on({ one }: Asked): string {
  const at = one.time.proven[0]?.at;
  return at === undefined ? '' : ` on ${at.slice(0, 10)}`;
}

/** `By its statement, built by X from Y at tag Z.` */
function buildSentence({ provenance, facts }: Asked): string {
  if (provenance === undefined) return '';
  const id = provenance.builder.id;
  const repository = known(facts?.repository, provenance.source.repository);
  const ref = known(facts?.ref, provenance.source.ref);
  return [
    'The signer says it was built',
    id === undefined ? '' : ` by ${nameOfBuilder(id.value)}`,
    repository === undefined ? '' : ` from ${repository.value}`,
    ref === undefined ? '' : ` at ${kindOfRef(ref.value)}`,
    repository?.by === 'certificate says' ? ', and the certificate agrees' : '',
    '.',
  ].join('');
}
