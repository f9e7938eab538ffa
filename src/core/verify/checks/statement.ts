import type { Dsse } from '../../attest/dsse.ts';
import { isStatementType, readStatement, type Statement } from '../../attest/statement.ts';
import type { Limits } from '../../base/limits.ts';
import type { Check } from '../../model/check.ts';
import { check } from '../check.ts';

export interface StatementResult {
  readonly check: Check;
  readonly statement: Statement | undefined;
  /** What was signed is no statement of a type that is known, or hit a limit. */
  readonly unsupported: boolean;
}

/** Reads what an envelope signs, from the very bytes that are signed. */
export function checkStatement({ payloadType, payload }: Dsse, limits: Limits): StatementResult {
  const id = 'statement.form';
  const evidence = [{ label: 'Payload type', value: payloadType, at: '/payloadType' }];
  if (!isStatementType(payloadType)) {
    const detail = `The envelope holds "${payloadType}", which is no in-toto statement.`;
    return { check: check(id, 'skipped', detail, { evidence }), statement: undefined, unsupported: true };
  }
  const { statement, faults } = readStatement(payload, limits);
  if (statement === undefined) {
    const [first] = faults;
    const unsupported = faults.every(({ code }) => code === 'statement.type' || code.startsWith('limit.'));
    const detail = first?.message ?? 'The statement cannot be read.';
    return {
      check: check(id, unsupported ? 'skipped' : 'fail', detail, { evidence }),
      statement: undefined,
      unsupported,
    };
  }
  return {
    check: check(
      id,
      'pass',
      `A statement of type ${statement.predicateType}, about ${statement.subjects.length} ${statement.subjects.length === 1 ? 'subject' : 'subjects'}.`,
      {
        evidence: [
          ...evidence,
          { label: 'Predicate type', value: statement.predicateType, at: '/predicateType' },
        ],
      },
    ),
    statement,
    unsupported: false,
  };
}
