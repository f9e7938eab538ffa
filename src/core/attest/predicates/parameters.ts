import { isRecord, type JsonFields } from '../json-fields.ts';
import { looksSecret, MASK } from './secrets.ts';
import type { Parameter } from './types.ts';

/** More leaves than anybody reads; the event of a GitHub run alone has about 300. */
const MOST_PARAMETERS = 2000;
const LONGEST_VALUE = 4096;

export interface ParameterList {
  readonly listed: readonly Parameter[];
  readonly more: number;
}

/** The leaves of an object as rows, in the order of the document, secrets-looking values masked. */
export function parametersOf(fields: JsonFields | undefined, skip: readonly string[] = []): ParameterList {
  const listed: Parameter[] = [];
  let more = 0;
  const walk = (value: unknown, path: readonly string[], pointer: string): void => {
    const children = Array.isArray(value)
      ? value.map((item: unknown, index) => [String(index), item] as const)
      : isRecord(value)
        ? Object.entries(value)
        : undefined;
    if (children !== undefined && children.length > 0) {
      for (const [key, child] of children) {
        walk(child, [...path, key], `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
      }
      return;
    }
    if (listed.length >= MOST_PARAMETERS) {
      more++;
      return;
    }
    const masked = looksSecret(path, value);
    listed.push({ name: path.join('.'), value: masked ? MASK : text(value), masked, pointer });
  };
  for (const name of fields?.names() ?? []) {
    if (fields !== undefined && !skip.includes(name)) walk(fields.raw(name) ?? null, [name], fields.at(name));
  }
  return { listed, more };
}

function text(value: unknown): string {
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  return shown.length > LONGEST_VALUE ? `${shown.slice(0, LONGEST_VALUE)}…` : shown;
}
