import type { CaseDocument } from '../case/model.ts';
import type { SourceId } from '../model/source.ts';
import type { ReportDocument } from './schema.ts';

/** A document as the report has it. `number` gives a source its number in the report. */
export function reportDocument(document: CaseDocument, number: (id: SourceId) => string): ReportDocument {
  const { source, format, version, serialization, valid, errors, counts } = document;
  return {
    source: number(source),
    format,
    version,
    serialization,
    valid: valid ?? null,
    errors,
    components: counts.components,
    relations: counts.relations,
  };
}
