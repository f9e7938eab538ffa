import { parametersOf } from './parameters.ts';
import type { PredicateReader } from './types.ts';

/** SCAI, SVR, link, runtime-trace, reference and everything unknown: shown by field, never hidden, never understood. */
export const generic: PredicateReader = {
  id: 'generic',
  title: 'Other statement',
  spec: 'in-toto attestation, spec/v1/predicate.md',
  recognizes: () => true,
  read: (predicate) => {
    const { listed, more } = parametersOf(predicate);
    return { kind: 'generic', fields: listed, more };
  },
};
