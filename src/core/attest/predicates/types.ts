import type { Fault } from '../../base/result.ts';
import type { JsonFields } from '../json-fields.ts';

/** A value read from a statement and the JSON pointer (RFC 6901) of where it stands in the signed bytes. */
export interface Stated<T = string> {
  readonly value: T;
  readonly pointer: string;
}

/** An in-toto ResourceDescriptor, or a material of older provenance: something that is named and may be pinned. */
export interface Resource {
  readonly uri: string | undefined;
  readonly name: string | undefined;
  /** Algorithm as stated to value as stated, lower case. Empty: nothing pins it. */
  readonly digests: ReadonlyMap<string, string>;
  readonly mediaType: string | undefined;
  readonly pointer: string;
}

/** One leaf of the parameters of a build. A nested value has its path as name: `inputs.level`, `steps.0.args.1`. */
export interface Parameter {
  readonly name: string;
  /** A text as it is, anything else as JSON. Of a masked one only the length is told. */
  readonly value: string;
  /** It looks like a secret, so its value is not shown. */
  readonly masked: boolean;
  readonly pointer: string;
}

/** What a builder says about itself: "all parameters are listed", "no network was used". A claim, never a proof. */
export interface BuildClaim {
  readonly name: string;
  readonly value: boolean | string;
  readonly pointer: string;
}

/** Where a build says that its source came from. */
export interface ProvenanceSource {
  /** As stated, with scheme prefix and `@ref`. */
  readonly uri: Stated | undefined;
  /** The repository alone: no `git+`, no `@ref`, no `.git`, no trailing slash. */
  readonly repository: Stated | undefined;
  readonly ref: Stated | undefined;
  readonly commit: Stated | undefined;
  /** File in the repository that says how to build. */
  readonly path: Stated | undefined;
  readonly digests: ReadonlyMap<string, string>;
}

/** The run of the build service, as the statement has it. */
export interface ProvenanceRun {
  readonly invocationId: Stated | undefined;
  readonly id: Stated | undefined;
  readonly attempt: Stated | undefined;
  /** What started it: `push`, `workflow_dispatch`, ... */
  readonly event: Stated | undefined;
  /** `github-hosted`, `self-hosted`, ... */
  readonly runner: Stated | undefined;
  readonly repositoryId: Stated | undefined;
  readonly ownerId: Stated | undefined;
  readonly actorId: Stated | undefined;
  /** Workflow that was started, `OWNER/REPO/PATH@REF` or its path alone. */
  readonly workflowPath: Stated | undefined;
  readonly workflowRef: Stated | undefined;
  readonly workflowSha: Stated | undefined;
  readonly startedOn: Stated | undefined;
  readonly finishedOn: Stated | undefined;
}

/** SLSA provenance of any version, in one form. */
export interface Provenance {
  readonly kind: 'provenance';
  readonly version: '0.1' | '0.2' | '1';
  readonly builder: {
    readonly id: Stated | undefined;
    readonly versions: readonly Parameter[];
    readonly dependencies: readonly Resource[];
  };
  readonly buildType: Stated | undefined;
  readonly source: ProvenanceSource;
  readonly run: ProvenanceRun;
  /** What the one who asked for the build could choose: v0.1 `recipe.arguments`, v0.2 `invocation.parameters`. */
  readonly externalParameters: readonly Parameter[];
  /** What the builder set: v0.1 `recipe.environment`, v0.2 `invocation.environment` and `buildConfig`. */
  readonly internalParameters: readonly Parameter[];
  /** More parameters than are listed here. */
  readonly moreParameters: number;
  /** v0.1 and v0.2 `materials`. */
  readonly dependencies: readonly Resource[];
  readonly byproducts: readonly Resource[];
  readonly claims: readonly BuildClaim[];
}

/** A verification summary (slsa.dev, verification_summary): somebody checked it for you, and says how it went. */
export interface VerificationSummary {
  readonly kind: 'verification-summary';
  readonly verifierId: Stated | undefined;
  readonly timeVerified: Stated | undefined;
  readonly resourceUri: Stated | undefined;
  readonly policy: Resource | undefined;
  readonly inputAttestations: readonly Resource[];
  /** `PASSED` or `FAILED`. */
  readonly result: Stated | undefined;
  readonly verifiedLevels: readonly Stated[];
  /** `undefined`: not stated; empty: stated that there are none. */
  readonly dependencyLevels: readonly Parameter[] | undefined;
  readonly slsaVersion: Stated | undefined;
}

/** A whole document inside a statement: it goes back to the case by its kind. */
export interface CarriedDocument {
  readonly kind: 'document';
  readonly format: 'SPDX' | 'CycloneDX' | 'OpenVEX' | 'CSAF';
  readonly version: Stated | undefined;
  /** JSON pointer of the document inside the statement. */
  readonly pointer: string;
  readonly author: Stated | undefined;
  readonly timestamp: Stated | undefined;
}

export interface ReportedVulnerability {
  readonly id: string;
  readonly severities: readonly { readonly method: string; readonly score: string }[];
  readonly pointer: string;
}

/** What a scanner found (in-toto vulns v0.1, v0.2; cosign vuln v1). */
export interface Vulnerabilities {
  readonly kind: 'vulnerabilities';
  readonly scanner: Stated | undefined;
  readonly scannerVersion: Stated | undefined;
  readonly database: Stated | undefined;
  readonly databaseUpdated: Stated | undefined;
  readonly finishedOn: Stated | undefined;
  readonly found: readonly ReportedVulnerability[];
  /** The result is in the scanner's own format and is not counted here. */
  readonly foreignResult: boolean;
}

/** A release: this digest is this package (in-toto release v0.1, v0.2). */
export interface Release {
  readonly kind: 'release';
  readonly purl: Stated | undefined;
  readonly releaseId: Stated | undefined;
}

/** The registry, or the one it trusts to publish, says that this is what was published. */
export interface RegistryPublish {
  readonly kind: 'publish';
  readonly registry: 'npm' | 'pypi';
  readonly name: Stated | undefined;
  readonly version: Stated | undefined;
  readonly registryUrl: Stated | undefined;
}

/** Files of a signed model (OpenSSF model signing v1.0). */
export interface ModelSigning {
  readonly kind: 'model-signing';
  readonly files: readonly {
    readonly name: string;
    readonly digest: string;
    readonly algorithm: string;
    readonly pointer: string;
  }[];
  readonly moreFiles: number;
  readonly method: Stated | undefined;
  readonly hashType: Stated | undefined;
  readonly allowSymlinks: boolean | undefined;
  readonly ignoredPaths: readonly Stated[];
}

/** Outcome of a test run (in-toto test-result v0.1). */
export interface TestResult {
  readonly kind: 'test-result';
  /** `PASSED`, `WARNED` or `FAILED`. */
  readonly result: Stated | undefined;
  readonly url: Stated | undefined;
  readonly passed: readonly Stated[];
  readonly warned: readonly Stated[];
  readonly failed: readonly Stated[];
}

/** Read and shown by field; nothing here is understood. */
export interface GenericPredicate {
  readonly kind: 'generic';
  readonly fields: readonly Parameter[];
  readonly more: number;
}

export type Predicate =
  | Provenance
  | VerificationSummary
  | CarriedDocument
  | Vulnerabilities
  | Release
  | RegistryPublish
  | ModelSigning
  | TestResult
  | GenericPredicate;

/** Reads the predicate of one family of types. Fields that are missing or of another type are faults; the rest is read. */
export interface PredicateReader {
  readonly id: string;
  readonly title: string;
  readonly spec: string;
  /** The predicate types it reads. */
  recognizes(predicateType: string): boolean;
  read(predicate: JsonFields, predicateType: string): Predicate;
}

export interface PredicateReading {
  /** Id of the reader. */
  readonly reader: string;
  readonly title: string;
  readonly predicate: Predicate;
  readonly faults: readonly Fault[];
}
