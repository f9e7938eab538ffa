import { envelope } from '../envelope.ts';
import { isRecord } from '../json-fields.ts';
import type { JsonCarrier } from './types.ts';

/** An in-toto statement without an envelope, as BuildKit stores it: a claim that nobody signed. */
export const unsignedStatement: JsonCarrier = {
  id: 'statement',
  title: 'in-toto statement (unsigned)',
  spec: 'in-toto attestation, spec/v1/statement.md',
  recognizes: (value) =>
    isRecord(value) &&
    typeof value._type === 'string' &&
    value._type.startsWith('https://in-toto.io/Statement/'),
  read: ({ bytes, record }) => [
    envelope({ carrier: 'statement', record, content: { form: 'statement', payload: bytes } }),
  ],
};
