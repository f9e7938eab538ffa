import type { Knowing } from '../../../core/model/knowing.ts';
import type { RuleStatus } from '../../../core/profiles/types.ts';

/**
 * Shape of what a rule comes to. A rule that is met is a plain tick: the document says it, which proves nothing. One
 * that is not met lacks something, which is no contradiction.
 */
export function ruleShape(status: RuleStatus): Knowing | 'tick' {
  switch (status) {
    case 'pass':
      return 'tick';
    case 'fail':
    case 'declared-unknown':
    case 'withheld':
      return 'missing';
    case 'not-expressible':
    case 'not-checkable':
      return 'not-inspected';
  }
}
