import { check } from '../check.ts';
import { compare, subjectPackageCheck } from './package-check.ts';
import type { BuilderPolicy } from './types.ts';

/** The registry's own statement: signed with a key of the registry, for one package. */
export const npmPublishPolicy: BuilderPolicy = {
  id: 'npm-publish',
  title: 'npm publish attestation',
  spec: 'slsa-verifier, gha: verifyPublishAttestationSignature, verifyPackageName, verifyPackageVersion',
  recognizes: ({ reading }) => reading.predicate.kind === 'publish' && reading.predicate.registry === 'npm',
  judge: (input) => {
    const { reading, expected, signer } = input;
    if (expected.packageName === undefined && expected.packageVersion === undefined) return [];
    const publish = reading.predicate.kind === 'publish' ? reading.predicate : undefined;
    const byKey = signer?.kind === 'key';
    return [
      check(
        'provenance.builder',
        byKey ? 'pass' : 'fail',
        byKey ? `Published by the key ${signer.name}.` : 'No key of the registry that is accepted signed it.',
      ),
      ...subjectPackageCheck(input),
      compare(publish?.name?.value, publish?.version?.value, expected.packageName, expected.packageVersion),
    ];
  },
};
