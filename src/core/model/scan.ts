/** What another scanner reports: a claim like any other, which changes no finding of Loupe's own. */

/** The package in which a scanner says a vulnerability is, as far as the report names it. */
export interface ReportedPackage {
  readonly purl?: string;
  /** Component of the same document, by its own reference. */
  readonly ref?: string;
  /** As the scanner calls it: `lodash`, `@scope/name`, `org.example:thing`. */
  readonly name?: string;
  readonly version?: string;
  /** The scanner's own word: `npm`, `deb`, `Debian:12`, `node-pkg`. */
  readonly ecosystem?: string;
}

/** One vulnerability that a scanner reports of one package. */
export interface ReportedVulnerability {
  readonly id: string;
  /** Other names of it, as the same report gives them. */
  readonly aliases: readonly string[];
  readonly package: ReportedPackage;
  /** The scanner's own word, in lower case: `high`, `negligible`. */
  readonly severity?: string;
  /** First versions that are said to be fixed, as stated. */
  readonly fixed?: string;
  /** Path in the artifact, where the scanner saw the package. */
  readonly path?: string;
  readonly pointer: string;
}

/** A scanner's report as a whole. */
export interface ScanReport {
  /** Name of the scanner; its version where the report says so. */
  readonly tool: string;
  readonly toolVersion?: string;
  /** RFC 3339, as stated: when it ran. */
  readonly ran?: string;
  /** What it was run over, as stated, and the digests given for that: `sha256:...`. */
  readonly target?: string;
  readonly targetDigests: readonly string[];
  readonly vulnerabilities: readonly ReportedVulnerability[];
  /** Vulnerabilities that the scanner found, and was told to leave out. */
  readonly ignored: number;
  /** Results of other kinds: secrets, settings, code. They are not compared. */
  readonly others: number;
  /** Rules of some of those, where the report has rules: they name no vulnerability of a database. */
  readonly otherRules?: readonly string[];
}
