import { isJsonObject, type JsonObject, own, ownText } from '../base/json-shape.ts';
import type { DocumentError } from '../model/document.ts';
import { listOf, type Spdx3Element, type Spdx3Graph } from './spdx3-graph.ts';
import { isIndividual, isRelationship } from './spdx3-links.ts';
import { spdx3Relation } from './spdx3-relations.ts';
import type { Validity } from './types.ts';

const MOST_ERRORS = 1000;
/** Types that are no elements: they have no id of their own to be referred to by, or a blank one. */
const NO_ELEMENTS = new Set([
  'CreationInfo',
  'ExternalMap',
  'Hash',
  'NamespaceMap',
  'ExternalIdentifier',
  'ExternalRef',
]);
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const DIGITS: Readonly<Record<string, number>> = {
  md5: 32,
  sha1: 40,
  sha224: 56,
  sha256: 64,
  sha384: 96,
  sha512: 128,
  sha3_256: 64,
  sha3_384: 96,
  sha3_512: 128,
};

/**
 * Holds a graph against rules of SPDX 3.0.1: required properties, ids, references, relationship types, times, hashes.
 * That is not the whole of its model, so a graph without errors is not thereby valid.
 */
export function spdx3Validity(graph: Spdx3Graph): Validity {
  const errors: DocumentError[] = [];
  const tell = (code: string, pointer: string, message: string) => {
    if (errors.length < MOST_ERRORS) errors.push({ code, pointer, message });
  };
  const imported = new Set<string>();
  const documents = graph.elements.filter(({ type }) => type === 'SpdxDocument');
  if (documents.length > 1)
    tell('spdx.document', documents[1]?.pointer ?? '', 'The graph has more than one SpdxDocument.');
  for (const { part } of documents)
    for (const one of listOf(part, 'import')) {
      const id = isJsonObject(one) ? graph.id(own(one, 'externalSpdxId')) : undefined;
      if (id !== undefined) imported.add(id);
    }
  const seen = new Set<string>();
  for (const element of graph.elements) {
    const { id, type, part, pointer } = element;
    if (type === '') tell('spdx.required', pointer, '"type" is missing.');
    if (id === undefined && !NO_ELEMENTS.has(type)) tell('spdx.required', pointer, '"spdxId" is missing.');
    if (id !== undefined && seen.has(id))
      tell('spdx.duplicate-id', pointer, `"${id.slice(0, 120)}" is given twice.`);
    if (id !== undefined) seen.add(id);
    if (type === 'CreationInfo') checkCreation(part, pointer, tell);
    else if (!NO_ELEMENTS.has(type)) checkElement(graph, element, tell);
    if (isRelationship(element)) checkRelationship(graph, element, imported, tell);
  }
  return errors.length > 0
    ? { valid: false, validity: `Breaks rules of SPDX ${graph.version}.`, errors }
    : {
        valid: undefined,
        validity: `Not checkable as a whole: Loupe holds the required properties, ids, references, relationship types, times and hashes of SPDX ${graph.version}, which it meets, and not the whole of its model.`,
        errors,
      };
}

type Tell = (code: string, pointer: string, message: string) => void;

function checkCreation(part: JsonObject, pointer: string, tell: Tell): void {
  for (const key of ['specVersion', 'created', 'createdBy'])
    if (listOf(part, key).length === 0) tell('spdx.required', pointer, `"${key}" is missing.`);
  const created = ownText(part, 'created');
  if (created !== undefined && !TIME.test(created))
    tell(
      'spdx.date',
      `${pointer}/created`,
      `"${created.slice(0, 40)}" is no time of the form 2026-01-31T12:00:00Z.`,
    );
}

function checkElement(graph: Spdx3Graph, { type, part, pointer }: Spdx3Element, tell: Tell): void {
  const creation = own(part, 'creationInfo');
  if (creation === undefined) tell('spdx.required', pointer, '"creationInfo" is missing.');
  else if (isJsonObject(creation)) checkCreation(creation, `${pointer}/creationInfo`, tell);
  else if (graph.find(graph.id(creation) ?? '') === undefined)
    tell(
      'spdx.dangling-element',
      `${pointer}/creationInfo`,
      'The graph does not hold this creation information.',
    );
  if (
    /^(?:software_(?:Package|File)|ai_AIPackage|dataset_DatasetPackage)$/.test(type) &&
    (ownText(part, 'name') ?? '') === ''
  )
    tell('spdx.required', pointer, '"name" is missing.');
  listOf(part, 'verifiedUsing').forEach((one, i) => {
    if (!isJsonObject(one)) return;
    const algorithm = ownText(one, 'algorithm') ?? '';
    const value = ownText(one, 'hashValue') ?? '';
    const digits = Object.hasOwn(DIGITS, algorithm) ? DIGITS[algorithm] : undefined;
    if (digits !== undefined && (value.length !== digits || !/^[0-9a-fA-F]+$/.test(value)))
      tell(
        'spdx.checksum',
        `${pointer}/verifiedUsing/${i}`,
        `The ${algorithm} has not ${digits} hexadecimal digits.`,
      );
  });
}

function checkRelationship(
  graph: Spdx3Graph,
  { part, pointer }: Spdx3Element,
  imported: ReadonlySet<string>,
  tell: Tell,
): void {
  for (const key of ['from', 'to', 'relationshipType'])
    if (listOf(part, key).length === 0) tell('spdx.required', pointer, `"${key}" is missing.`);
  const type = ownText(part, 'relationshipType');
  if (type !== undefined && spdx3Relation(type, undefined) === undefined)
    tell(
      'spdx.relationship',
      `${pointer}/relationshipType`,
      `"${type.slice(0, 80)}" is no relationship of SPDX 3.0.`,
    );
  for (const key of ['from', 'to']) {
    for (const reference of listOf(part, key)) {
      const id = graph.id(reference);
      if (id === undefined || graph.find(id) !== undefined || imported.has(id) || isIndividual(id)) continue;
      if (/^https?:\/\/spdx\.org\/(?:licenses|rdf)\//.test(id)) continue;
      tell(
        'spdx.dangling-element',
        `${pointer}/${key}`,
        `The graph does not hold "${id.slice(0, 120)}", nor does it import it.`,
      );
    }
  }
}
