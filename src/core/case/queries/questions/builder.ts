import type { QuestionEvidence } from '../../provenance-views.ts';
import { threats } from './threats.ts';
import type { Asked, Question } from './types.ts';

export const builder: Question = {
  id: 'builder',
  question: 'Who built it, and may that signer speak for that builder?',
  why: 'The statement names a builder, the certificate names the workflow that signed. They need not be the same: a reusable workflow signs for its callers, npm’s runner for everybody. Known pairs are listed; any other is only what it says.',
  limits: 'That the builder keeps its keys and its runs apart, as its owner says. No file can show that.',
  threats: threats('E', 'F'),
  answer: (asked) => {
    const { one, provenance, facts } = asked;
    if (provenance === undefined)
      return {
        answer: 'It says nothing of a build.',
        state: 'missing',
        remedy: 'Drop the provenance of the file, if its publisher offers one.',
      };
    const id = provenance.builder.id;
    const policy = asked.check('provenance.builder');
    const evidence: QuestionEvidence[] = [
      { label: 'Builder, as stated', value: id?.value ?? 'not stated', at: id?.pointer ?? '' },
      {
        label: 'Build type, as stated',
        value: provenance.buildType?.value ?? 'not stated',
        at: provenance.buildType?.pointer ?? '',
      },
      ...(facts?.signer === undefined
        ? []
        : [{ label: 'Signer, in the certificate', value: facts.signer.uri, at: '2.5.29.17' }]),
      ...(one.level?.builder === undefined ? [] : [{ label: 'Known pair', value: one.level.builder }]),
      ...refEvidence(asked),
    ];
    if (policy?.status === 'fail')
      return {
        answer: policy.detail,
        state: 'contradicted',
        evidence,
        remedy: 'Find out which builder the publisher uses.',
      };
    if (id === undefined)
      return {
        answer: 'It does not say who built it.',
        state: 'missing',
        evidence,
        remedy: 'Ask the publisher.',
      };
    const pair = pairSentence(asked, id.value);
    if (one.level?.builder === undefined)
      return {
        answer: `It says ${nameOfBuilder(id.value)}. ${pair} No accepted builder is known by that pair.`,
        state: 'claimed',
        word: 'unknown pair',
        evidence,
        remedy: 'Find out from the publisher who builds their releases, and expect that signer.',
      };
    const known = asked.state === 'proven';
    return {
      answer: `${nameOfBuilder(id.value)}. ${pair}`,
      state: known ? 'proven' : 'claimed',
      ...(known ? {} : { word: 'as it says' }),
      evidence,
    };
  },
};

/** Why builder and signer differ, where they do. */
function pairSentence({ facts }: Asked, id: string): string {
  const signer = facts?.signer;
  if (signer === undefined) return 'No certificate names a workflow that signed for it.';
  if (signer.uri === id) return 'The workflow that signed is the builder it names.';
  if (/^https:\/\/github\.com\/actions\/runner/.test(id))
    return 'It names GitHub’s runner as the builder; the workflow that ran there signed.';
  if (/\/delegator_[a-z-]+_slsa3\.yml$/.test(signer.name))
    return 'A delegating workflow signed for the builder that it was told to run.';
  return 'Another workflow signed than the builder it names.';
}

/** A release tag and a commit stay what they were; a branch moves. */
function refEvidence({ facts }: Asked): QuestionEvidence[] {
  const ref = facts?.signer?.ref;
  if (ref === undefined) return [];
  const kind = /^refs\/tags\/v?\d+\.\d+\.\d+$/.test(ref)
    ? 'a release tag'
    : /^[0-9a-f]{40}$/.test(ref)
      ? 'a commit, fixed'
      : ref.startsWith('refs/tags/')
        ? 'a tag, which can be moved'
        : 'a branch, which moves: the workflow may be another one tomorrow';
  return [{ label: 'The workflow was taken from', value: `${ref}, ${kind}` }];
}

/** `release.yml of org/repo`, `GitHub Actions runner`: a builder id as a person would say it. */
export function nameOfBuilder(id: string): string {
  const workflow = /^https:\/\/github\.com\/([^/]+\/[^/]+)\/\.github\/workflows\/([^@]+)(?:@.*)?$/.exec(id);
  if (workflow !== null) return `${workflow[2]} of ${workflow[1]}`;
  if (/^https:\/\/github\.com\/actions\/runner/.test(id))
    return id.endsWith('self-hosted')
      ? 'A machine of the project’s own, on GitHub Actions'
      : 'GitHub Actions';
  if (id.startsWith('https://cloudbuild.googleapis.com/')) return 'Google Cloud Build';
  return id;
}

export const level: Question = {
  id: 'level',
  question: 'How far is it accepted, and what carries that?',
  why: 'SLSA levels say how hard it is to forge provenance. A level is earned by the builder, not by the file: what can be said is up to which level this builder is accepted, by whom and why.',
  limits: 'The level itself. It rests on what the owner of the builder says of it.',
  threats: threats('E'),
  answer: (asked) => {
    const { one, provenance } = asked;
    const found = one.level;
    if (found === undefined)
      return provenance === undefined
        ? { answer: 'Levels are of builds, and it says nothing of one.', state: 'missing' }
        : { answer: 'No level can be told.', state: 'missing' };
    const evidence: QuestionEvidence[] = [
      ...found.restsOn.map((value) => ({ label: 'Rests on', value, state: 'claimed' as const })),
      ...found.sources.map((value) => ({ label: 'Said at', value })),
    ];
    return {
      answer: found.because,
      state: one.verdict === 'failed' ? 'contradicted' : 'claimed',
      word:
        one.verdict === 'failed'
          ? 'not accepted'
          : `up to ${found.track === 'source' ? 'Source' : 'Build'} L${found.level}`,
      evidence,
      remedy: found.level >= 2 ? '' : 'Decide by what else you know of the publisher.',
    };
  },
};
