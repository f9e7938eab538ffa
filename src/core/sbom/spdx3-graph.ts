import { isJsonObject, type JsonObject, own, ownList, ownText } from '../base/json-shape.ts';

/** The one context that compacted SPDX 3 is written in (SPDX 3.0.1, serialization). */
const CONTEXT = /^https:\/\/spdx\.org\/rdf\/(3\.0(?:\.\d+)?)\/spdx-context\.jsonld$/;

/** An element of the graph, with its place. */
export interface Spdx3Element {
  readonly id: string | undefined;
  /** As the context names it: `software_Package`. */
  readonly type: string;
  readonly part: JsonObject;
  readonly pointer: string;
}

/** A compacted SPDX 3 document. */
export interface Spdx3Graph {
  /** Version by the context. */
  readonly version: string;
  readonly elements: readonly Spdx3Element[];
  /** By id, the first that has it. */
  find(id: string): Spdx3Element | undefined;
  /** A reference as an id: prefixes of the document spelled out. */
  id(reference: unknown): string | undefined;
}

/**
 * Reads the graph of a compacted document. Nothing is fetched: a context other than SPDX's own (prefixes apart) would
 * be needed to know what the names mean, and makes the document unsupported; the reason is returned as a sentence.
 */
export function readGraph(root: JsonObject): Spdx3Graph | string {
  const contexts = own(root, '@context');
  const list: readonly unknown[] = Array.isArray(contexts) ? contexts : [contexts];
  let version: string | undefined;
  const prefixes = new Map<string, string>();
  for (const context of list) {
    if (typeof context === 'string') {
      const known = CONTEXT.exec(context)?.[1];
      if (known === undefined)
        return `It is written in the JSON-LD context "${context.slice(0, 120)}", which Loupe does not have and does not fetch.`;
      version ??= known;
    } else if (!isJsonObject(context) || !addPrefixes(context, prefixes)) {
      return 'It brings a JSON-LD context of its own that does more than shorten names, which Loupe does not read.';
    }
  }
  if (version === undefined) return 'It does not name the JSON-LD context of SPDX 3.';
  const graph = own(root, '@graph');
  const parts = graph === undefined ? [root] : Array.isArray(graph) ? graph : undefined;
  if (parts === undefined) return 'Its graph is no list.';

  const id = (reference: unknown): string | undefined => {
    const text = isJsonObject(reference)
      ? (ownText(reference, 'spdxId') ?? ownText(reference, '@id'))
      : reference;
    if (typeof text !== 'string') return undefined;
    const colon = text.indexOf(':');
    const namespace = colon > 0 ? prefixes.get(text.slice(0, colon)) : undefined;
    return namespace === undefined ? text : namespace + text.slice(colon + 1);
  };
  const elements: Spdx3Element[] = [];
  const byId = new Map<string, Spdx3Element>();
  parts.forEach((part: unknown, i) => {
    if (!isJsonObject(part)) return;
    const pointer = graph === undefined ? '' : `/@graph/${i}`;
    const type = ownText(part, 'type') ?? ownText(part, '@type') ?? '';
    const element = { id: id(part), type, part, pointer };
    elements.push(element);
    if (element.id !== undefined && !byId.has(element.id)) byId.set(element.id, element);
  });
  return { version, elements, find: (name) => byId.get(name), id };
}

/** Adds what only shortens IRIs; `false` where the context does more. */
function addPrefixes(context: JsonObject, prefixes: Map<string, string>): boolean {
  for (const [key, value] of Object.entries(context)) {
    if (key.startsWith('@') || typeof value !== 'string' || !/^[a-z][a-z0-9+.-]*:.*[/#:]$/i.test(value))
      return false;
    prefixes.set(key, value);
  }
  return true;
}

/** The list a property is, also where one value stands alone. */
export function listOf(part: JsonObject, key: string): readonly unknown[] {
  const value = own(part, key);
  return value === undefined || value === null ? [] : Array.isArray(value) ? ownList(part, key) : [value];
}
