import type { JsonFields } from '../json-fields.ts';
import { digestSet, firstStated, looseObject, resources, stated } from './fields.ts';
import { githubRun, runOfInvocation } from './github-run.ts';
import { parametersOf } from './parameters.ts';
import { buildClaims, commitOf, gitCommit, uriOf } from './provenance-parts.ts';
import { splitSourceUri } from './source-uri.ts';
import type { PredicateReader, Provenance, ProvenanceSource, Resource } from './types.ts';

/** Provenance v0.2: slsa-github-generator, npm CLI, BuildKit, Tekton. */
export const slsaProvenanceV02: PredicateReader = {
  id: 'slsa-provenance-v0.2',
  title: 'SLSA provenance v0.2',
  spec: 'https://slsa.dev/spec/v0.2/provenance',
  recognizes: (type) => type === 'https://slsa.dev/provenance/v0.2',
  read,
};

function read(predicate: JsonFields): Provenance {
  const invocation = looseObject(predicate, 'invocation');
  const metadata = looseObject(predicate, 'metadata');
  const environment = looseObject(invocation, 'environment');
  const materials = resources(predicate, 'materials');
  const invocationId = firstStated(
    stated(metadata, 'buildInvocationID'),
    stated(metadata, 'buildInvocationId'),
  );
  const run = githubRun([environment]);
  const invoked = runOfInvocation(invocationId);
  const config = looseObject(invocation, 'configSource');
  const external = parametersOf(looseObject(invocation, 'parameters'));
  const internal = parametersOf(environment);
  const steps = parametersOf(looseObject(predicate, 'buildConfig'));
  return {
    kind: 'provenance',
    version: '0.2',
    builder: { id: stated(predicate.object('builder'), 'id'), versions: [], dependencies: [] },
    buildType: stated(predicate, 'buildType'),
    source: sourceOf(config, materials),
    run: {
      ...run,
      invocationId,
      id: firstStated(run.id, invoked.id),
      attempt: firstStated(run.attempt, invoked.attempt),
      workflowPath: firstStated(run.workflowPath, workflowPath(config)),
      startedOn: stated(metadata, 'buildStartedOn'),
      finishedOn: stated(metadata, 'buildFinishedOn'),
    },
    externalParameters: external.listed,
    internalParameters: [...internal.listed, ...steps.listed],
    moreParameters: external.more + internal.more + steps.more,
    dependencies: materials,
    byproducts: [],
    claims: buildClaims(metadata),
  };
}

/** An entry point that is a workflow file; of other builders it is a target or a script. */
function workflowPath(config: JsonFields | undefined) {
  const entryPoint = stated(config, 'entryPoint');
  return entryPoint?.value.startsWith('.github/workflows/') ? entryPoint : undefined;
}

function sourceOf(config: JsonFields | undefined, materials: readonly Resource[]): ProvenanceSource {
  const [first] = materials;
  const uri = firstStated(stated(config, 'uri'), first?.uri?.startsWith('git+') ? uriOf(first) : undefined);
  const split = splitSourceUri(uri);
  return {
    uri,
    repository: split.repository,
    ref: split.ref,
    commit: firstStated(
      gitCommit(config),
      split.commit,
      first !== undefined && first.uri === uri?.value ? commitOf(first) : undefined,
    ),
    path: stated(config, 'entryPoint'),
    digests: digestSet(config),
  };
}
