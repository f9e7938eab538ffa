import { isJsonObject, type JsonObject, own, ownList, ownObject, ownText } from '../base/json-shape.ts';
import type { Completeness, ExternalDocument, Party } from '../model/document.ts';
import { hashText } from './hash-text.ts';

/** Who made the document and with what (`metadata`), legacy spellings included. */
export function documentParties(metadata: JsonObject): Party[] {
  const parties: Party[] = [];
  for (const author of ownList(metadata, 'authors')) {
    if (isJsonObject(author))
      parties.push({ role: 'author', kind: 'person', ...named(author), ...texts(author, 'email') });
  }
  // `manufacture` is what 1.2 to 1.5 call the one who made what is described; `manufacturer` made the document.
  for (const [key, role] of [
    ['manufacturer', 'manufacturer'],
    ['manufacture', 'manufacturer'],
    ['supplier', 'supplier'],
  ] as const) {
    const who = own(metadata, key);
    if (isJsonObject(who)) parties.push({ role, kind: 'organization', ...organization(who) });
  }
  return [...parties, ...tools(metadata)];
}

function tools(metadata: JsonObject): Party[] {
  const stated = own(metadata, 'tools');
  const list = Array.isArray(stated)
    ? stated
    : isJsonObject(stated)
      ? [...ownList(stated, 'components'), ...ownList(stated, 'services')]
      : [];
  return list.flatMap((tool: unknown): Party[] =>
    isJsonObject(tool) ? [{ role: 'tool', kind: 'tool', ...named(tool), ...texts(tool, 'version') }] : [],
  );
}

function organization(who: JsonObject): Partial<Party> {
  const url: unknown = ownList(who, 'url').find((one) => typeof one === 'string');
  const contact = ownList(who, 'contact').find(
    (one) => isJsonObject(one) && ownText(one, 'email') !== undefined,
  );
  const email = isJsonObject(contact) ? ownText(contact, 'email') : undefined;
  return {
    ...named(who),
    ...(typeof url === 'string' ? { url } : {}),
    ...(email === undefined ? {} : { email }),
  };
}

function named(who: JsonObject): { readonly name?: string } {
  const name = ownText(who, 'name') ?? ownText(who, 'vendor');
  return name === undefined ? {} : { name };
}

function texts(who: JsonObject, key: 'email' | 'version'): { readonly [K in typeof key]?: string } {
  const value = ownText(who, key);
  return value === undefined ? {} : { [key]: value };
}

/** Phases the document speaks of (1.5 on): a known phase, or one it names itself. */
export function lifecycles(metadata: JsonObject): string[] {
  return ownList(metadata, 'lifecycles').flatMap((one) => {
    const phase = isJsonObject(one) ? (ownText(one, 'phase') ?? ownText(one, 'name')) : undefined;
    return phase ?? [];
  });
}

/** What the document says of its completeness (`compositions`, 1.3 on). */
export function completeness(root: JsonObject, find: (ref: string) => number | undefined): Completeness[] {
  return ownList(root, 'compositions').flatMap((composition, i): Completeness[] => {
    if (!isJsonObject(composition)) return [];
    const raw = ownText(composition, 'aggregate') ?? '';
    const state = stateOf(raw);
    const pointer = `/compositions/${i}`;
    const facets = (['assemblies', 'dependencies', 'vulnerabilities'] as const).flatMap((facet) =>
      ownList(composition, facet).flatMap((ref, k): Completeness[] => {
        const subject = typeof ref === 'string' ? find(ref) : undefined;
        return [
          {
            facet,
            state,
            raw,
            pointer: `${pointer}/${facet}/${k}`,
            ...(subject === undefined ? {} : { subject: String(subject) }),
          },
        ];
      }),
    );
    // A composition that names nothing speaks of the document as a whole.
    return facets.length > 0 ? facets : [{ facet: 'assemblies', state, raw, pointer }];
  });
}

function stateOf(aggregate: string): Completeness['state'] {
  if (aggregate === 'complete') return 'complete';
  return aggregate.startsWith('incomplete') ? 'incomplete' : 'unknown';
}

/** Other documents this one names: BOM-Links, and references of type `bom`. */
export function externalDocuments(root: JsonObject): ExternalDocument[] {
  const out: ExternalDocument[] = [];
  const read = (part: JsonObject, at: string, index?: number): void => {
    for (const [i, reference] of ownList(part, 'externalReferences').entries()) {
      if (!isJsonObject(reference)) continue;
      const url = ownText(reference, 'url') ?? '';
      if (ownText(reference, 'type') !== 'bom' && !url.startsWith('urn:cdx:')) continue;
      const digests = ownList(reference, 'hashes').flatMap((hash) =>
        isJsonObject(hash) ? (hashText(ownText(hash, 'alg'), ownText(hash, 'content')) ?? []) : [],
      );
      const within = index === undefined ? at : `${at}/${index}`;
      out.push({ ref: url, digests, pointer: `${within}/externalReferences/${i}` });
    }
  };
  read(root, '');
  read(ownObject(ownObject(root, 'metadata'), 'component'), '/metadata/component');
  ownList(root, 'components').forEach((part, i) => {
    if (isJsonObject(part)) read(part, '/components', i);
  });
  return out;
}
