import { fromHex, type Hex, toHex } from '../base/bytes.ts';
import { readJson } from '../base/json.ts';
import { DEFAULT_LIMITS, type Limits, limitFault } from '../base/limits.ts';
import { type Fault, fault } from '../base/result.ts';
import { isRecord, JsonFields } from './json-fields.ts';

/** An in-toto Statement (in-toto attestation spec/v1/statement.md; v0.1 has the same layout). */
export interface Statement {
  readonly type: 'https://in-toto.io/Statement/v1' | 'https://in-toto.io/Statement/v0.1';
  readonly predicateType: string;
  readonly subjects: readonly Subject[];
  /** As parsed from the very bytes that were signed. */
  readonly predicate: unknown;
}

/** What a statement is about. A name is not an identity; only the digests bind. */
export interface Subject {
  readonly name: string;
  /** Algorithm as stated (`sha256`, `gitCommit`, ...) to value as stated, lower case where it is hexadecimal. */
  readonly digests: ReadonlyMap<string, string>;
  readonly pointer: string;
}

export interface StatementReading {
  readonly statement: Statement | undefined;
  readonly faults: readonly Fault[];
}

const TYPES = new Set<string>(['https://in-toto.io/Statement/v1', 'https://in-toto.io/Statement/v0.1']);

/** Whether a DSSE payload type says that the payload is an in-toto statement (in-toto attestation spec/v1/envelope.md). */
export function isStatementType(payloadType: string): boolean {
  return /^application\/vnd\.in-toto(?:\.[\w.-]+)?\+json$/.test(payloadType);
}

/**
 * Reads a statement from the bytes a signature covers. A key that occurs twice makes the meaning ambiguous and is
 * refused: what one reader shows, another may not.
 *
 * Faults: those of {@link readJson}, `statement.duplicate-key`, `statement.type`, `attest.malformed`, `limit.subjects`.
 */
export function readStatement(payload: Uint8Array, limits: Limits = DEFAULT_LIMITS): StatementReading {
  const read = readJson(payload, limits);
  if (!read.ok) return { statement: undefined, faults: [read.error] };
  const faults: Fault[] = read.value.duplicates.slice(0, 8).map(({ key, offset }) =>
    fault(
      'statement.duplicate-key',
      'error',
      `The key "${key}" occurs twice in one object of the statement.`,
      {
        offset,
      },
    ),
  );
  if (read.value.mark) {
    faults.push(fault('json.mark', 'error', 'The statement starts with a byte order mark.', { offset: 0 }));
  }
  const fields = JsonFields.of(read.value.value, '', faults);
  if (fields === undefined) return { statement: undefined, faults };
  const type = fields.text('_type');
  if (type !== undefined && !TYPES.has(type)) {
    faults.push(
      fault('statement.type', 'error', `The statement type "${type}" is not known.`, { entry: '/_type' }),
    );
  }
  const predicateType = fields.text('predicateType');
  const subjects = readSubjects(fields, limits);
  if (faults.length > 0 || predicateType === undefined || !isStatementKind(type)) {
    return { statement: undefined, faults };
  }
  return { statement: { type, predicateType, subjects, predicate: fields.raw('predicate') }, faults };
}

function isStatementKind(type: string | undefined): type is Statement['type'] {
  return type !== undefined && TYPES.has(type);
}

function readSubjects(fields: JsonFields, limits: Limits): Subject[] {
  const count = fields.list('subject').length;
  if (count === 0) fields.refuse('names nothing', 'subject');
  if (count > limits.subjects) {
    fields.note(
      limitFault('subjects', limits, `The statement has ${count} subjects.`, {
        entry: '/subject',
        kept: 'nothing',
      }),
    );
    return [];
  }
  return fields.objects('subject').map((item) => {
    const digests = new Map<string, string>();
    const stated = item.raw('digest');
    if (isRecord(stated)) {
      for (const [algorithm, value] of Object.entries(stated)) {
        if (typeof value === 'string') digests.set(algorithm, asHex(value) ?? value);
        else item.refuse(`has a digest "${algorithm}" that is not a text`, 'digest');
      }
    } else item.refuse('is not an object', 'digest');
    return {
      name: item.optionalText('name') ?? item.optionalText('uri') ?? '',
      digests,
      pointer: item.pointer,
    };
  });
}

function asHex(text: string): Hex | undefined {
  const bytes = fromHex(text);
  return bytes === undefined || bytes.length === 0 ? undefined : toHex(bytes);
}
