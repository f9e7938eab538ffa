import type { DocumentFormat, Serialization } from '../model/document.ts';
import type { StatedBuilder } from './stated-builder.ts';
import type { DocumentReading } from './types.ts';

/** A document of which nothing could be read: the builder has told why. `code` and `message` are its one error. */
export function unreadDocument(
  builder: StatedBuilder,
  format: DocumentFormat,
  serialization: Serialization,
  [code, message]: readonly [code: string, message: string],
): DocumentReading {
  return builder.done(
    {
      format,
      version: '',
      serialization,
      parties: [],
      lifecycles: [],
      describes: [],
      completeness: [],
      external: [],
      vex: [],
    },
    { valid: false, validity: message, errors: [{ code, pointer: '', message }] },
  );
}

export const NOT_A_DOCUMENT = [
  'document.unreadable',
  'The text is not well formed: it is no document.',
] as const;
