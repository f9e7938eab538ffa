import type { CaseDocument, CaseModel } from '../case/model.ts';
import type { SourceId } from '../model/source.ts';
import { circlesOf } from '../profiles/document-circles.ts';
import { profilesOf } from '../profiles/evaluate.ts';
import type { RuleResult } from '../profiles/types.ts';
import type { DocumentSignature } from '../verify/document-signature.ts';
import type { ReportDocument, ReportRule } from './schema.ts';

/** Components that do not meet a rule, listed at most; `pass` and `of` count all. */
const LISTED = 1000;

/**
 * A document as the report has it. `number` gives a source its number in the report, `component` a component its id;
 * `profiles` are the ids asked for, all where there are none.
 */
export function reportDocument(
  model: CaseModel,
  document: CaseDocument,
  number: (id: SourceId) => string,
  component: (index: number) => string,
  profiles: readonly string[] = [],
): ReportDocument {
  const { source, format, version, serialization, valid, errors, counts, signature, partlyRead } = document;
  return {
    source: number(source),
    format,
    version,
    serialization,
    valid: valid ?? null,
    errors,
    components: counts.components,
    relations: counts.relations,
    partlyRead: partlyRead === true,
    circles: circlesOf(model, document),
    external: model.externals
      .filter(({ from }) => from === source)
      .map(({ named, state, by, target }) => ({
        ref: named.ref,
        pointer: named.pointer,
        state,
        by: by ?? null,
        target: target === undefined ? null : number(target),
      })),
    signature: signatureOf(signature),
    profiles: profilesOf(model, document)
      .filter(({ profile }) => profiles.length === 0 || profiles.includes(profile))
      .map(({ profile, rules }) => ({
        id: profile,
        rules: rules.map((one) => reportRule(model, one, component)),
      })),
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

function reportRule(model: CaseModel, result: RuleResult, component: (index: number) => string): ReportRule {
  const { rule, status, pass, of, unknown, withheld, denominator, detail, failing } = result;
  return {
    ...{ id: rule, status, pass, of, unknown, withheld, denominator, detail },
    failing: failing.slice(0, LISTED).map((at) => {
      const place = model.occurrences[at];
      return { component: component(place?.component ?? -1), pointer: place?.pointer ?? '' };
    }),
  };
}
