import { stated, statedList } from './fields.ts';
import type { PredicateReader } from './types.ts';

/** Outcome of a test run: a signed one that failed speaks against the artifact. */
export const testResult: PredicateReader = {
  id: 'test-result',
  title: 'Test result',
  spec: 'in-toto attestation, spec/predicates/test-result.md',
  recognizes: (type) => type === 'https://in-toto.io/attestation/test-result/v0.1',
  read: (predicate) => ({
    kind: 'test-result',
    result: stated(predicate, 'result'),
    url: stated(predicate, 'url'),
    passed: statedList(predicate, 'passedTests'),
    warned: statedList(predicate, 'warnedTests'),
    failed: statedList(predicate, 'failedTests'),
  }),
};
