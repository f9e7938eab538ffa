import { isJsonObject, own } from '../base/json-shape.ts';

/** What tells items apart in most lists, so that they need not be compared whole. */
const TELLING = ['bom-ref', 'ref', 'name', 'version', 'purl', 'id', 'alg', 'content', 'url', 'type'];

/**
 * Whether no two items of a list are equal as JSON Schema has it (`uniqueItems`), in time linear in their size: only
 * items that agree in what usually tells them apart are compared whole, by their canonical text.
 */
export function uniqueItems(items: readonly unknown[]): boolean {
  if (items.length < 2) return true;
  if (items.every((item) => typeof item === 'string')) return new Set(items).size === items.length;
  const byHead = new Map<string, unknown[]>();
  for (const item of items) {
    const head = headOf(item);
    const alike = byHead.get(head);
    if (alike === undefined) byHead.set(head, [item]);
    else alike.push(item);
  }
  if (byHead.size === items.length) return true;
  for (const alike of byHead.values()) {
    if (alike.length > 1 && new Set(alike.map(canonical)).size < alike.length) return false;
  }
  return true;
}

function headOf(item: unknown): string {
  if (!isJsonObject(item)) return Array.isArray(item) ? `[${item.length}` : canonical(item);
  let head = '{';
  for (const key of TELLING) {
    const value = own(item, key);
    if (typeof value === 'string') head += `${key}=${value}\0`;
  }
  return head;
}

/** One text for equal values, whatever the order of their keys. Depth is bounded before a document is built. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value) ?? '';
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
}
