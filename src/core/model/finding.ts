import type { Evidence } from './check.ts';
import type { SourceId } from './source.ts';

/** How sure a rule can be (DESIGN §5). A hint never turns anything red. */
export type Grade = 'fact' | 'policy' | 'hint';

export type FindingSeverity = 'critical' | 'high' | 'medium' | 'low' | 'none';

/** What a rule says of the case: a place where claims and evidence disagree, or where a rule has something to say. */
export interface Finding {
  /** Stable for equal cases: rule and what it speaks of. */
  readonly id: string;
  readonly rule: string;
  readonly grade: Grade;
  readonly severity: FindingSeverity;
  /** {@link Component.key} of the component it speaks of. */
  readonly component?: string;
  readonly source?: SourceId;
  /** Path within the source, where it speaks of a file. */
  readonly path?: string;
  /** One sentence: what is so. */
  readonly title: string;
  readonly detail: string;
  /** What to do about it. */
  readonly remedy: string;
  readonly evidence: readonly Evidence[];
  /** Other names of the same thing: CVE, GHSA. */
  readonly aliases: readonly string[];
  /** First version that is not affected. */
  readonly fixed?: string;
  /** What else is to be known of it, in words: who disagrees with whom. */
  readonly notes?: readonly string[];
  /** What suppresses it, in words; a suppressed finding stays visible. */
  readonly suppressedBy?: string;
  /** A claim and the evidence disagree: shown as *contradicted*, beside its severity. */
  readonly contradicts?: true;
  /** Nobody says how severe it is: not the same as `none`. */
  readonly unrated?: true;
  /** CVSS base score, 0 to 10. */
  readonly score?: number;
  /** Known to be exploited: since when the catalog that says so lists it, as a date. */
  readonly exploited?: string;
  /** EPSS: probability of exploitation in the next 30 days, 0 to 1. */
  readonly epss?: number;
}
