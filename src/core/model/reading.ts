import type { Fault } from '../base/result.ts';
import type { Observation } from './observation.ts';

/** CycloneDX 1.6 component types, and `service`: what a document relates its components to over a network. */
export type ComponentType =
  | 'application'
  | 'framework'
  | 'library'
  | 'container'
  | 'platform'
  | 'operating-system'
  | 'device'
  | 'device-driver'
  | 'firmware'
  | 'file'
  | 'machine-learning-model'
  | 'data'
  | 'cryptographic-asset'
  | 'service';

/** How a fact came to be known, strongest first. */
export type How = 'verified' | 'measured' | 'stated' | 'derived';

/** Absence has names; none of them counts as present. */
export type Absence = 'not-stated' | 'NOASSERTION' | 'NONE' | 'unknown' | 'withheld';

export type FactValue = string | { readonly absent: Absence };

/**
 * What one source says of one component. Conflicting facts are all kept.
 *
 * Fields in use: `license` (role `declared`, `concluded` or `file`), `integrity` (`alg:hex`), `hash` (`alg:hex`),
 * `part-hash` (`alg:hex` of a part of a package file: role `control`, `data`, `header` or `payload`), `signature` (a
 * signature over the package that was seen and not verified), `epoch`, `module`,
 * `supplier`, `maintainer`, `homepage`, `repository`, `description`, `architecture`, `installed-size` (bytes),
 * `source-package` (`name` or `name@version`), `status`, `install-path`, `requested-by`, `download-url`,
 * `source-commit`, `author`, `section`, `essential`, `multi-arch`, `provides`, `scope` (`dev`, `optional`, `peer`),
 * `bundled`, `deprecated`, `install-script`, `installer`, `requires-python`; of operating systems `title`, `release`,
 * `codename`, `variant`, `image`, `image-version`, `derived-from`, `support-end`, `cpe`.
 *
 * How a component was told where nothing names it: `guessed` (what its name and version were taken from, always
 * `derived`). Of how something was built: `toolchain`, `build-setting` (`GOOS=linux`), `built-with`, `built-from`,
 * `source-time`, `source-modified`, `main-package`, `main-class`, `modules` (named absence: not recorded). Of what is
 * asked for: `direct` (the project itself asks), `asked`, `marker`, `configuration`, `pinned`, `replaces`,
 * `replaced-by`, `requires-go`, `requires-ruby`, `requires-rust`, `requires-nuget`, `installed-from`, `go-sum`
 * (`h1:` and base64, over a module's files), `kind`. Of Windows files: `product`, `file-version`, `original-name`,
 * `copyright`. Of models: `tensors`, `tensor-type`, and `model-` before what the header calls it (`model-architecture`).
 *
 * Of what a **document** states (all `stated`, by `StatedBuilder`), beside the above with the same meaning:
 * `supplier`, `manufacturer`, `originator`, `author`, `publisher`, `maintainer` (role `name`, `email` or `url`; one fact
 * each); `hash` (`alg:hex` in lower case, `sha256:…`; role `component`, `distribution`, `source` or `file`: what it is
 * the hash of); `license` (an expression, id or name; role `declared`, `concluded`, `detected`, `file`, none where the
 * document does not say), `license-text`; `identifier` (role `purl`, `cpe`, `swid`, `swhid`, `gitoid`, `gtin`, …; as
 * written), `invalid-identifier` (one that its own rules refuse, beside the `identifier`); `external-reference` (the
 * URL; role: its type, `website`, `vcs`, `distribution`, `source-distribution`, `advisories`, …); `property` (role: its
 * name); `group` (namespace as written), `scope` (`required`, `optional`, `excluded`, …), `purpose`, `file-name`,
 * `mime-type`, `copyright`, `description`, `evidence` (role: `identity`, `occurrence`, `callstack`, `licence`,
 * `copyright`), `external` (`true`: it comes with the environment), `modified` (`true`), `pedigree` (role `ancestor`,
 * `descendant`, `variant`, `commit`, `patch`, `notes`), `version-range`, `endpoint`, `verification-code`, `comment`,
 * `annotation`, `built`, `released`, `valid-until`, `location` (a path it was found at).
 * What a document says it does not say (`NOASSERTION`, `NONE`, `unknown`, withheld) is that named absence, never text.
 */
export interface FactOf {
  /** {@link Found.ref} of the component. */
  readonly subject: string;
  readonly field: string;
  readonly value: FactValue;
  readonly role?: string;
  readonly how: How;
  /** JSON pointer, `line N` or `byte N` in the file that says so. */
  readonly pointer?: string;
}

/** Where a component was seen (`present`, `removed`) or said to be (`stated`). */
export interface Place {
  /** Path in the tree, or of the document, of what says so: `app/node_modules/lodash/package.json`. */
  readonly path: string;
  readonly state: 'present' | 'removed' | 'stated';
  readonly pointer?: string;
  /** Index of the layer that brought it; set by `resolve`, absent outside images. */
  readonly layer?: number;
  /** Index of the layer that took it away. */
  readonly removedIn?: number;
}

/** A component as one reader found it. `ref` is unique within the {@link Reading}. */
export interface Found {
  readonly ref: string;
  readonly type: ComponentType;
  readonly name: string;
  readonly version?: string;
  /** Canonical package URL (ECMA-427), when type, name and version allow one. */
  readonly purl?: string;
  readonly place: Place;
  readonly how: How;
  /** {@link Found.ref} of the package whose record claims this component's files. */
  readonly ownedBy?: string;
}

export type RelationKind =
  | 'describes'
  | 'dependsOn'
  | 'contains'
  | 'generatedFrom'
  | 'variantOf'
  | 'staticLink'
  | 'dynamicLink'
  | 'ownedBy'
  | 'evidence'
  | 'sameAs'
  | 'other';

export type Scope = 'runtime' | 'build' | 'dev' | 'test' | 'optional' | 'provided' | 'peer';

/** A typed edge between two places of one context. Nesting is containment, never dependency. */
export interface RelationOf {
  /** {@link Found.ref}s. */
  readonly from: string;
  readonly to: string;
  readonly kind: RelationKind;
  /** Set for `dependsOn`. */
  readonly scope?: Scope;
  /** The word the source uses: `Pre-Depends`, `devDependencies`. */
  readonly rawKind: string;
  readonly how: How;
  /** What was asked for: a version range, an alternative. */
  readonly asked?: string;
}

/** A dependency as declared, before it is known what satisfies it. */
export interface Requirement {
  readonly from: string;
  /** Any one of these satisfies it, in order of preference. */
  readonly anyOf: readonly { readonly name: string; readonly constraint?: string }[];
  readonly scope: Scope;
  readonly rawKind: string;
}

/** Files that a package's own record claims. Paths without leading `/`. */
export interface Ownership {
  readonly owner: string;
  readonly paths: readonly string[];
  /** What the record says each file hashes to, `alg:hex` by the place in `paths`; empty where it says nothing. */
  readonly digests?: readonly string[];
  /** Files among them that may rightly differ or be absent: configuration, logs, what is made at run time. */
  readonly exempt?: readonly string[];
}

/** What a reader got out of one document or file. What was read before a fault is kept. */
export interface Reading {
  readonly found: readonly Found[];
  readonly relations: readonly RelationOf[];
  readonly facts: readonly FactOf[];
  readonly requires: readonly Requirement[];
  readonly owns: readonly Ownership[];
  /** What was seen in the file that is no component. */
  readonly observations?: readonly Observation[];
  readonly diagnostics: readonly Fault[];
  /** Whether the source says everything there is to say: a leaf is proven only where this holds. */
  readonly complete: boolean;
}

/** A {@link Reading} with what is given and nothing else. */
export function reading(parts: Partial<Reading>): Reading {
  return {
    found: [],
    relations: [],
    facts: [],
    requires: [],
    owns: [],
    diagnostics: [],
    complete: true,
    ...parts,
  };
}
