import type { JsonObject } from '../base/json-shape.ts';
import type { Fault } from '../base/result.ts';
import type { Serialization } from '../model/document.ts';

/**
 * A document of SPDX 2 in the shape of its JSON serialization (SPDX 2.3, annex and JSON schema), whatever it was
 * written in. Scalars may all be texts: tag-value, YAML and XML do not tell `false` from `"false"`.
 */
export interface Spdx2Document {
  readonly root: JsonObject;
  readonly serialization: Serialization;
  /** Where an object of the shape stands, when that is not its JSON pointer: `line 12`. */
  readonly places: Places;
  readonly faults: readonly Fault[];
  /** Whether there was anything to read at all. */
  readonly found: boolean;
}

/** Where objects of the shape stand in the document. */
export class Places {
  readonly #lines = new WeakMap<object, number>();

  set(object: object, line: number): void {
    this.#lines.set(object, line);
  }

  /** `line 12`, or the pointer given where the serialization has pointers. */
  of(object: unknown, pointer: string): string {
    const line = typeof object === 'object' && object !== null ? this.#lines.get(object) : undefined;
    return line === undefined ? pointer : `line ${line}`;
  }
}

/** `true` and `false`, written as such or as texts of any case; else `undefined`. */
export function truth(value: unknown): boolean | undefined {
  const text = typeof value === 'string' ? value.trim().toLowerCase() : value;
  return text === true || text === 'true' ? true : text === false || text === 'false' ? false : undefined;
}
