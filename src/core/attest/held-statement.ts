import { DEFAULT_LIMITS, type Limits } from '../base/limits.ts';
import type { Envelope } from './envelope.ts';
import { readStatement, type Statement } from './statement.ts';

/** The statement an envelope holds, signed or not; `undefined` when it holds none that can be read. */
export function heldStatement(
  { content }: Pick<Envelope, 'content'>,
  limits: Limits = DEFAULT_LIMITS,
): Statement | undefined {
  const payload =
    content?.form === 'dsse'
      ? content.dsse.payload
      : content?.form === 'statement'
        ? content.payload
        : undefined;
  return payload === undefined ? undefined : readStatement(payload, limits).statement;
}
