import { listed, plural } from '../../../base/words.ts';
import type { QuestionEvidence } from '../../provenance-views.ts';
import { attestationId, stateOf, titleOf } from '../trust.ts';
import { threats } from './threats.ts';
import type { Question } from './types.ts';

export const others: Question = {
  id: 'others',
  question: 'What else is said about it?',
  why: 'Provenance says how it was built. Others may say what is in it, which vulnerabilities were found, whether tests passed, or that somebody checked all this for you. A signed claim can also say no.',
  limits: 'What nobody attested. A claim that is not here says nothing, neither good nor bad.',
  threats: threats('B', 'C', 'G', 'H'),
  answer: ({ siblings, model, one }) => {
    const evidence: QuestionEvidence[] = siblings.slice(0, 60).map((other) => {
      const no = other.against ?? [];
      const attestation = attestationId(other);
      return {
        label: titleOf(other),
        value: `${other.verdict}${no.length === 0 ? '' : `, and says no: ${no.join(' ')}`}`,
        state: stateOf(model, other),
        target: { view: 'trust', attestation },
      };
    });
    const own = one.against ?? [];
    const saysNo = siblings.filter((other) => (other.against ?? []).length > 0);
    if (own.length > 0 || saysNo.length > 0)
      return {
        answer: `${own.length > 0 ? 'This claim speaks' : `${plural(saysNo.length, 'claim')} ${saysNo.length === 1 ? 'speaks' : 'speak'}`} against it: ${[...own, ...saysNo.flatMap((other) => other.against ?? [])].slice(0, 3).join(' ')}`,
        state: 'contradicted',
        word: 'says no',
        evidence,
        remedy: 'Read what it says before you use the file.',
      };
    if (siblings.length === 0)
      return {
        answer: `Nothing that is in this case${model.attestations.length > 1 ? ': the other claims are about other files' : ''}.`,
        state: 'missing',
        remedy: 'Drop the SBOM, the VEX or the publish attestation of the same release beside it.',
      };
    const titles = [...new Set(siblings.map(titleOf))];
    const proven = siblings.filter((other) => stateOf(model, other) === 'proven').length;
    return {
      answer: `${plural(siblings.length, 'more claim')}: ${titles.length > 4 ? `${listed(titles.slice(0, 3))} and others` : listed(titles)}; ${proven === 0 ? 'none' : proven} proven.`,
      state: proven === siblings.length ? 'proven' : 'claimed',
      evidence,
    };
  },
};

export const compared: Question = {
  id: 'compared',
  question: 'Is it as the release before?',
  why: 'A project rarely changes who builds its releases, and how. When an account is taken over, it does. Drop the provenance of another release beside this one, and the two are compared.',
  limits: 'That the release before was good. It shows what changed, not why.',
  threats: threats('D', 'E', 'H'),
  answer: ({ comparison, provenance }) => {
    if (provenance === undefined) return { answer: 'It says nothing of a build.', state: 'missing' };
    if (comparison === undefined)
      return {
        answer: 'No other release of it is in this case.',
        state: 'missing',
        word: 'nothing to compare',
        remedy: 'Drop the provenance of the release before beside it.',
      };
    const changed = comparison.rows.filter(({ status }) => status !== 'same');
    const evidence: QuestionEvidence[] = [
      {
        label: 'Compared with',
        value: comparison.otherName,
        target: { view: 'trust', attestation: comparison.other },
      },
      ...comparison.rows.map(({ field, here, there, status }) => ({
        label: field,
        value:
          status === 'same'
            ? `same: ${here ?? ''}`
            : `${here ?? 'not stated'}; before: ${there ?? 'not stated'}`,
        state: 'claimed' as const,
      })),
    ];
    if (changed.length === 0)
      return {
        answer: `Yes: ${plural(comparison.rows.length, 'field')} are the same as of ${comparison.otherName}.`,
        state: 'claimed',
        word: 'same',
        evidence,
      };
    return {
      answer: `${plural(changed.length, 'field')} changed since ${comparison.otherName}: ${listed(changed.map(({ field }) => field.toLowerCase()))}.`,
      state: 'claimed',
      word: 'changed',
      evidence,
      remedy: 'Find out whether the project announced the change. If not, wait with the update and ask.',
    };
  },
};
