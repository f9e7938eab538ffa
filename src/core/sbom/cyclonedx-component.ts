import { isJsonObject, type JsonObject, own, ownList, ownObject, ownText } from '../base/json-shape.ts';
import type { ComponentType } from '../model/reading.ts';
import { COMPONENT_TYPES } from '../model/stated.ts';
import { hashText } from './hash-text.ts';
import type { StatedBuilder } from './stated-builder.ts';

const TYPES: ReadonlyMap<string, ComponentType> = new Map(
  COMPONENT_TYPES.filter((type) => type !== 'service').map((type) => [type, type]),
);

/** A type that no version of the format has is an error of the document; the component is one all the same. */
export function componentType(type: string | undefined): ComponentType {
  return TYPES.get(type ?? '') ?? 'library';
}

type ReadFact = (builder: StatedBuilder, subject: number, part: JsonObject) => void;

function text(key: string, field = key): readonly [string, ReadFact] {
  const more = { at: `/${key}` };
  return [key, (builder, subject, part) => builder.fact(subject, field, ownText(part, key), more)];
}

function flag(key: string, field: string): readonly [string, ReadFact] {
  const more = { at: `/${key}` };
  return [
    key,
    (builder, subject, part) => {
      if (own(part, key) === true) builder.fact(subject, field, 'true', more);
    },
  ];
}

/** Everything a component says of itself (ECMA-424, `component`), legacy spellings included, in the order it is listed in. */
const FACTS: readonly (readonly [key: string, read: ReadFact])[] = [
  text('group'),
  text('description'),
  text('scope'),
  text('mime-type'),
  text('copyright'),
  text('author'),
  text('publisher'),
  text('versionRange', 'version-range'),
  flag('modified', 'modified'),
  flag('isExternal', 'external'),
  ['supplier', (builder, subject, part) => organization(builder, subject, part, 'supplier')],
  ['manufacturer', (builder, subject, part) => organization(builder, subject, part, 'manufacturer')],
  ['authors', (builder, subject, part) => people(builder, subject, part, 'authors', 'author')],
  ['cpe', (builder, subject, part) => builder.fact(subject, 'identifier', ownText(part, 'cpe'), CPE)],
  [
    'swid',
    (builder, subject, part) =>
      builder.fact(subject, 'identifier', ownText(ownObject(part, 'swid'), 'tagId'), SWID),
  ],
  ['omniborId', (builder, subject, part) => identifiers(builder, subject, part, 'omniborId', 'gitoid')],
  ['swhid', (builder, subject, part) => identifiers(builder, subject, part, 'swhid', 'swhid')],
  ['hashes', (builder, subject, part) => hashes(builder, subject, part, '', 'component')],
  [
    'licenses',
    (builder, subject, part) => licenses(builder, subject, ownList(part, 'licenses'), '/licenses', undefined),
  ],
  ['externalReferences', (builder, subject, part) => references(builder, subject, part)],
  ['properties', (builder, subject, part) => properties(builder, subject, part)],
  ['evidence', (builder, subject, part) => evidence(builder, subject, ownObject(part, 'evidence'))],
  ['pedigree', (builder, subject, part) => pedigree(builder, subject, ownObject(part, 'pedigree'))],
];
const PLACES: ReadonlyMap<string, number> = new Map(FACTS.map(([key], place) => [key, place]));

const CPE = { role: 'cpe', at: '/cpe' };
const SWID = { role: 'swid', at: '/swid/tagId' };

/** Tells what a component says, in the order of {@link FACTS}: of all that it could say most say little. */
export function componentFacts(builder: StatedBuilder, subject: number, part: JsonObject): void {
  let there = 0;
  for (const key of Object.keys(part)) {
    const place = PLACES.get(key);
    if (place !== undefined) there |= 1 << place;
  }
  for (; there !== 0; there &= there - 1) {
    const place = 31 - Math.clz32(there & -there);
    FACTS[place]?.[1](builder, subject, part);
  }
}

/** What a service says of itself. */
export function serviceFacts(builder: StatedBuilder, subject: number, part: JsonObject): void {
  builder.fact(subject, 'group', ownText(part, 'group'), { at: '/group' });
  builder.fact(subject, 'description', ownText(part, 'description'), { at: '/description' });
  organization(builder, subject, part, 'provider', 'supplier');
  ownList(part, 'endpoints').forEach((endpoint, i) => {
    if (typeof endpoint === 'string') builder.fact(subject, 'endpoint', endpoint, { at: `/endpoints/${i}` });
  });
  licenses(builder, subject, ownList(part, 'licenses'), '/licenses', undefined);
  references(builder, subject, part);
  properties(builder, subject, part);
}

function organization(
  builder: StatedBuilder,
  subject: number,
  part: JsonObject,
  key: string,
  field = key,
): void {
  const who = ownObject(part, key);
  builder.fact(subject, field, ownText(who, 'name'), { role: 'name', at: `/${key}/name` });
  const urls = own(who, 'url');
  (Array.isArray(urls) ? urls : [urls]).forEach((url: unknown, i) => {
    if (typeof url === 'string') builder.fact(subject, field, url, { role: 'url', at: `/${key}/url/${i}` });
  });
  ownList(who, 'contact').forEach((contact, i) => {
    if (!isJsonObject(contact)) return;
    const email = ownText(contact, 'email');
    builder.fact(subject, field, email, { role: 'email', at: `/${key}/contact/${i}/email` });
  });
}

function people(builder: StatedBuilder, subject: number, part: JsonObject, key: string, field: string): void {
  ownList(part, key).forEach((person, i) => {
    if (!isJsonObject(person)) return;
    builder.fact(subject, field, ownText(person, 'name'), { role: 'name', at: `/${key}/${i}/name` });
    builder.fact(subject, field, ownText(person, 'email'), { role: 'email', at: `/${key}/${i}/email` });
  });
}

function identifiers(
  builder: StatedBuilder,
  subject: number,
  part: JsonObject,
  key: string,
  role: string,
): void {
  ownList(part, key).forEach((id, i) => {
    if (typeof id === 'string') builder.fact(subject, 'identifier', id, { role, at: `/${key}/${i}` });
  });
}

/** Pointers to the first of a list are made once. */
const FIRST_HASH = '/hashes/0';
const FIRST_REFERENCE = '/externalReferences/0';

function hashes(builder: StatedBuilder, subject: number, part: JsonObject, at: string, role: string): void {
  ownList(part, 'hashes').forEach((hash, i) => {
    if (!isJsonObject(hash)) return;
    const value = hashText(ownText(hash, 'alg'), ownText(hash, 'content'));
    builder.fact(subject, 'hash', value, {
      role,
      at: at === '' && i === 0 ? FIRST_HASH : `${at}/hashes/${i}`,
    });
  });
}

/** A list of licences and expressions; 1.7 mixes both. `role` for what does not say itself what it is. */
function licenses(
  builder: StatedBuilder,
  subject: number,
  list: readonly unknown[],
  at: string,
  role: string | undefined,
): void {
  list.forEach((choice, i) => {
    if (!isJsonObject(choice)) return;
    const license = own(choice, 'license');
    const holder = isJsonObject(license) ? license : choice;
    const said = role ?? ownText(holder, 'acknowledgement');
    const value = ownText(choice, 'expression') ?? ownText(holder, 'id') ?? ownText(holder, 'name');
    builder.fact(subject, 'license', value, { role: said, at: `${at}/${i}` });
    const text = own(holder, 'text');
    const content = isJsonObject(text) ? ownText(text, 'content') : undefined;
    if (content !== undefined && isJsonObject(text) && ownText(text, 'encoding') === undefined)
      builder.fact(subject, 'license-text', content, { role: said, at: `${at}/${i}` });
  });
}

const HASHED: Readonly<Record<string, string>> = {
  distribution: 'distribution',
  'source-distribution': 'source',
};

function references(builder: StatedBuilder, subject: number, part: JsonObject): void {
  ownList(part, 'externalReferences').forEach((reference, i) => {
    if (!isJsonObject(reference)) return;
    const type = ownText(reference, 'type') ?? 'other';
    const at = i === 0 ? FIRST_REFERENCE : `/externalReferences/${i}`;
    builder.fact(subject, 'external-reference', ownText(reference, 'url'), { role: type, at });
    const role = Object.hasOwn(HASHED, type) ? HASHED[type] : undefined;
    if (role !== undefined) hashes(builder, subject, reference, at, role);
  });
}

function properties(builder: StatedBuilder, subject: number, part: JsonObject): void {
  ownList(part, 'properties').forEach((property, i) => {
    if (!isJsonObject(property)) return;
    builder.fact(subject, 'property', ownText(property, 'value'), {
      role: ownText(property, 'name'),
      at: `/properties/${i}`,
    });
  });
}

function evidence(builder: StatedBuilder, subject: number, part: JsonObject): void {
  licenses(builder, subject, ownList(part, 'licenses'), '/evidence/licenses', 'detected');
  ownList(part, 'copyright').forEach((text, i) => {
    const value = isJsonObject(text) ? ownText(text, 'text') : undefined;
    builder.fact(subject, 'evidence', value, { role: 'copyright', at: `/evidence/copyright/${i}` });
  });
  ownList(part, 'occurrences').forEach((occurrence, i) => {
    const value = isJsonObject(occurrence) ? ownText(occurrence, 'location') : undefined;
    builder.fact(subject, 'location', value, { at: `/evidence/occurrences/${i}` });
  });
  const identity = own(part, 'identity');
  (Array.isArray(identity) ? identity : [identity]).forEach((one: unknown) => {
    const value = isJsonObject(one) ? ownText(one, 'field') : undefined;
    builder.fact(subject, 'evidence', value, { role: 'identity', at: '/evidence/identity' });
  });
}

/** Where a component comes from. Its ancestors are no components of what is described: they are named, not listed. */
function pedigree(builder: StatedBuilder, subject: number, part: JsonObject): void {
  for (const [key, role] of [
    ['ancestors', 'ancestor'],
    ['descendants', 'descendant'],
    ['variants', 'variant'],
  ] as const) {
    ownList(part, key).forEach((relative, i) => {
      if (!isJsonObject(relative)) return;
      const name = [ownText(relative, 'name'), ownText(relative, 'version')].filter(Boolean).join('@');
      builder.fact(subject, 'pedigree', ownText(relative, 'purl') ?? name, {
        role,
        at: `/pedigree/${key}/${i}`,
      });
    });
  }
  ownList(part, 'commits').forEach((commit, i) => {
    const value = isJsonObject(commit) ? (ownText(commit, 'uid') ?? ownText(commit, 'url')) : undefined;
    builder.fact(subject, 'pedigree', value, { role: 'commit', at: `/pedigree/commits/${i}` });
  });
  ownList(part, 'patches').forEach((patch, i) => {
    const value = isJsonObject(patch) ? ownText(patch, 'type') : undefined;
    builder.fact(subject, 'pedigree', value, { role: 'patch', at: `/pedigree/patches/${i}` });
  });
  builder.fact(subject, 'pedigree', ownText(part, 'notes'), { role: 'notes', at: '/pedigree/notes' });
}
