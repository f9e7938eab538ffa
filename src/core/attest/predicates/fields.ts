import { isRecord, type JsonFields } from '../json-fields.ts';
import type { Resource, Stated } from './types.ts';

/** A text with its place; a fault when it is there and no text. */
export function stated(fields: JsonFields | undefined, key: string): Stated | undefined {
  const value = fields?.optionalText(key);
  return fields === undefined || value === undefined || value === ''
    ? undefined
    : { value, pointer: fields.at(key) };
}

/** A text, or a whole number that some writers put without quotes (`GITHUB_RUN_ID`). */
export function statedId(fields: JsonFields | undefined, key: string): Stated | undefined {
  const value = fields?.raw(key);
  if (fields !== undefined && typeof value === 'number' && Number.isSafeInteger(value)) {
    return { value: String(value), pointer: fields.at(key) };
  }
  return stated(fields, key);
}

/** The elements of a list that are texts. */
export function statedList(fields: JsonFields | undefined, key: string): Stated[] {
  if (fields === undefined) return [];
  return fields.list(key).flatMap((value, index) => {
    if (typeof value === 'string') return [{ value, pointer: `${fields.at(key)}/${index}` }];
    fields.refuse(`has an element ${index} that is not a text`, key);
    return [];
  });
}

/** The first that is stated. */
export function firstStated(...found: readonly (Stated | undefined)[]): Stated | undefined {
  return found.find((one) => one !== undefined);
}

/** An object that may be missing, `null`, or in older writers something else: then it is no object and no fault. */
export function looseObject(fields: JsonFields | undefined, key: string): JsonFields | undefined {
  return isRecord(fields?.raw(key)) ? fields?.optionalObject(key) : undefined;
}

/** A digest set (in-toto spec/v1/digest_set.md): every text in it, lower case. */
export function digestSet(fields: JsonFields | undefined, key = 'digest'): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const set = looseObject(fields, key);
  for (const name of set?.names() ?? []) {
    const value = set?.optionalText(name);
    if (value !== undefined) found.set(name, value.toLowerCase());
  }
  return found;
}

export function resource(fields: JsonFields): Resource {
  return {
    uri: fields.optionalText('uri'),
    name: fields.optionalText('name'),
    digests: digestSet(fields),
    mediaType: fields.optionalText('mediaType'),
    pointer: fields.pointer,
  };
}

/** The elements of a list of ResourceDescriptors. */
export function resources(fields: JsonFields | undefined, key: string): Resource[] {
  return (fields?.objects(key) ?? []).map(resource);
}
