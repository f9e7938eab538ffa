import type { JsonFields } from '../json-fields.ts';
import { looseObject, resources, stated } from './fields.ts';
import { parametersOf } from './parameters.ts';
import { buildClaims, commitOf, uriOf } from './provenance-parts.ts';
import { splitSourceUri } from './source-uri.ts';
import type { PredicateReader, Provenance } from './types.ts';

/** Provenance v0.1: Google Cloud Build. */
export const slsaProvenanceV01: PredicateReader = {
  id: 'slsa-provenance-v0.1',
  title: 'SLSA provenance v0.1',
  spec: 'https://slsa.dev/spec/v0.1/provenance',
  recognizes: (type) => type === 'https://slsa.dev/provenance/v0.1',
  read,
};

function read(predicate: JsonFields): Provenance {
  const recipe = looseObject(predicate, 'recipe');
  const metadata = looseObject(predicate, 'metadata');
  const materials = resources(predicate, 'materials');
  const source = materials[definedIn(recipe)];
  const uri = uriOf(source);
  const split = splitSourceUri(uri);
  const external = parametersOf(looseObject(recipe, 'arguments'));
  const internal = parametersOf(looseObject(recipe, 'environment'));
  const none = undefined;
  return {
    kind: 'provenance',
    version: '0.1',
    builder: { id: stated(predicate.object('builder'), 'id'), versions: [], dependencies: [] },
    buildType: stated(recipe, 'type'),
    source: {
      uri,
      repository: split.repository,
      ref: split.ref,
      commit: split.commit ?? (source && commitOf(source)),
      path: stated(recipe, 'entryPoint'),
      digests: source?.digests ?? new Map(),
    },
    run: {
      invocationId: stated(metadata, 'buildInvocationId'),
      id: none,
      attempt: none,
      event: none,
      runner: none,
      repositoryId: none,
      ownerId: none,
      actorId: none,
      workflowPath: none,
      workflowRef: none,
      workflowSha: none,
      startedOn: stated(metadata, 'buildStartedOn'),
      finishedOn: stated(metadata, 'buildFinishedOn'),
    },
    externalParameters: external.listed,
    internalParameters: internal.listed,
    moreParameters: external.more + internal.more,
    dependencies: materials,
    byproducts: [],
    claims: buildClaims(metadata),
  };
}

/** Which material holds the recipe; the first where nothing is said. */
function definedIn(recipe: JsonFields | undefined): number {
  const stated = recipe?.raw('definedInMaterial');
  const index = typeof stated === 'string' ? Number(stated) : stated;
  return typeof index === 'number' && Number.isSafeInteger(index) && index >= 0 ? index : 0;
}
