import type { Statement } from '../../attest/statement.ts';
import {
  isJsonObject,
  type JsonObject,
  own,
  ownList,
  ownObject,
  pointerSegment,
} from '../../base/json-shape.ts';

const V02 = ['builder', 'buildType', 'invocation', 'buildConfig', 'metadata', 'materials'];
const V1_DEFINITION = ['buildType', 'externalParameters', 'internalParameters', 'resolvedDependencies'];
const RESOURCE = ['uri', 'digest', 'name', 'downloadLocation', 'mediaType', 'content', 'annotations'];

/** A place in a predicate and the members it may have. */
type Shape = readonly [place: JsonObject, pointer: string, members: readonly string[]];

/**
 * Pointers of members that the specification of the predicate does not know, in the parts that are not free-form
 * (slsa-verifier decodes strictly: what it cannot name it does not accept). Names are compared without case, as its JSON
 * reader does.
 */
export function unknownMembers({ predicateType, predicate }: Statement): string[] {
  if (!isJsonObject(predicate)) return [];
  const shapes =
    predicateType === 'https://slsa.dev/provenance/v0.2' ? shapesV02(predicate) : shapesV1(predicate);
  return shapes.flatMap(([place, pointer, members]) => {
    const known = new Set(members.map((name) => name.toLowerCase()));
    return Object.keys(place)
      .filter((name) => !known.has(name.toLowerCase()))
      .map((name) => pointer + pointerSegment(name));
  });
}

function shapesV02(predicate: JsonObject): Shape[] {
  const at = '/predicate';
  const invocation = ownObject(predicate, 'invocation');
  const metadata = ownObject(predicate, 'metadata');
  return [
    [predicate, at, V02],
    [ownObject(predicate, 'builder'), `${at}/builder`, ['id']],
    [invocation, `${at}/invocation`, ['configSource', 'parameters', 'environment']],
    [ownObject(invocation, 'configSource'), `${at}/invocation/configSource`, ['uri', 'digest', 'entryPoint']],
    [
      metadata,
      `${at}/metadata`,
      ['buildInvocationID', 'buildStartedOn', 'buildFinishedOn', 'completeness', 'reproducible'],
    ],
    [
      ownObject(metadata, 'completeness'),
      `${at}/metadata/completeness`,
      ['parameters', 'environment', 'materials'],
    ],
    ...listed(predicate, 'materials', `${at}/materials`, ['uri', 'digest']),
  ];
}

function shapesV1(predicate: JsonObject): Shape[] {
  const definition = ownObject(predicate, 'buildDefinition');
  const details = ownObject(predicate, 'runDetails');
  const at = '/predicate/buildDefinition';
  const run = '/predicate/runDetails';
  const builder = ownObject(details, 'builder');
  return [
    [predicate, '/predicate', ['buildDefinition', 'runDetails']],
    [definition, at, V1_DEFINITION],
    ...listed(definition, 'resolvedDependencies', `${at}/resolvedDependencies`, RESOURCE),
    [details, run, ['builder', 'metadata', 'byproducts']],
    [builder, `${run}/builder`, ['id', 'version', 'builderDependencies']],
    [ownObject(details, 'metadata'), `${run}/metadata`, ['invocationID', 'startedOn', 'finishedOn']],
    ...listed(details, 'byproducts', `${run}/byproducts`, RESOURCE),
  ];
}

function listed(place: JsonObject, key: string, pointer: string, members: readonly string[]): Shape[] {
  return ownList(place, key).flatMap((item, index): Shape[] =>
    isJsonObject(item) ? [[item, `${pointer}/${index}`, members]] : [],
  );
}

/** External parameters each build type defines; what is not among them nobody has defined. */
const EXTERNAL: Readonly<Record<string, readonly string[]>> = {
  'https://actions.github.io/buildtypes/workflow/v1': ['workflow', 'inputs', 'vars'],
  'https://slsa-framework.github.io/github-actions-buildtypes/workflow/v1': ['workflow', 'inputs', 'vars'],
  'https://slsa.dev/container-based-build/v0.1?draft': [
    'source',
    'builderImage',
    'configPath',
    'buildConfig',
  ],
  'https://github.com/slsa-framework/slsa-github-generator/delegator-generic@v0': [
    'inputs',
    'vars',
    'source',
  ],
  'https://cloud.google.com/build/gcb-buildtypes/google-worker/v1': [
    'buildConfigSource',
    'sourceToBuild',
    'inlineConfig',
    'substitutions',
  ],
  'https://github.com/moby/buildkit/blob/master/docs/attestations/slsa-definitions.md': [
    'configSource',
    'request',
  ],
};

/** Names of the external parameters that the build type does not define; `undefined` where the build type is not known. */
export function unknownParameters({ predicate }: Statement): readonly string[] | undefined {
  const definition = isJsonObject(predicate) ? ownObject(predicate, 'buildDefinition') : {};
  const buildType = own(definition, 'buildType');
  const known =
    typeof buildType === 'string' && Object.hasOwn(EXTERNAL, buildType) ? EXTERNAL[buildType] : undefined;
  return (
    known && Object.keys(ownObject(definition, 'externalParameters')).filter((name) => !known.includes(name))
  );
}
