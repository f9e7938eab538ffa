import type { Scope } from '../model/reading.ts';
import type { SpdxRelation } from './spdx2-relations.ts';

const other: SpdxRelation = { kind: 'other' };

/** Relationship types of SPDX 3.0 (Core, RelationshipType). */
const KINDS: Readonly<Record<string, SpdxRelation>> = {
  affects: other,
  amendedBy: other,
  ancestorOf: { kind: 'variantOf', inverted: true },
  availableFrom: other,
  configures: other,
  contains: { kind: 'contains' },
  coordinatedBy: other,
  copiedTo: { kind: 'sameAs' },
  delegatedTo: other,
  dependsOn: { kind: 'dependsOn' },
  descendantOf: { kind: 'variantOf' },
  describes: { kind: 'describes' },
  doesNotAffect: other,
  expandsTo: { kind: 'generatedFrom', inverted: true },
  exploitCreatedBy: other,
  fixedBy: other,
  fixedIn: other,
  foundBy: other,
  generates: { kind: 'generatedFrom', inverted: true },
  hasAddedFile: other,
  hasAssessmentFor: other,
  hasAssociatedVulnerability: other,
  hasConcludedLicense: other,
  hasDataFile: other,
  hasDeclaredLicense: other,
  hasDeletedFile: other,
  hasDependencyManifest: other,
  hasDistributionArtifact: other,
  hasDocumentation: other,
  hasDynamicLink: { kind: 'dynamicLink' },
  hasEvidence: { kind: 'evidence' },
  hasExample: other,
  hasHost: other,
  hasInput: other,
  hasMetadata: other,
  hasOptionalComponent: { kind: 'contains' },
  hasOptionalDependency: { kind: 'dependsOn', scope: 'optional' },
  hasOutput: { kind: 'generatedFrom', inverted: true },
  hasPrerequisite: { kind: 'dependsOn' },
  hasProvidedDependency: { kind: 'dependsOn', scope: 'provided' },
  hasRequirement: other,
  hasSpecification: other,
  hasStaticLink: { kind: 'staticLink' },
  hasTest: other,
  hasTestCase: other,
  hasVariant: { kind: 'variantOf', inverted: true },
  invokedBy: other,
  modifiedBy: other,
  other,
  packagedBy: { kind: 'contains', inverted: true },
  patchedBy: other,
  publishedBy: other,
  reportedBy: other,
  republishedBy: other,
  serializedInArtifact: other,
  testedOn: other,
  trainedOn: { kind: 'generatedFrom' },
  underInvestigationFor: other,
  usesTool: { kind: 'dependsOn', scope: 'build' },
};

/** Scopes of a `LifecycleScopedRelationship`; `design` and `other` have none in Loupe. */
const SCOPES: Readonly<Record<string, Scope>> = {
  build: 'build',
  development: 'dev',
  runtime: 'runtime',
  test: 'test',
};

/** What a type is; `undefined` for one that SPDX does not have. A dependency takes the scope that is stated. */
export function spdx3Relation(type: string, scope: string | undefined): SpdxRelation | undefined {
  const known = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
  const stated = scope !== undefined && Object.hasOwn(SCOPES, scope) ? SCOPES[scope] : undefined;
  if (known?.kind !== 'dependsOn' || stated === undefined || known.scope === 'optional') return known;
  return { ...known, scope: stated };
}
