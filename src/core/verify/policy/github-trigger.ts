import type { Statement } from '../../attest/statement.ts';
import { isJsonObject, type JsonObject, own, ownList, ownObject, ownText } from '../../base/json-shape.ts';

/** What started a build on GitHub and what it built, as the statement has it, in the forms slsa-verifier compares. */
export interface GithubTrigger {
  /** `git+https://github.com/OWNER/REPO@REF` of the repository that started it. */
  readonly triggerUri: string | undefined;
  /** The same of what was checked out; its ref may be missing. */
  readonly sourceUri: string | undefined;
  /** `refs/heads/NAME`; empty where the build was not from a branch that is named. */
  readonly branch: string | undefined;
  /** `refs/tags/NAME`; empty where the build was not from a tag. */
  readonly tag: string | undefined;
  /** Of a `workflow_dispatch`; absent for other triggers. */
  readonly inputs: JsonObject | undefined;
}

const V02 = 'https://slsa.dev/provenance/v0.2';
const DELEGATOR = 'https://github.com/slsa-framework/slsa-github-generator/delegator-generic@v0';

/** Reads the trigger of provenance v0.2 or v1 (slsa-verifier, gha/slsaprovenance). */
export function githubTrigger({ predicateType, predicate }: Statement): GithubTrigger {
  const root = isJsonObject(predicate) ? predicate : {};
  return predicateType === V02 ? triggerV02(root) : triggerV1(root);
}

function triggerV02(predicate: JsonObject): GithubTrigger {
  const invocation = ownObject(predicate, 'invocation');
  const environment = ownObject(invocation, 'environment');
  const triggerUri = ownText(ownObject(invocation, 'configSource'), 'uri');
  const [material] = ownList(predicate, 'materials');
  const sourceUri = isJsonObject(material) ? ownText(material, 'uri') : undefined;
  const delegated = ownText(predicate, 'buildType') === DELEGATOR;
  return { triggerUri, sourceUri, ...refsOf(environment, delegated ? sourceUri : triggerUri, delegated) };
}

function triggerV1(predicate: JsonObject): GithubTrigger {
  const definition = ownObject(predicate, 'buildDefinition');
  const external = ownObject(definition, 'externalParameters');
  const internal = ownObject(definition, 'internalParameters');
  const workflow = ownObject(external, 'workflow');
  const [first] = ownList(definition, 'resolvedDependencies');
  const dependency = isJsonObject(first) ? ownText(first, 'uri') : undefined;
  const repository = ownText(workflow, 'repository');
  if (repository !== undefined) {
    const triggerUri = `git+${repository}@${ownText(workflow, 'ref') ?? ''}`;
    return {
      triggerUri,
      sourceUri: dependency,
      ...refsOf(internal, triggerUri, false),
      inputs: inputsOfEvent(internal, external),
    };
  }
  const sourceUri = ownText(ownObject(external, 'source'), 'uri') ?? dependency;
  const [, name, ref] =
    /^([^/@]+\/[^/@]+)\/[^@]+@([^@]+)$/.exec(ownText(internal, 'GITHUB_WORKFLOW_REF') ?? '') ?? [];
  const triggerUri = name === undefined ? undefined : `git+https://github.com/${name}@${ref ?? ''}`;
  const delegated = ownText(definition, 'buildType') === DELEGATOR;
  return { triggerUri, sourceUri, ...refsOf(internal, delegated ? sourceUri : triggerUri, delegated) };
}

/**
 * Branch, tag and inputs from the variables of the run. The npm CLI records no kind of ref, so its ref says it; a
 * delegated build names the ref it built, which need not be the one that started it.
 */
function refsOf(
  environment: JsonObject,
  uri: string | undefined,
  delegated: boolean,
): Pick<GithubTrigger, 'branch' | 'tag' | 'inputs'> {
  const variable = (name: string): unknown =>
    own(environment, `github_${name}`) ?? own(environment, `GITHUB_${name.toUpperCase()}`);
  const text = (name: string): string | undefined => {
    const value = variable(name);
    return typeof value === 'string' ? value : undefined;
  };
  const inputs = inputsOf(text('event_name'), variable('event_payload'));
  const named = uri?.split('@')[1];
  const kind = text('ref_type');
  const ref = kind === undefined || (delegated && named !== undefined) ? named : text('ref');
  if (ref === undefined || ref === '') return { branch: undefined, tag: undefined, inputs };
  if (ref.startsWith('refs/heads/') && kind !== 'tag') return { branch: ref, tag: '', inputs };
  if (!ref.startsWith('refs/tags/')) return { branch: undefined, tag: undefined, inputs };
  return { branch: branchOfTag(text, variable('event_payload')), tag: ref, inputs };
}

/** A tag is on a branch only as the event says it: a push names its base, a release the branch it was cut from. */
function branchOfTag(text: (name: string) => string | undefined, payload: unknown): string {
  const base = text('base_ref') ?? '';
  if (base !== '') return base;
  if (!isJsonObject(payload)) return '';
  switch (text('event_name')) {
    case 'push':
      return ownText(payload, 'base_ref') ?? '';
    case 'release': {
      const target = ownText(ownObject(payload, 'release'), 'target_commitish');
      return target === undefined ? '' : `refs/heads/${target}`;
    }
    default:
      return '';
  }
}

function inputsOf(event: string | undefined, payload: unknown): JsonObject | undefined {
  if (event !== 'workflow_dispatch' || !isJsonObject(payload)) return undefined;
  const inputs = own(payload, 'inputs');
  return isJsonObject(inputs) ? inputs : undefined;
}

/** GitHub's own build type lists the inputs themselves. */
function inputsOfEvent(internal: JsonObject, external: JsonObject): JsonObject | undefined {
  const event = ownText(ownObject(internal, 'github'), 'event_name');
  const inputs = own(external, 'inputs') ?? own(ownObject(external, 'workflow'), 'inputs');
  return event === 'workflow_dispatch' && isJsonObject(inputs) ? inputs : undefined;
}
