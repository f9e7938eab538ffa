/** Result of one verification step. `absent`: what it needs is not there. Nothing but `pass` is a pass. */
export type CheckStatus = 'pass' | 'fail' | 'absent' | 'skipped' | 'unprovable-offline';

/** A value that a check looked at, with where it came from. */
export interface Evidence {
  readonly label: string;
  readonly value: string;
  /** Where in the source: JSON pointer, OID path or byte offset. */
  readonly at?: string;
}

/** One verification step with its result (DESIGN §5). `id` is public API: dotted, lower case, never renamed. */
export interface Check {
  readonly id: string;
  readonly title: string;
  readonly status: CheckStatus;
  /** What it was held against: which key, which log, which root, which digest. */
  readonly against: string;
  /** One sentence on the result. */
  readonly detail: string;
  readonly evidence: readonly Evidence[];
  /** Specification and clause. */
  readonly spec: string;
  /** What the check means, for someone who has never seen one. */
  readonly explains: string;
  /** What a pass does not prove. */
  readonly limits: string;
}

/** Policy over checks. The default, and the result of any throw, is not `verified`. */
export type Verdict = 'verified' | 'failed' | 'undated' | 'unsigned' | 'unknown-root' | 'unsupported';
