/** An object as `JSON.parse` makes it. Read it with {@link own}: `value.constructor` would find the prototype's. */
export type JsonObject = { readonly [key: string]: unknown };

/** Whether a value is an object and not an array or `null`. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object's own property; never one of its prototype's. */
export function own(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The object's own property if it is a string. */
export function ownText(object: JsonObject, key: string): string | undefined {
  const value = own(object, key);
  return typeof value === 'string' ? value : undefined;
}

/** The object's own property if it is an object; else an empty one. */
export function ownObject(object: JsonObject, key: string): JsonObject {
  const value = own(object, key);
  return isJsonObject(value) ? value : {};
}

/** The object's own property if it is an array; else an empty one. */
export function ownList(object: JsonObject, key: string): readonly unknown[] {
  const value = own(object, key);
  return Array.isArray(value) ? value : [];
}

/** Keys and values of the entries whose value is a string. */
export function* textEntries(object: JsonObject): Generator<readonly [key: string, text: string]> {
  for (const key of Object.keys(object)) {
    const value = object[key];
    if (typeof value === 'string') yield [key, value];
  }
}

/** A key or index as one segment of a JSON pointer (RFC 6901 section 3), with its leading `/`. */
export function pointerSegment(key: string | number): string {
  return `/${String(key).replace(/~/g, '~0').replace(/\//g, '~1')}`;
}
