import { plural } from '../../../base/words.ts';
import type { QuestionEvidence } from '../../provenance-views.ts';
import { known } from './source.ts';
import { threats } from './threats.ts';
import type { Asked, Question } from './types.ts';

export const how: Question = {
  id: 'how',
  question: 'How was it built?',
  why: 'The same commit can be built in many ways. Whoever starts a build chooses some of them, and a few choices let strangers have a say.',
  limits: 'What the steps of the build did. Only how it was started is written down, by the builder itself.',
  threats: threats('D', 'E'),
  answer: (asked) => {
    const { provenance } = asked;
    if (provenance === undefined) return { answer: 'It says nothing of a build.', state: 'missing' };
    const look = warnings(asked);
    const masked = [...provenance.externalParameters, ...provenance.internalParameters].filter(
      (one) => one.masked,
    );
    const unknown = asked.check('provenance.parameters');
    const evidence: QuestionEvidence[] = [
      ...look.map(({ value, at }) => ({ label: 'Look at this', value, at, state: 'claimed' as const })),
      ...(unknown === undefined ? [] : [{ label: unknown.title, value: unknown.detail, at: unknown.id }]),
      ...masked.map(({ name, pointer }) => ({
        label: 'Looks like a secret, not shown',
        value: name,
        at: pointer,
        state: 'claimed' as const,
      })),
      ...provenance.externalParameters
        .filter((one) => !one.masked)
        .slice(0, 40)
        .map(({ name, value, pointer }) => ({ label: name, value, at: pointer })),
    ];
    const event = known(asked.facts?.event, provenance.run.event);
    const runner = known(asked.facts?.runner, provenance.run.runner);
    const parts = [
      event === undefined ? 'What started it is not said' : `Started by ${event.value}`,
      runner === undefined ? 'on a machine that is not named' : `on a ${runner.value} machine`,
      `with ${plural(provenance.externalParameters.length, 'parameter')}`,
    ];
    const alarm = [
      ...(look.length === 0 ? [] : [`${plural(look.length, 'thing')} to look at`]),
      ...(masked.length === 0 ? [] : [`${plural(masked.length, 'value')} that look like secrets`]),
    ];
    if (unknown?.status === 'fail')
      return {
        answer: unknown.detail,
        state: 'contradicted',
        word: 'unexpected',
        evidence,
        remedy: 'Find out what the parameter does before you use the file.',
      };
    return {
      answer: `${parts.join(', ')}.${alarm.length === 0 ? '' : ` ${alarm.join('; ')}.`}`,
      state: 'claimed',
      word: look.length > 0 ? 'look here' : (event?.by ?? 'statement claims'),
      evidence,
      remedy: [
        look.length > 0
          ? 'Read the workflow at the commit above, and ask whether a stranger could have started or changed the run.'
          : '',
        masked.length > 0
          ? 'If a value is a real secret, it is published: tell the publisher to replace it.'
          : '',
      ]
        .filter((part) => part !== '')
        .join(' '),
    };
  },
};

/** Ways of starting and running a build that let others than the maintainers have a say (K: provenance, question 11). */
function warnings({ facts, provenance }: Asked): readonly { readonly value: string; readonly at: string }[] {
  const event = known(facts?.event, provenance?.run.event);
  const runner = known(facts?.runner, provenance?.run.runner);
  const inputs = (provenance?.externalParameters ?? []).filter(({ name }) =>
    /^inputs(?:\.|$)|(?:^|\.)event_inputs?/.test(name),
  );
  const signer = facts?.signer;
  const found: { value: string; at: string }[] = [];
  if (event?.value === 'pull_request_target')
    found.push({
      value: 'pull_request_target: a pull request of a stranger starts it, with the rights of the repository',
      at: event.at,
    });
  if (event?.value === 'workflow_dispatch')
    found.push({
      value:
        inputs.length === 0
          ? 'workflow_dispatch: somebody started it by hand'
          : `workflow_dispatch: somebody started it by hand, with ${plural(inputs.length, 'input')} of their own`,
      at: event.at,
    });
  if (runner?.value === 'self-hosted')
    found.push({
      value: 'self-hosted: the machine is the project’s own, and may keep something from one run to the next',
      at: runner.at,
    });
  if (signer?.ref.startsWith('refs/heads/') === true && provenance?.builder.id?.value === signer.uri)
    found.push({
      value: `the workflow was taken from a branch, ${signer.ref}, which moves`,
      at: '2.5.29.17',
    });
  if (signer?.ref.startsWith('refs/pull/') === true)
    found.push({
      value: `it ran on a pull request, ${signer.ref}, and not on what was merged`,
      at: '2.5.29.17',
    });
  return found;
}
