import type { Check } from '../../model/check.ts';
import { check } from '../check.ts';
import { builderCheck } from './builder-checks.ts';
import { matchesBuilder, parseBuilderId } from './builder-id.ts';
import { normalizeGitUri } from './git-uri.ts';
import type { BuilderPolicy, PolicyInput } from './types.ts';

/**
 * Builders without a policy of their own (BuildKit, Tekton, GitLab, a company's own). What is stated is compared as it
 * stands; slsa-verifier's policy accepts none of them.
 */
export const otherBuilder: BuilderPolicy = {
  id: 'other-builder',
  title: 'Other builder',
  spec: 'SLSA v1.2 "Verifying artifacts"',
  recognizes: ({ reading }) => reading.predicate.kind === 'provenance',
  judge: (input) => {
    const { predicate } = input.reading;
    if (predicate.kind !== 'provenance') return [];
    const { policy, builderId, sourceUri, sourceBranch, sourceTag } = input.expected;
    const { source } = predicate;
    return [
      ...(policy === true
        ? [
            check(
              'provenance.build-type',
              'fail',
              `There is no policy for the build type "${predicate.buildType?.value ?? ''}".`,
            ),
          ]
        : []),
      ...(builderId === undefined ? [] : [named(input, predicate.builder.id?.value ?? '', builderId)]),
      ...(sourceUri === undefined
        ? []
        : [
            compared(
              'provenance.source',
              source.repository && normalizeGitUri(source.repository.value),
              normalizeGitUri(sourceUri),
            ),
          ]),
      ...(sourceBranch === undefined
        ? []
        : [compared('provenance.branch', source.ref?.value, `refs/heads/${sourceBranch}`)]),
      ...(sourceTag === undefined
        ? []
        : [compared('provenance.tag', source.ref?.value, `refs/tags/${sourceTag}`)]),
    ];
  },
};

function named(input: PolicyInput, stated: string, expected: string): Check {
  const actual = parseBuilderId(stated);
  const right = stated === expected || (actual !== undefined && matchesBuilder(actual, expected));
  return builderCheck(
    input,
    right ? 'pass' : 'fail',
    right
      ? `The statement names ${stated}.`
      : `The statement names ${stated || 'no builder'}; you expect ${expected}.`,
  );
}

function compared(
  id: 'provenance.source' | 'provenance.branch' | 'provenance.tag',
  actual: string | undefined,
  expected: string,
): Check {
  const right = actual === expected;
  const detail = right
    ? `The statement names ${expected}.`
    : `The statement names ${actual ?? 'none'}; you expect ${expected}.`;
  return check(id, right ? 'pass' : 'fail', detail, { against: expected });
}
