import { expect, test } from 'vitest';
import { githubTrigger } from '../../../src/core/verify/policy/github-trigger.ts';

const V02 = 'https://slsa.dev/provenance/v0.2';
const URI = 'git+https://github.com/o/r@';

const v02 = (environment: object, ref = 'refs/heads/main') =>
  githubTrigger({
    type: 'https://in-toto.io/Statement/v0.1',
    predicateType: V02,
    subjects: [],
    predicate: {
      invocation: { configSource: { uri: URI + ref }, environment },
      materials: [{ uri: URI + ref }],
    },
  });

test('a branch', () => {
  expect(
    v02({ github_ref_type: 'branch', github_ref: 'refs/heads/main', github_event_name: 'push' }),
  ).toMatchObject({
    triggerUri: 'git+https://github.com/o/r@refs/heads/main',
    branch: 'refs/heads/main',
    tag: '',
  });
});

test.each<[string, object, string]>([
  [
    'a push says its base',
    { github_event_name: 'push', github_event_payload: { base_ref: 'refs/heads/main' } },
    'refs/heads/main',
  ],
  ['a push from no branch', { github_event_name: 'push', github_event_payload: { base_ref: null } }, ''],
  [
    'a release says its target',
    { github_event_name: 'release', github_event_payload: { release: { target_commitish: 'main' } } },
    'refs/heads/main',
  ],
  ['anything else says nothing', { github_event_name: 'schedule', github_event_payload: {} }, ''],
])('a tag is on a branch as the event has it: %s', (_name, more, branch) => {
  const trigger = v02(
    { github_ref_type: 'tag', github_ref: 'refs/tags/v1', github_base_ref: '', ...more },
    'refs/tags/v1',
  );
  expect([trigger.branch, trigger.tag]).toEqual([branch, 'refs/tags/v1']);
});

test('inputs are those of a build started by hand, and of no other', () => {
  const payload = { github_event_payload: { inputs: { a: '1' } } };
  expect(v02({ github_event_name: 'workflow_dispatch', ...payload }).inputs).toEqual({ a: '1' });
  expect(v02({ github_event_name: 'push', ...payload }).inputs).toBeUndefined();
});

test('what is not there is not made up', () => {
  expect(
    githubTrigger({
      type: 'https://in-toto.io/Statement/v1',
      predicateType: V02,
      subjects: [],
      predicate: 7,
    }),
  ).toEqual({
    triggerUri: undefined,
    sourceUri: undefined,
    branch: undefined,
    tag: undefined,
    inputs: undefined,
  });
});
