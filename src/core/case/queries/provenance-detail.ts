import { displayName } from '../../base/names.ts';
import type { CaseModel } from '../model.ts';
import type { ProvenanceDetail } from '../provenance-views.ts';
import { askedOf } from './questions/asked.ts';
import { fieldState } from './questions/certificate.ts';
import { askAll } from './questions/registry.ts';
import { saidGroups } from './said-groups.ts';
import { attestationId } from './trust.ts';
import { trustPath } from './trust-path.ts';

/** The path, the questions and the comparisons of one claim; `undefined` when the case holds no such claim. */
export function provenanceDetail(model: CaseModel, id: string): ProvenanceDetail | undefined {
  const one = model.attestations.find((candidate) => attestationId(candidate) === id);
  if (one === undefined) return undefined;
  const asked = askedOf(model, one);
  return {
    id,
    path: trustPath(asked),
    questions: askAll(asked),
    certificateVsStatement: (one.certificateVsStatement ?? []).map((row) => ({
      ...row,
      ...(row.certificate === undefined ? {} : { certificate: displayName(row.certificate) }),
      ...(row.statement === undefined ? {} : { statement: displayName(row.statement) }),
      state: fieldState(asked, row),
    })),
    level: one.level,
    comparison: asked.comparison,
    says: saidGroups(one.predicate?.predicate),
  };
}
