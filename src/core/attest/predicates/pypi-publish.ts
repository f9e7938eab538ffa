import type { PredicateReader } from './types.ts';

/** A trusted publisher of PyPI signed this file. The predicate is empty: name and version are in the subject's name. */
export const pypiPublish: PredicateReader = {
  id: 'pypi-publish',
  title: 'PyPI publish',
  spec: 'https://docs.pypi.org/attestations/publish/v1; PEP 740',
  recognizes: (type) => type === 'https://docs.pypi.org/attestations/publish/v1',
  read: () => ({
    kind: 'publish',
    registry: 'pypi',
    name: undefined,
    version: undefined,
    registryUrl: undefined,
  }),
};
