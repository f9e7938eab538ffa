import type { JsonFields } from '../json-fields.ts';
import { firstStated, looseObject, resource, resources, stated, statedList } from './fields.ts';
import { parametersOf } from './parameters.ts';
import type { PredicateReader, VerificationSummary } from './types.ts';

/** VSA of any version: v0.1 and v0.2 spell some fields with an underscore, v0.1 has one level. */
export const verificationSummary: PredicateReader = {
  id: 'verification-summary',
  title: 'SLSA verification summary',
  spec: 'https://slsa.dev/spec/v1.2/verification_summary',
  recognizes: (type) => /^https:\/\/slsa\.dev\/verification_summary\/v(?:0\.1|0\.2|1)$/.test(type),
  read,
};

function read(predicate: JsonFields): VerificationSummary {
  const policy = looseObject(predicate, 'policy');
  const oldLevel = firstStated(stated(predicate, 'policy_level'), stated(predicate, 'policyLevel'));
  const levels = predicate.has('verifiedLevels')
    ? statedList(predicate, 'verifiedLevels')
    : statedList(predicate, 'verified_levels');
  const dependencies =
    looseObject(predicate, 'dependencyLevels') ?? looseObject(predicate, 'dependency_levels');
  return {
    kind: 'verification-summary',
    verifierId: stated(predicate.object('verifier'), 'id'),
    timeVerified: firstStated(stated(predicate, 'timeVerified'), stated(predicate, 'time_verified')),
    resourceUri: firstStated(stated(predicate, 'resourceUri'), stated(predicate, 'resource_uri')),
    policy: policy && resource(policy),
    inputAttestations: predicate.has('inputAttestations')
      ? resources(predicate, 'inputAttestations')
      : resources(predicate, 'input_attestations'),
    result: firstStated(stated(predicate, 'verificationResult'), stated(predicate, 'verification_result')),
    verifiedLevels: levels.length > 0 || oldLevel === undefined ? levels : [oldLevel],
    dependencyLevels: dependencies && parametersOf(dependencies).listed,
    slsaVersion: stated(predicate, 'slsaVersion'),
  };
}
