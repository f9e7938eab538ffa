import type { Provenance } from '../../attest/predicates/types.ts';
import { isJsonObject, type JsonObject, ownList, ownObject, ownText } from '../../base/json-shape.ts';
import type { Check } from '../../model/check.ts';
import { check } from '../check.ts';
import { builderCheck } from './builder-checks.ts';
import { matchesBuilder, parseBuilderId } from './builder-id.ts';
import { cloudBuildCopies } from './cloud-build-copies.ts';
import { tagCheck, versionCheck } from './source-checks.ts';
import type { BuilderPolicy, PolicyInput } from './types.ts';

const WORKER = 'https://cloudbuild.googleapis.com/GoogleHostedWorker';
const V1_BUILD = 'https://cloud.google.com/build/gcb-buildtypes/google-worker/v1';
const RECIPES = [
  'https://cloudbuild.googleapis.com/CloudBuildYaml@',
  'https://cloudbuild.googleapis.com/CloudBuildSteps@',
];

/** Google Cloud Build: signed with keys of Google that the user gives by their ids. */
export const googleCloudBuild: BuilderPolicy = {
  id: 'google-cloud-build',
  title: 'Google Cloud Build',
  spec: 'slsa-verifier, gcb: VerifyBuilder, VerifySourceURI, VerifyTextProvenance, VerifySummary, VerifyMetadata',
  recognizes: ({ envelope, reading }) =>
    envelope.cloudBuild !== undefined ||
    (reading.predicate.kind === 'provenance' &&
      reading.predicate.builder.id?.value.startsWith(WORKER) === true),
  judge: (input) => {
    const { predicate } = input.reading;
    if (predicate.kind !== 'provenance') return cloudBuildCopies(input);
    const { sourceUri, sourceBranch, sourceTag, sourceVersionedTag } = input.expected;
    const tag = tagOf(input.statement.predicate, predicate.version);
    return [
      judgeWorker(input, predicate),
      recipeCheck(input, predicate),
      ...(sourceUri === undefined ? [] : [sourceCheck(input, predicate, sourceUri)]),
      ...(sourceBranch === undefined
        ? []
        : [
            check(
              'provenance.branch',
              'fail',
              'Cloud Build provenance names no branch that could be compared.',
              { against: sourceBranch },
            ),
          ]),
      ...(sourceTag === undefined ? [] : [tagCheck(tag, sourceTag)]),
      ...(sourceVersionedTag === undefined ? [] : [versionCheck(tag, sourceVersionedTag)]),
      ...cloudBuildCopies(input),
    ];
  },
};

function judgeWorker(input: PolicyInput, { builder, version }: Provenance): Check {
  const { expected } = input;
  const stated = builder.id?.value ?? '';
  const known = version === '1' ? [WORKER] : [`${WORKER}@v0.2`, `${WORKER}@v0.3`];
  if (!known.includes(stated))
    return builderCheck(input, 'fail', `"${stated}" is no worker of Google that is accepted.`);
  const actual = parseBuilderId(stated);
  if (
    expected.builderId !== undefined &&
    (actual === undefined || !matchesBuilder(actual, expected.builderId))
  )
    return builderCheck(input, 'fail', `Built by ${stated}; you expect ${expected.builderId}.`);
  return builderCheck(input, 'pass', `Built by ${stated}.`);
}

function recipeCheck({ statement }: PolicyInput, { builder, buildType, version }: Provenance): Check {
  const id = 'provenance.build-type';
  const type = buildType?.value ?? '';
  const worker = builder.id?.value ?? '';
  const right =
    version === '1'
      ? type === V1_BUILD
      : worker.endsWith('@v0.2')
        ? type === worker
        : RECIPES.some((recipe) => type.startsWith(recipe));
  if (!right) return check(id, 'fail', `The build type "${type}" is not one that ${worker} writes.`);
  if (version !== '1') {
    const predicate = isJsonObject(statement.predicate) ? statement.predicate : {};
    const argument = ownText(ownObject(ownObject(predicate, 'recipe'), 'arguments'), '@type');
    if (argument !== 'type.googleapis.com/google.devtools.cloudbuild.v1.Build')
      return check(id, 'fail', `The recipe is for "${argument ?? 'nothing'}", not for a Cloud Build.`);
  }
  return check(id, 'pass', `The build type is ${type}.`);
}

/**
 * v0.2 names the page of the commit, v0.3 the repository (or a generation of a bucket's file after `#`), v1 repository
 * and ref.
 */
function sourceCheck({ statement }: PolicyInput, { builder, version }: Provenance, expected: string): Check {
  const id = 'provenance.source';
  const stated = sourceOf(isJsonObject(statement.predicate) ? statement.predicate : {}, version);
  const actual = stated?.replace(/^git\+/, '');
  if (actual === undefined)
    return check(id, 'fail', 'The statement does not say what was built.', { against: expected });
  const bare = expected.replace(/^git\+/, '');
  const wanted = actual.startsWith('https://') && !bare.startsWith('https://') ? `https://${bare}` : bare;
  const right =
    version === '1'
      ? actual.split('@').length === 2 && actual.split('@')[0] === wanted
      : builder.id?.value.endsWith('@v0.2') === true
        ? actual.startsWith(`${wanted}/commit/`) || actual.startsWith(`${wanted}#`)
        : actual === wanted || actual.startsWith(`${wanted}#`);
  const note = actual.startsWith('gs://')
    ? ' It is a file in a bucket, not a repository under version control.'
    : '';
  return check(
    id,
    right ? 'pass' : 'fail',
    right ? `Built from ${actual}.${note}` : `Built from ${actual}; you expect ${expected}.${note}`,
    { against: wanted },
  );
}

function sourceOf(predicate: JsonObject, version: Provenance['version']): string | undefined {
  if (version !== '1') {
    const [material] = ownList(predicate, 'materials');
    return isJsonObject(material) ? ownText(material, 'uri') : undefined;
  }
  const external = ownObject(ownObject(predicate, 'buildDefinition'), 'externalParameters');
  const source = ownObject(external, 'buildConfigSource');
  const [repository, ref] = [ownText(source, 'repository'), ownText(source, 'ref')];
  return repository === undefined || ref === undefined ? undefined : `${repository}@${ref}`;
}

/** The tag in the substitutions, as a ref; in v1 the ref of the configuration must say the same. */
function tagOf(value: unknown, version: Provenance['version']): string | undefined {
  const predicate = isJsonObject(value) ? value : {};
  if (version !== '1') {
    const name = ownText(
      ownObject(ownObject(ownObject(predicate, 'recipe'), 'arguments'), 'substitutions'),
      'TAG_NAME',
    );
    return name && `refs/tags/${name}`;
  }
  const definition = ownObject(predicate, 'buildDefinition');
  const name = ownText(
    ownObject(ownObject(definition, 'internalParameters'), 'systemSubstitutions'),
    'TAG_NAME',
  );
  const ref = ownText(ownObject(ownObject(definition, 'externalParameters'), 'buildConfigSource'), 'ref');
  return name !== undefined && ref === `refs/tags/${name}` ? ref : undefined;
}
