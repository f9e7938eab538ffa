import type { JsonFields } from '../json-fields.ts';
import { firstStated, looseObject, statedId } from './fields.ts';
import type { ProvenanceRun, Stated } from './types.ts';

/**
 * The run as GitHub Actions builders write it: `GITHUB_*` variables (npm CLI, delegators, container-based), lower case
 * `github_*` (slsa-github-generator), or the `github` object of the workflow build type. `places` are looked through in order.
 */
export function githubRun(
  places: readonly (JsonFields | undefined)[],
): Omit<ProvenanceRun, 'invocationId' | 'startedOn' | 'finishedOn'> {
  const find = (...names: readonly string[]): Stated | undefined =>
    firstStated(...places.flatMap((place) => names.map((name) => statedId(place, name))));
  const variable = (name: string): readonly string[] => [`GITHUB_${name}`, `github_${name.toLowerCase()}`];
  const object = places.map((place) => looseObject(place, 'github'));
  const inObject = (name: string): Stated | undefined =>
    firstStated(...object.map((place) => statedId(place, name)));
  const { path, ref } = splitWorkflowRef(find(...variable('WORKFLOW_REF')));
  return {
    id: firstStated(find(...variable('RUN_ID')), inObject('run_id')),
    attempt: firstStated(find(...variable('RUN_ATTEMPT')), inObject('run_attempt')),
    event: firstStated(find(...variable('EVENT_NAME')), inObject('event_name')),
    runner: firstStated(find('RUNNER_ENVIRONMENT'), inObject('runner_environment')),
    repositoryId: firstStated(find(...variable('REPOSITORY_ID')), inObject('repository_id')),
    ownerId: firstStated(find(...variable('REPOSITORY_OWNER_ID')), inObject('repository_owner_id')),
    actorId: firstStated(find(...variable('ACTOR_ID')), inObject('actor_id')),
    workflowPath: path,
    workflowRef: ref,
    workflowSha: find(...variable('WORKFLOW_SHA')),
  };
}

/** `OWNER/REPO/.github/workflows/FILE@REF`: path inside the repository, and ref. */
function splitWorkflowRef(stated: Stated | undefined): { path: Stated | undefined; ref: Stated | undefined } {
  const [, path, ref] = /^[^/]+\/[^/]+\/([^@]+)@(.+)$/.exec(stated?.value ?? '') ?? [];
  if (stated === undefined || path === undefined || ref === undefined)
    return { path: undefined, ref: undefined };
  return { path: { value: path, pointer: stated.pointer }, ref: { value: ref, pointer: stated.pointer } };
}

/** Run number and attempt out of `https://github.com/O/R/actions/runs/N/attempts/M`, or `N-M` of older builders. */
export function runOfInvocation(invocation: Stated | undefined): {
  readonly id: Stated | undefined;
  readonly attempt: Stated | undefined;
} {
  const value = invocation?.value ?? '';
  const [, id, attempt] =
    /^https:\/\/[^/]+\/[^/]+\/[^/]+\/actions\/runs\/(\d+)(?:\/attempts\/(\d+))?$/.exec(value) ??
    /^(\d+)-(\d+)$/.exec(value) ??
    [];
  const pointer = invocation?.pointer ?? '';
  return {
    id: id === undefined ? undefined : { value: id, pointer },
    attempt: attempt === undefined ? undefined : { value: attempt, pointer },
  };
}
