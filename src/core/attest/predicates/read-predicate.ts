import { type Fault, fault } from '../../base/result.ts';
import { isRecord, JsonFields } from '../json-fields.ts';
import type { Statement } from '../statement.ts';
import { generic } from './generic.ts';
import { PREDICATES } from './registry.ts';
import type { PredicateReading } from './types.ts';

/**
 * Reads what a statement says in the normal form of its predicate type. The pointers are those of the statement, so they
 * lead into the bytes that were signed. Nothing is verified; what is missing or of another type is a fault, and the rest
 * is read.
 */
export function readPredicate({
  predicateType,
  predicate,
}: Pick<Statement, 'predicateType' | 'predicate'>): PredicateReading {
  const reader = [...PREDICATES].find((one) => one.recognizes(predicateType)) ?? generic;
  const faults: Fault[] = [];
  // It may be left out or `null`, as PyPI's is.
  if (predicate !== undefined && predicate !== null && !isRecord(predicate)) {
    faults.push(fault('attest.malformed', 'error', '/predicate is not an object.', { entry: '/predicate' }));
  }
  const fields = JsonFields.of(isRecord(predicate) ? predicate : {}, '/predicate', faults);
  return {
    reader: reader.id,
    title: reader.title,
    predicate:
      fields === undefined ? { kind: 'generic', fields: [], more: 0 } : reader.read(fields, predicateType),
    faults,
  };
}
