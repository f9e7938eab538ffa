import { isJsonObject, own } from '../base/json-shape.ts';
import type { DocumentError } from '../model/document.ts';

/** A document that is wrong in more places than this is not worth listing further. */
export const MOST_ERRORS = 1000;

/** What a compiled schema says of one place: JSON Schema's keyword, and what the keyword was given. */
export interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/**
 * What a schema has against a value, one sentence each, told where it is. Of alternatives that all fail only the one
 * that came closest is told: the one that fails deepest.
 */
export function schemaErrors(
  value: unknown,
  errors: readonly SchemaError[],
  shift: (path: string) => string = (path) => path,
): DocumentError[] {
  const out = new Map<string, DocumentError>();
  for (const error of withoutAlternatives(errors)) {
    const pointer = shift(error.instancePath);
    const message = sentence(error, at(value, error.instancePath));
    const code = `schema.${error.keyword.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    if (out.size < MOST_ERRORS) out.set(`${pointer}\0${message}`, { code, pointer, message });
  }
  return [...out.values()];
}

const CHOICES = new Set(['oneOf', 'anyOf', 'not']);
const SAYS_NOTHING = new Set(['if', 'allOf']);

function withoutAlternatives(errors: readonly SchemaError[]): SchemaError[] {
  const choices = new Set(
    errors.filter(({ keyword }) => CHOICES.has(keyword)).map(({ instancePath }) => instancePath),
  );
  if (choices.size === 0) return errors.filter(({ keyword }) => !SAYS_NOTHING.has(keyword));
  const deepest = new Map<string, number>();
  for (const { instancePath } of errors) {
    for (const choice of above(instancePath, choices))
      deepest.set(choice, Math.max(deepest.get(choice) ?? 0, depth(instancePath)));
  }
  return errors.filter(({ instancePath, keyword }) => {
    if (SAYS_NOTHING.has(keyword)) return false;
    if (choices.has(instancePath) && !CHOICES.has(keyword)) return false;
    return above(instancePath, choices).every((choice) => deepest.get(choice) === depth(instancePath));
  });
}

/** Those of some places that a place lies in, itself among them. */
function above(path: string, places: ReadonlySet<string>): string[] {
  const out = places.has(path) ? [path] : [];
  for (let end = path.lastIndexOf('/'); end >= 0; end = path.lastIndexOf('/', end - 1)) {
    if (places.has(path.slice(0, end))) out.push(path.slice(0, end));
    if (end === 0) break;
  }
  return out;
}

function depth(path: string): number {
  return path.split('/').length;
}

/** The value at a JSON pointer. */
function at(value: unknown, pointer: string): unknown {
  let found = value;
  for (const segment of pointer.split('/').slice(1)) {
    const key = segment.replace(/~1/g, '/').replace(/~0/g, '~');
    if (Array.isArray(found)) found = found[Number(key)];
    else if (isJsonObject(found)) found = own(found, key);
    else return undefined;
  }
  return found;
}

/** Values are named as they stand, cut short. */
function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;
}

function sentence({ keyword, params }: SchemaError, value: unknown): string {
  const text = (name: string) => String(params[name] ?? '');
  switch (keyword) {
    case 'required':
      return `"${text('missingProperty')}" is missing.`;
    case 'additionalProperties':
      return `"${text('additionalProperty').slice(0, 60)}" is not allowed here.`;
    case 'unevaluatedProperties':
      return `"${text('unevaluatedProperty').slice(0, 60)}" is not allowed here.`;
    case 'enum':
      return `${shown(value)} is none of the values allowed here.`;
    case 'const':
      return `${shown(value)} is not "${text('allowedValue')}".`;
    case 'type':
      return `${shown(value)} is not of the type ${text('type')}.`;
    case 'pattern':
      return `${shown(value)} does not have the form that is asked for (${text('pattern').slice(0, 80)}).`;
    case 'format':
      return `${shown(value)} is no ${text('format')}.`;
    case 'minLength':
      return 'The text is too short.';
    case 'maxLength':
      return 'The text is too long.';
    case 'minItems':
      return `The list has too few items; at least ${text('limit')}.`;
    case 'maxItems':
      return `The list has too many items; at most ${text('limit')}.`;
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return `${shown(value)} is not ${text('comparison')} ${text('limit')}.`;
    case 'uniqueItems':
      return 'Two items of the list are the same.';
    case 'oneOf':
      return 'It has none of the forms that are allowed here, or more than one at once.';
    case 'anyOf':
      return 'It has none of the forms that are allowed here.';
    case 'not':
      return 'It has a form that is not allowed here.';
    case 'dependencies':
    case 'dependentRequired':
      return `"${text('missingProperty')}" is missing: "${text('property')}" asks for it.`;
    default:
      return `It breaks the rule "${keyword}" of the schema.`;
  }
}
