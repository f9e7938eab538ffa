import { heldStatement } from '../../../src/core/attest/held-statement.ts';
import { readPredicate } from '../../../src/core/attest/predicates/read-predicate.ts';
import type { Predicate } from '../../../src/core/attest/predicates/types.ts';
import type { Statement } from '../../../src/core/attest/statement.ts';
import { corpusBytes } from '../../corpus.ts';
import { carried } from '../../fixtures/attestation.ts';

/** The predicate of one kind, read from a value; fails the test when it is read as another. */
export function readAs<K extends Predicate['kind']>(kind: K, predicateType: string, predicate: unknown) {
  const { predicate: found, faults, reader } = readPredicate({ predicateType, predicate });
  if (!isKind(found, kind)) throw new Error(`read as ${found.kind}`);
  return { found, reader, faults: faults.map(({ message }) => message) };
}

/** Statements a file of the corpus carries, in order. */
export function statementsIn(...path: readonly string[]): Statement[] {
  const bytes = corpusBytes('provenance', ...path);
  return carried(bytes, path.at(-1)).envelopes.flatMap((one) => heldStatement(one) ?? []);
}

function isKind<K extends Predicate['kind']>(
  found: Predicate,
  kind: K,
): found is Extract<Predicate, { readonly kind: K }> {
  return found.kind === kind;
}
