import type { RelationKind, Scope } from '../model/reading.ts';

/** What a relationship type of SPDX 2 is in Loupe's closed set. */
export interface SpdxRelation {
  readonly kind: RelationKind;
  readonly scope?: Scope;
  /** It reads from its target to its subject: `A DEPENDENCY_OF B` is that B depends on A. */
  readonly inverted?: true;
}

const depends = (scope?: Scope): SpdxRelation =>
  scope === undefined ? { kind: 'dependsOn' } : { kind: 'dependsOn', scope };
const inverse = (relation: SpdxRelation): SpdxRelation => ({ ...relation, inverted: true });
const other: SpdxRelation = { kind: 'other' };

/** Every relationship type of SPDX 2.1 to 2.3 (SPDX 2.3, clause 11.1). */
const KINDS: Readonly<Record<string, SpdxRelation>> = {
  DESCRIBES: { kind: 'describes' },
  DESCRIBED_BY: inverse({ kind: 'describes' }),
  CONTAINS: { kind: 'contains' },
  CONTAINED_BY: inverse({ kind: 'contains' }),
  DEPENDS_ON: depends(),
  DEPENDENCY_OF: inverse(depends()),
  BUILD_DEPENDENCY_OF: inverse(depends('build')),
  DEV_DEPENDENCY_OF: inverse(depends('dev')),
  OPTIONAL_DEPENDENCY_OF: inverse(depends('optional')),
  PROVIDED_DEPENDENCY_OF: inverse(depends('provided')),
  TEST_DEPENDENCY_OF: inverse(depends('test')),
  RUNTIME_DEPENDENCY_OF: inverse(depends('runtime')),
  PREREQUISITE_FOR: inverse(depends()),
  HAS_PREREQUISITE: depends(),
  BUILD_TOOL_OF: inverse(depends('build')),
  DEV_TOOL_OF: inverse(depends('dev')),
  TEST_TOOL_OF: inverse(depends('test')),
  GENERATES: inverse({ kind: 'generatedFrom' }),
  GENERATED_FROM: { kind: 'generatedFrom' },
  EXPANDED_FROM_ARCHIVE: { kind: 'generatedFrom' },
  ANCESTOR_OF: inverse({ kind: 'variantOf' }),
  DESCENDANT_OF: { kind: 'variantOf' },
  VARIANT_OF: { kind: 'variantOf' },
  COPY_OF: { kind: 'sameAs' },
  DYNAMIC_LINK: { kind: 'dynamicLink' },
  STATIC_LINK: { kind: 'staticLink' },
  OPTIONAL_COMPONENT_OF: inverse({ kind: 'contains' }),
  PACKAGE_OF: inverse({ kind: 'contains' }),
  AMENDS: other,
  DATA_FILE_OF: other,
  DEPENDENCY_MANIFEST_OF: other,
  DISTRIBUTION_ARTIFACT: other,
  DOCUMENTATION_OF: other,
  EXAMPLE_OF: other,
  FILE_ADDED: other,
  FILE_DELETED: other,
  FILE_MODIFIED: other,
  METAFILE_OF: other,
  OTHER: other,
  PATCH_APPLIED: other,
  PATCH_FOR: other,
  REQUIREMENT_DESCRIPTION_FOR: other,
  SPECIFICATION_FOR: other,
  TEST_CASE_OF: other,
  TEST_OF: other,
};

/** Types that came with 2.3. */
export const SINCE_2_3: ReadonlySet<string> = new Set(['REQUIREMENT_DESCRIPTION_FOR', 'SPECIFICATION_FOR']);

/** What a type is, or `undefined` for one that SPDX does not have. */
export function spdxRelation(type: string): SpdxRelation | undefined {
  return Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
}

/** The same for reading: what SPDX does not have is `other`, but for a spelling of a common tool. */
export function readableRelation(type: string): SpdxRelation {
  // Trivy wrote DESCRIBE for some time.
  return spdxRelation(type) ?? (type === 'DESCRIBE' ? { kind: 'describes' } : other);
}
