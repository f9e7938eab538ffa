import {
  isJsonObject,
  type JsonObject,
  own,
  ownList,
  ownObject,
  ownText,
  textEntries,
} from '../base/json-shape.ts';
import type { DocumentError, Party, VexStatement } from '../model/document.ts';
import { readJsonObject } from './json-document.ts';
import type { DocumentReader } from './types.ts';
import { vexReading } from './vex-document.ts';

const STATUSES = ['not_affected', 'affected', 'fixed', 'under_investigation'] as const;
const JUSTIFICATIONS = new Set([
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
]);

/** OpenVEX 0.0.1 and 0.2.0: statements on vulnerabilities in products named by purl or IRI. */
export const openvex: DocumentReader = {
  id: 'sbom.openvex',
  title: 'OpenVEX',
  spec: 'OpenVEX Specification v0.2.0',
  kinds: ['openvex'],
  read: (file) => {
    const { value, faults } = readJsonObject(file, 'OpenVEX');
    return vexReading(openvexDocument(value ?? {}, value !== undefined), faults);
  },
};

/** What an OpenVEX document, alone or as the predicate of a statement, says. `was`: whether there was one at all. */
function openvexDocument(document: JsonObject, was: boolean) {
  const context = ownText(document, '@context') ?? '';
  const errors: DocumentError[] = [];
  const required = (object: JsonObject, keys: readonly string[], pointer: string) => {
    for (const key of keys) {
      const held = own(object, key);
      if (held === undefined || held === null || held === '')
        errors.push({
          code: 'openvex.required',
          pointer: pointer === '' ? '/' : pointer,
          message: `"${key}" is missing.`,
        });
    }
  };
  if (was) required(document, ['@context', '@id', 'author', 'timestamp', 'version', 'statements'], '');
  const vex = ownList(document, 'statements').flatMap((statement, index) => {
    const pointer = `/statements/${index}`;
    if (!isJsonObject(statement)) {
      errors.push({ code: 'openvex.type', pointer, message: 'The statement is no object.' });
      return [];
    }
    required(statement, ['vulnerability', 'status'], pointer);
    return statementsOf(statement, document, pointer, errors);
  });
  return {
    format: 'OpenVEX',
    version: context.startsWith('https://openvex.dev/ns/v') ? context.slice(24) : '0.0.1',
    id: ownText(document, '@id'),
    revision: revisionOf(document),
    created: ownText(document, 'timestamp'),
    parties: partiesOf(document),
    vex,
    errors,
    without: was ? true : undefined,
    validity: was
      ? 'Held against the rules of OpenVEX 0.2.0: required fields, status, justification.'
      : 'The document could not be read.',
  } as const;
}

function revisionOf(document: JsonObject): string | undefined {
  const version = own(document, 'version');
  return typeof version === 'number' || typeof version === 'string' ? String(version) : undefined;
}

function partiesOf(document: JsonObject): Party[] {
  const author = ownText(document, 'author');
  const tool = ownText(document, 'tooling');
  return [
    ...(author === undefined ? [] : [{ role: 'author', kind: 'unknown', name: author } as const]),
    ...(tool === undefined ? [] : [{ role: 'tool', kind: 'tool', name: tool } as const]),
  ];
}

/** One claim for each set of subcomponents that the products of a statement share. */
function statementsOf(
  statement: JsonObject,
  document: JsonObject,
  pointer: string,
  errors: DocumentError[],
): VexStatement[] {
  const broken = (code: string, message: string) => {
    errors.push({ code, pointer, message });
    return [];
  };
  const named = ownText(statement, 'status');
  const status = STATUSES.find((one) => one === named);
  const vulnerability = vulnerabilityOf(statement);
  if (vulnerability === undefined) return [];
  if (status === undefined)
    return named === undefined ? [] : broken('openvex.status', `"${named}" is no status of OpenVEX.`);

  const justification = ownText(statement, 'justification');
  const impact = ownText(statement, 'impact_statement');
  const action = ownText(statement, 'action_statement');
  if (justification !== undefined && !JUSTIFICATIONS.has(justification))
    broken('openvex.justification', `"${justification}" is no justification of OpenVEX.`);
  if (status === 'not_affected' && justification === undefined && impact === undefined)
    broken('openvex.not-affected', '"not_affected" needs a justification or an impact statement.');
  if (
    status === 'affected' &&
    action === undefined &&
    ownText(document, '@context')?.includes('v0.2') === true
  )
    broken('openvex.affected', '"affected" needs an action statement.');

  const products = ownList(statement, 'products');
  if (products.length === 0) broken('openvex.products', 'The statement names no product.');
  const shared = subcomponentsOf(statement);
  const groups = new Map<string, { products: string[]; subcomponents: readonly string[] }>();
  for (const product of products) {
    const named = isJsonObject(product) ? subcomponentsOf(product) : [];
    const subcomponents = named?.length === 0 ? shared : named;
    if (subcomponents === undefined) {
      broken(
        'openvex.subcomponents',
        'A subcomponent has no identifier: what is said of it is said of nothing.',
      );
      continue;
    }
    const key = JSON.stringify(subcomponents);
    const group = groups.get(key) ?? { products: [], subcomponents };
    group.products.push(...identifiersOf(product));
    groups.set(key, group);
  }
  // Section "Inheritance": a statement without time was made when its document was.
  const dated = own(statement, 'last_updated') === undefined && own(statement, 'timestamp') === undefined;
  const times = timesOf(dated ? document : statement);
  const timestamp = dated ? ownText(document, 'timestamp') : (times[0] ?? '');
  const touched = times.filter((time) => time !== timestamp);
  const said = status === 'affected' ? (action ?? impact) : (impact ?? action);
  return [...groups.values()].map((group) => ({
    ...vulnerability,
    ...group,
    status,
    ...(justification === undefined ? {} : { justification }),
    ...(said === undefined ? {} : { statement: said }),
    ...(timestamp === undefined ? {} : { timestamp }),
    ...(touched.length === 0 ? {} : { touched }),
    pointer,
  }));
}

function timesOf(of: JsonObject): string[] {
  return ['last_updated', 'timestamp'].flatMap((key) => ownText(of, key) ?? []);
}

/** A text in 0.0.1; since 0.2.0 an object with name, IRI and aliases. */
function vulnerabilityOf(statement: JsonObject): Pick<VexStatement, 'vulnerability' | 'aliases'> | undefined {
  const value = own(statement, 'vulnerability');
  if (typeof value === 'string') return value === '' ? undefined : { vulnerability: value, aliases: [] };
  if (!isJsonObject(value)) return undefined;
  const aliases = ownList(value, 'aliases').filter((alias) => typeof alias === 'string');
  const name = ownText(value, 'name') ?? ownText(value, '@id');
  return name === undefined ? undefined : { vulnerability: name, aliases };
}

/** `undefined` where some are stated and none can be read: without them the statement would speak of all of its product. */
function subcomponentsOf(within: JsonObject): string[] | undefined {
  const stated = own(within, 'subcomponents');
  const isStated = Array.isArray(stated) ? stated.length > 0 : stated !== undefined && stated !== null;
  const named = ownList(within, 'subcomponents').flatMap(identifiersOf);
  return isStated && named.length === 0 ? undefined : named;
}

/** Ids of a product or subcomponent: its IRI (often a purl) and what stands under `identifiers` and `hashes`. */
function identifiersOf(product: unknown): string[] {
  if (typeof product === 'string') return [product];
  if (!isJsonObject(product)) return [];
  const id = ownText(product, '@id');
  const named = [...textEntries(ownObject(product, 'identifiers'))].map(([, text]) => text);
  const hashes = [...textEntries(ownObject(product, 'hashes'))].map(
    ([algorithm, digest]) =>
      `${algorithm.toLowerCase().replace(/^(sha|sha3)-(?=\d)/, '$1')}:${digest.toLowerCase()}`,
  );
  return [...new Set([...(id === undefined ? [] : [id]), ...named, ...hashes])];
}
