import { Registry } from '../../base/registry.ts';
import { carriedDocument } from './carried-document.ts';
import { generic } from './generic.ts';
import { modelSigning } from './model-signing.ts';
import { npmPublish } from './npm-publish.ts';
import { pypiPublish } from './pypi-publish.ts';
import { release } from './release.ts';
import { slsaProvenanceV1 } from './slsa-provenance-v1.ts';
import { slsaProvenanceV01 } from './slsa-provenance-v01.ts';
import { slsaProvenanceV02 } from './slsa-provenance-v02.ts';
import { testResult } from './test-result.ts';
import type { PredicateReader } from './types.ts';
import { verificationSummary } from './verification-summary.ts';
import { vulnerabilities } from './vulnerabilities.ts';

/** In order: the first that recognizes a predicate type reads it; the last recognizes all. */
export const PREDICATES = new Registry<PredicateReader>([
  slsaProvenanceV01,
  slsaProvenanceV02,
  slsaProvenanceV1,
  verificationSummary,
  carriedDocument,
  vulnerabilities,
  release,
  npmPublish,
  pypiPublish,
  modelSigning,
  testResult,
  generic,
]);
