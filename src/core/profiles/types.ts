import type { DocumentFormat } from '../model/document.ts';

/** The field lists that the formats give a rule: SPDX 2 and 3 are two formats here, `github` is the snapshots. */
export type ProfileFormat = 'cyclonedx' | 'spdx2' | 'spdx3' | 'syft' | 'github';

/**
 * What a rule comes to. `declared-unknown`, `withheld`: the document says that it does not say. `not-expressible`: the
 * format (or this version of it) has no place for it. `not-checkable`: it cannot be told from a document.
 */
export type RuleStatus =
  | 'pass'
  | 'fail'
  | 'declared-unknown'
  | 'withheld'
  | 'not-expressible'
  | 'not-checkable';

/** How strongly the standard asks, in its own words; `EVIDENCE` where it asks nothing of a document itself. */
export type RuleLevel =
  | 'MUST'
  | 'MUST if it exists'
  | 'MUST NOT'
  | 'SHOULD'
  | 'MAY'
  | 'PRACTICE'
  | 'EVIDENCE';

/** Where a format keeps what a rule asks for, and since which version. */
export interface FieldPath {
  readonly path: string;
  /** First version of the format that has the field. */
  readonly since?: string;
  /** Why it is not read there: the format has a place, in words that no program can be sure of. */
  readonly unread?: string;
}

/** What the values of a field must be, beside being there. */
export type ValueCheck =
  | 'any'
  | 'timestamp'
  | 'strong-hash'
  | 'hash'
  | 'sha512'
  | 'license'
  | 'identifier'
  | 'uri'
  | 'file-name'
  | 'sbom-type'
  | `one-of:${string}`;

/** A field of a component: a fact (`supplier`), or `name`, `version`, `purl`. Roles narrow it; none: every role counts. */
export interface FieldOf {
  readonly field: string;
  readonly roles?: readonly string[];
}

/** Fields of a document as a whole. */
export type DocumentField =
  | 'format'
  | 'version'
  | 'created'
  | 'id'
  | 'lifecycle'
  | 'author'
  | 'author-contact'
  | 'tool'
  | 'tool-version'
  | 'root';

/** Which components a rule speaks of; files and services never count. */
export type Scope = 'all' | 'root' | 'root-and-direct';

/** What a rule asks, as data: the engine knows the few kinds. */
export type RuleTest =
  /** Each field has a value that fits: `1 of 1` for the document. */
  | { readonly over: 'document'; readonly fields: readonly DocumentField[]; readonly is?: ValueCheck }
  /** Each component in scope has, for every group, one of its fields with a value that fits. */
  | {
      readonly over: 'components';
      readonly scope: Scope;
      readonly every: readonly (readonly FieldOf[])[];
      readonly is?: ValueCheck;
      /** Asked for only where it exists, which nobody can tell from outside: what is not stated does not fail. */
      readonly ifExists?: boolean;
      /** Declared unknown is an answer that the standard accepts. */
      readonly unknownCounts?: boolean;
    }
  /** Each component takes part in a relation of the kinds, or is stated to have none; and there is a root. */
  | { readonly over: 'relations'; readonly kinds: Partial<Record<ProfileFormat, readonly string[]>> }
  /** Each component in scope has a relation or none stated, and its completeness is stated. */
  | { readonly over: 'completeness'; readonly scope: Scope; readonly noDangling: boolean }
  | { readonly over: 'special'; readonly check: SpecialCheck }
  | { readonly over: 'nothing'; readonly why: string };

export type SpecialCheck =
  | 'signature'
  | 'format-version'
  | 'explicit-unknowns'
  | 'no-vulnerabilities'
  | 'top-level'
  | 'handling'
  | 'exploitable'
  | 'valid'
  | 'readable';

/** What Loupe can measure from the artifact, where the document does not say it. */
export type Measurable = 'sha256' | 'sha512' | 'file-name' | 'executable' | 'archive' | 'structured';

/** One rule of a standard. */
export interface ProfileRule {
  /** Public API, never renamed: `C26-10`. */
  readonly id: string;
  readonly title: string;
  readonly level: RuleLevel;
  readonly clause: string;
  readonly paths: Partial<Record<ProfileFormat, FieldPath>>;
  readonly test: RuleTest;
  readonly remedy: string;
  readonly measurable?: Measurable;
  /** Names by which a document may say that it does not know or tell this (`cdx:cisa:unknown-information`). */
  readonly aliases?: readonly string[];
}

/** A standard as a list of rules: one file each, one line in `registry.ts`. */
export interface Profile {
  /** Public API, never renamed: `cisa-2026`. */
  readonly id: string;
  readonly title: string;
  readonly issuer: string;
  readonly version: string;
  /** Day it was published, or came into force. */
  readonly published: string;
  /** What it binds whom to. */
  readonly force: string;
  /** Day on which it was last held against its source. */
  readonly checked: string;
  readonly source: string;
  readonly rules: readonly ProfileRule[];
}

/** What a rule comes to for one document. */
export interface RuleResult {
  readonly rule: string;
  readonly status: RuleStatus;
  /** `pass` of `of`; what `of` counts is {@link denominator}. Both 0 where nothing can be counted. */
  readonly pass: number;
  readonly of: number;
  /** Of those that do not pass: how many say that it is unknown, or withheld. */
  readonly unknown: number;
  readonly withheld: number;
  readonly denominator: Denominator;
  /** Beside the numbers: why it is not checkable or what exactly is missing. Empty where they say it all. */
  readonly detail: string;
  /** Indices of {@link CaseModel.occurrences} that do not pass, in document order. */
  readonly failing: readonly number[];
}

export type Denominator = 'document' | 'components' | 'root' | 'root-and-direct';

export interface ProfileResult {
  readonly profile: string;
  readonly rules: readonly RuleResult[];
}

/** The format of a document, as the field lists name it. */
export function profileFormat(format: DocumentFormat, version: string): ProfileFormat | undefined {
  switch (format) {
    case 'CycloneDX':
      return 'cyclonedx';
    case 'SPDX':
      return /^(?:SPDX-)?3/.test(version) ? 'spdx3' : 'spdx2';
    case 'Syft':
      return 'syft';
    case 'GitHub':
      // An export is an SPDX document one level down; a snapshot is a format of its own.
      return /^SPDX-/.test(version) ? 'spdx2' : 'github';
    default:
      return undefined;
  }
}
