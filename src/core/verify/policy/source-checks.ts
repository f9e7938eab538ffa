import { isJsonObject, own } from '../../base/json-shape.ts';
import type { Check } from '../../model/check.ts';
import { check } from '../check.ts';
import { normalizeGitUri, splitGitUri } from './git-uri.ts';
import type { GithubTrigger } from './github-trigger.ts';
import { isVersion, tagIsOfVersion } from './semver-tag.ts';
import type { PolicyInput } from './types.ts';

/**
 * Source, branch, tag, version and inputs of a build on GitHub, as far as they are expected (slsa-verifier,
 * VerifyProvenanceCommonOptions). `refOptional`: the builder may leave the ref of what it built out.
 */
export function sourceChecks(input: PolicyInput, trigger: GithubTrigger, refOptional: boolean): Check[] {
  const { sourceUri, sourceBranch, sourceTag, sourceVersionedTag, workflowInputs } = input.expected;
  return [
    ...(sourceUri === undefined ? [] : [sourceCheck(input, trigger, sourceUri, refOptional)]),
    ...(sourceBranch === undefined ? [] : [branchCheck(trigger, sourceBranch)]),
    ...(sourceTag === undefined ? [] : [tagCheck(trigger.tag, sourceTag)]),
    ...(sourceVersionedTag === undefined ? [] : [versionCheck(trigger.tag, sourceVersionedTag)]),
    ...(workflowInputs === undefined ? [] : [inputsCheck(trigger, workflowInputs)]),
  ];
}

function sourceCheck(
  { certificate }: PolicyInput,
  trigger: GithubTrigger,
  expected: string,
  refOptional: boolean,
): Check {
  const wanted = normalizeGitUri(expected);
  const evidence = [
    { label: 'Certificate', value: certificate?.repository?.value ?? 'silent' },
    { label: 'Started by', value: trigger.triggerUri ?? 'not stated' },
    { label: 'Built from', value: trigger.sourceUri ?? 'not stated' },
  ];
  const say = (status: 'pass' | 'fail' | 'absent', detail: string): Check =>
    check('provenance.source', status, detail, { against: wanted, evidence });
  const vouched = certificate?.repository?.value;
  if (vouched !== undefined && `git+${vouched}` !== wanted)
    return say('fail', `The certificate names ${vouched}; you expect ${expected}.`);
  const started = trigger.triggerUri === undefined ? undefined : splitGitUri(trigger.triggerUri);
  const built = trigger.sourceUri === undefined ? undefined : splitGitUri(trigger.sourceUri);
  if (started === undefined || started.ref === '')
    return say('fail', 'The statement does not say which repository and ref started the build.');
  if (started.uri !== wanted)
    return say('fail', `The build was started by ${started.uri}; you expect ${expected}.`);
  if (built === undefined) return say('fail', 'The statement does not say what was built.');
  if (built.uri !== wanted) return say('fail', `The build was of ${built.uri}; you expect ${expected}.`);
  if (built.ref === '' && !refOptional) return say('fail', 'The statement does not say which ref was built.');
  if (built.ref !== '' && trigger.triggerUri !== trigger.sourceUri)
    return say('fail', 'The build was started at one ref and built another.');
  if (vouched === undefined)
    return say('absent', 'Only the statement names the repository; no certificate confirms it.');
  return say('pass', `Built from ${wanted.slice(4)}, as the certificate confirms.`);
}

function branchCheck({ branch }: GithubTrigger, expected: string): Check {
  const actual = branch?.startsWith('refs/heads/') ? branch.slice('refs/heads/'.length) : undefined;
  const detail =
    actual === undefined
      ? 'The build names no branch.'
      : actual === expected
        ? `Built from the branch ${actual}.`
        : `Built from the branch ${actual}; you expect ${expected}.`;
  return check('provenance.branch', actual === expected ? 'pass' : 'fail', detail, { against: expected });
}

export function tagCheck(tag: string | undefined, expected: string): Check {
  const actual = tagName(tag);
  const detail =
    actual === undefined
      ? 'The build names no tag.'
      : actual === expected
        ? `Built from the tag ${actual}.`
        : `Built from the tag ${actual}; you expect ${expected}.`;
  return check('provenance.tag', actual === expected ? 'pass' : 'fail', detail, { against: expected });
}

export function versionCheck(tag: string | undefined, expected: string): Check {
  const id = 'provenance.versioned-tag';
  const actual = tagName(tag);
  const say = (status: 'pass' | 'fail', detail: string): Check =>
    check(id, status, detail, { against: expected });
  if (actual === undefined) return say('fail', 'The build names no tag.');
  if (!isVersion(expected)) return say('fail', `"${expected}" is no version of the form v1, v1.2 or v1.2.3.`);
  const agrees = tagIsOfVersion(actual, expected);
  if (agrees === undefined) return say('fail', `The tag ${actual} is no version.`);
  return agrees
    ? say('pass', `The tag ${actual} is of version ${expected}.`)
    : say('fail', `The tag ${actual} is not of version ${expected}.`);
}

function tagName(tag: string | undefined): string | undefined {
  return tag?.startsWith('refs/tags/') ? tag.slice('refs/tags/'.length) : undefined;
}

function inputsCheck({ inputs }: GithubTrigger, expected: Readonly<Record<string, string>>): Check {
  const id = 'provenance.inputs';
  const against = Object.entries(expected)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
  if (inputs === undefined)
    return check(id, 'fail', 'The build was not started by hand with inputs.', { against });
  for (const [key, value] of Object.entries(expected)) {
    const actual = isJsonObject(inputs) ? own(inputs, key) : undefined;
    if (typeof actual !== 'string')
      return check(id, 'fail', `The input "${key}" is not stated.`, { against });
    if (actual !== value)
      return check(id, 'fail', `The input "${key}" is "${actual}"; you expect "${value}".`, { against });
  }
  return check(id, 'pass', 'The inputs are those you expect.', { against });
}
