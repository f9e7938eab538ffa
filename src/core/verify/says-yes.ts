import type { Predicate } from '../attest/predicates/types.ts';
import type { Check } from '../model/check.ts';
import { check } from './check.ts';

/**
 * Whether a statement of a kind that can say no says yes; `undefined` for the others. A signature shows who said it, not
 * that it is good news.
 */
export function saysYes(predicate: Predicate): Check | undefined {
  const id = 'statement.says-yes';
  switch (predicate.kind) {
    case 'verification-summary': {
      const result = predicate.result?.value;
      const by = predicate.verifierId?.value ?? 'a verifier that is not named';
      return result === 'PASSED'
        ? check(id, 'pass', `${by} says that it passed verification.`)
        : check(id, 'fail', `${by} says that verification ended in ${result ?? 'nothing'}.`);
    }
    case 'test-result': {
      const result = predicate.result?.value;
      if (result === 'FAILED') {
        const count = predicate.failed.length;
        return check(id, 'fail', `The tests failed${count === 0 ? '' : ` (${count} listed)`}.`);
      }
      return result === 'PASSED' || result === 'WARNED'
        ? check(id, 'pass', `The tests ended in ${result}.`)
        : check(id, 'fail', `The tests ended in ${result ?? 'nothing that is stated'}.`);
    }
    case 'vulnerabilities': {
      const [first] = predicate.found;
      if (first === undefined)
        return predicate.foreignResult
          ? check(id, 'absent', 'The report of the scanner is of a form that is not read here.')
          : check(id, 'pass', 'The scanner lists no vulnerabilities.');
      const count = predicate.found.length;
      return check(
        id,
        'fail',
        `The scanner lists ${count === 1 ? 'a vulnerability' : `${count} vulnerabilities`}, ${first.id} first.`,
        {
          evidence: predicate.found
            .slice(0, 32)
            .map(({ id: value, pointer }) => ({ label: 'Listed', value, at: pointer })),
        },
      );
    }
    default:
      return undefined;
  }
}
