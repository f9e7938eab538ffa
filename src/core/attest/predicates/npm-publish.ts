import { stated } from './fields.ts';
import type { PredicateReader } from './types.ts';

export const NPM_PUBLISH = 'https://github.com/npm/attestation/tree/main/specs/publish/v0.1';

/** The npm registry says that it accepted this archive under this name and version. */
export const npmPublish: PredicateReader = {
  id: 'npm-publish',
  title: 'npm publish',
  spec: 'npm/attestation, specs/publish/v0.1',
  recognizes: (type) => type === NPM_PUBLISH,
  read: (predicate) => ({
    kind: 'publish',
    registry: 'npm',
    name: stated(predicate, 'name'),
    version: stated(predicate, 'version'),
    registryUrl: stated(predicate, 'registry'),
  }),
};
