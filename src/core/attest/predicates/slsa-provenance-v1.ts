import type { JsonFields } from '../json-fields.ts';
import { firstStated, looseObject, resources, stated } from './fields.ts';
import { githubRun, runOfInvocation } from './github-run.ts';
import { parametersOf } from './parameters.ts';
import { buildClaims, commitOf, gitCommit, uriOf } from './provenance-parts.ts';
import { splitSourceUri } from './source-uri.ts';
import type { PredicateReader, Provenance, ProvenanceSource, Resource } from './types.ts';

/** Provenance v1 (SLSA v1.0 to v1.2). What is external depends on the build type; every parameter is listed by field. */
export const slsaProvenanceV1: PredicateReader = {
  id: 'slsa-provenance-v1',
  title: 'SLSA provenance v1',
  spec: 'https://slsa.dev/spec/v1.2/build-provenance',
  // The container-based builder wrote the draft's name until its v1.9.
  recognizes: (type) =>
    type === 'https://slsa.dev/provenance/v1' || type === 'https://slsa.dev/provenance/v1.0?draft',
  read,
};

function read(predicate: JsonFields): Provenance {
  const definition = predicate.object('buildDefinition');
  const details = predicate.object('runDetails');
  const builder = details?.object('builder');
  const metadata = details?.optionalObject('metadata');
  const external = looseObject(definition, 'externalParameters');
  const internal = looseObject(definition, 'internalParameters');
  const dependencies = resources(definition, 'resolvedDependencies');
  const invocationId = firstStated(stated(metadata, 'invocationId'), stated(metadata, 'invocationID'));
  const run = githubRun([internal]);
  const invoked = runOfInvocation(invocationId);
  const workflow = looseObject(external, 'workflow');
  const listed = parametersOf(external);
  const internals = parametersOf(internal);
  const buildkit = looseObject(metadata, 'buildkit_metadata');
  const id = stated(builder, 'id');
  return {
    kind: 'provenance',
    version: '1',
    builder: {
      id,
      versions: parametersOf(looseObject(builder, 'version')).listed,
      dependencies: resources(builder, 'builderDependencies'),
    },
    buildType: stated(definition, 'buildType'),
    source: sourceOf(external, workflow, dependencies),
    run: {
      ...run,
      invocationId,
      id: firstStated(run.id, invoked.id),
      attempt: firstStated(run.attempt, invoked.attempt),
      runner: firstStated(run.runner, runnerOf(id)),
      workflowPath: firstStated(run.workflowPath, stated(workflow, 'path')),
      workflowRef: firstStated(run.workflowRef, stated(workflow, 'ref')),
      startedOn: stated(metadata, 'startedOn'),
      finishedOn: stated(metadata, 'finishedOn'),
    },
    externalParameters: listed.listed,
    internalParameters: internals.listed,
    moreParameters: listed.more + internals.more,
    dependencies,
    byproducts: resources(details, 'byproducts'),
    claims: [...buildClaims(metadata), ...buildClaims(buildkit)],
  };
}

/** npm's builder id ends in the kind of runner. */
function runnerOf(id: Provenance['builder']['id']): Provenance['run']['runner'] {
  const [, kind] =
    /^https:\/\/github\.com\/actions\/runner\/(github-hosted|self-hosted)$/.exec(id?.value ?? '') ?? [];
  return id === undefined || kind === undefined ? undefined : { value: kind, pointer: id.pointer };
}

/**
 * Where the source is named: `workflow` (GitHub), `buildConfigSource` and `sourceToBuild` (Cloud Build, Tekton), `source`
 * (container-based, delegators), `configSource` (BuildKit); else the first dependency that is a git repository.
 */
function sourceOf(
  external: JsonFields | undefined,
  workflow: JsonFields | undefined,
  dependencies: readonly Resource[],
): ProvenanceSource {
  const config = looseObject(external, 'buildConfigSource');
  const place =
    workflow ??
    looseObject(external, 'sourceToBuild') ??
    config ??
    looseObject(external, 'source') ??
    looseObject(external, 'configSource');
  const uri = firstStated(
    stated(place, 'repository'),
    stated(place, 'uri'),
    uriOf(dependencies.find((one) => one.uri?.startsWith('git+'))),
  );
  const split = splitSourceUri(uri);
  const pinned =
    split.repository &&
    dependencies.find((one) => splitSourceUri(uriOf(one)).repository?.value === split.repository?.value);
  return {
    uri,
    repository: split.repository,
    ref: firstStated(stated(place, 'ref'), split.ref, splitSourceUri(uriOf(pinned)).ref),
    commit: firstStated(gitCommit(place), split.commit, pinned && commitOf(pinned)),
    path: firstStated(
      stated(workflow, 'path'),
      stated(config, 'path'),
      stated(place, 'path'),
      stated(external, 'configPath'),
    ),
    digests: pinned?.digests ?? new Map(),
  };
}
