import type { Envelope } from '../attest/envelope.ts';
import { heldStatement } from '../attest/held-statement.ts';
import { readPredicate } from '../attest/predicates/read-predicate.ts';
import { type Bytes, encodeUtf8 } from '../base/bytes.ts';
import { isJsonObject, own } from '../base/json-shape.ts';
import type { Limits } from '../base/limits.ts';

/**
 * The document that a statement of the source carries as its predicate (an SBOM, a VEX document), as a file of its own
 * would hold it; the first where there are several. It counts as what its envelope states, whoever signed that.
 */
export function carriedDocument(envelopes: readonly Envelope[], limits: Limits): Bytes | undefined {
  for (const envelope of envelopes) {
    const statement = heldStatement(envelope, limits);
    const read = statement === undefined ? undefined : readPredicate(statement).predicate;
    if (statement === undefined || read?.kind !== 'document') continue;
    const { predicate } = statement;
    const data = isJsonObject(predicate) ? own(predicate, 'Data') : undefined;
    if (typeof data === 'string') return encodeUtf8(data);
    const document = isJsonObject(data) ? data : predicate;
    if (isJsonObject(document)) return encodeUtf8(JSON.stringify(document));
  }
  return undefined;
}
