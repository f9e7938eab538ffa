/** A version range of a record (OSV schema, `affected[].ranges[]`). */
export interface Range {
  readonly type: 'SEMVER' | 'ECOSYSTEM' | 'GIT';
  readonly events: readonly RangeEvent[];
}

export interface RangeEvent {
  readonly kind: 'introduced' | 'fixed' | 'last_affected' | 'limit';
  readonly version: string;
}

/** A package that a record speaks of. `ecosystem` may carry a release: `Debian:12`. */
export interface Affected {
  readonly ecosystem: string;
  readonly name: string;
  readonly ranges: readonly Range[];
  readonly versions: readonly string[];
}

/** A severity as the record states it: `CVSS_V3` and a vector, `Ubuntu` and a word. */
export interface StatedSeverity {
  readonly type: string;
  readonly score: string;
}

/** What is kept of a record apart from which versions it is about. */
export interface Advisory {
  readonly id: string;
  /** Other ids of the same vulnerability. */
  readonly aliases: readonly string[];
  /** Ids of what this one was made from: a distribution's record of a CVE. */
  readonly upstream: readonly string[];
  /** RFC 3339, as stated; where no real time is, when it was published. */
  readonly modified: string;
  readonly published: string | undefined;
  readonly summary: string | undefined;
  readonly severity: readonly StatedSeverity[];
  /** The word a database gives it: `HIGH`, `moderate`. */
  readonly rating: string | undefined;
  readonly references: readonly string[];
}

/** Records of the malicious-packages database begin so. */
export function isMalware(id: string): boolean {
  return id.startsWith('MAL-');
}
