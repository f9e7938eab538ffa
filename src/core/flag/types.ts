import type { CaseModel } from '../case/model.ts';
import type { Finding, Grade } from '../model/finding.ts';

/** What a rule finds: its id, grade and remedy are added from the rule. */
export type Flagged = Omit<Finding, 'id' | 'rule' | 'grade' | 'remedy' | 'aliases'> &
  Partial<Pick<Finding, 'remedy' | 'aliases'>> & {
    /** Tells findings of one rule on one thing apart; stable for equal cases. */
    readonly key?: string;
  };

/** Says something about a case. One file each, one line in `registry.ts`; `docs/rules.md` is made from these. */
export interface Rule {
  /** Public API: dotted, lower case, never renamed. */
  readonly id: string;
  readonly title: string;
  readonly grade: Grade;
  /** Why it matters. */
  readonly why: string;
  /** How it can be wrong. */
  readonly mayBeWrong: string;
  /** What to do, where a finding says nothing closer. */
  readonly remedy: string;
  /** Pure: equal cases give equal findings, in any order. */
  run(model: CaseModel): Iterable<Flagged>;
}
