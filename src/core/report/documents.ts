import type { CaseDocument } from '../case/model.ts';
import type { SourceId } from '../model/source.ts';
import type { DocumentSignature } from '../verify/document-signature.ts';
import type { ReportDocument } from './schema.ts';

/** A document as the report has it. `number` gives a source its number in the report. */
export function reportDocument(document: CaseDocument, number: (id: SourceId) => string): ReportDocument {
  const { source, format, version, serialization, valid, errors, counts, signature } = document;
  return {
    source: number(source),
    format,
    version,
    serialization,
    valid: valid ?? null,
    errors,
    components: counts.components,
    relations: counts.relations,
    signature: signatureOf(signature),
  };
}

/** Verdict over the whole, and of each part, with the key that each was held against. */
function signatureOf(signature: DocumentSignature | undefined): ReportDocument['signature'] {
  if (signature === undefined)
    return { verdict: 'unsigned', detail: 'The document carries no signature.', parts: [] };
  return {
    verdict: signature.verdict,
    detail: signature.why,
    parts: signature.parts.map(({ pointer, over, verdict, why, key, keyId, algorithm, excludes }) => ({
      pointer,
      over,
      verdict,
      detail: why,
      algorithm,
      key: key === undefined ? null : `sha256:${key}`,
      keyId: keyId ?? null,
      excludes,
    })),
  };
}
