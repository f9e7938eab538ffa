import { isJsonObject, type JsonObject, own, ownList, ownObject, ownText } from '../base/json-shape.ts';
import type { DocumentError, Party, VexStatement } from '../model/document.ts';
import { type CsafProducts, readCsafProducts, texts } from './csaf-products.ts';
import { readJsonObject } from './json-document.ts';
import type { DocumentReader } from './types.ts';
import { vexReading } from './vex-document.ts';

/** What the lists under `product_status` claim. `recommended` and `unknown` claim nothing of the vulnerability. */
const STATUS: Readonly<Record<string, VexStatement['status']>> = {
  known_affected: 'affected',
  first_affected: 'affected',
  last_affected: 'affected',
  known_not_affected: 'not_affected',
  fixed: 'fixed',
  first_fixed: 'fixed',
  under_investigation: 'under_investigation',
};

/** Revisions of a document that are looked at for its newest date, from the last. */
const REVISIONS = 1000;

/** CSAF 2.0 and 2.1: product tree and, for each vulnerability, what is affected, fixed and not. */
export const csaf: DocumentReader = {
  id: 'sbom.csaf',
  title: 'CSAF',
  spec: 'OASIS Common Security Advisory Framework 2.0, 2.1',
  kinds: ['csaf'],
  read: (file) => {
    const { value, faults } = readJsonObject(file, 'CSAF');
    const root = value ?? {};
    const about = ownObject(root, 'document');
    const tracking = ownObject(about, 'tracking');
    const errors: DocumentError[] = [];
    if (value !== undefined) requireFields(root, errors);
    const products = readCsafProducts(root, errors);
    const vulnerabilities = ownList(root, 'vulnerabilities');
    const released = timesOf(tracking);
    const vex = vulnerabilities.flatMap((one, index) =>
      isJsonObject(one) ? statementsOf(one, `/vulnerabilities/${index}`, products, released, errors) : [],
    );
    return vexReading(
      {
        format: 'CSAF',
        version: ownText(about, 'csaf_version') ?? 'unknown',
        id: ownText(tracking, 'id'),
        title: ownText(about, 'title'),
        revision: ownText(tracking, 'version'),
        created: ownText(tracking, 'initial_release_date'),
        parties: partiesOf(about, tracking),
        vex,
        errors,
        without: undefined,
        validity:
          errors.length > 0
            ? 'Breaks rules of CSAF section 6.1.'
            : 'Not checkable: Loupe holds required fields, product ids, contradicting states and the VEX profile, not the whole of the schema.',
      },
      faults,
    );
  },
};

/** All that a document says is said anew with each of its releases (section 3.2.1.12). */
function timesOf(tracking: JsonObject): Pick<VexStatement, 'timestamp' | 'touched'> {
  const timestamp = ownText(tracking, 'current_release_date');
  const revisions = ownList(tracking, 'revision_history').slice(-REVISIONS).filter(isJsonObject);
  const touched = revisions.flatMap((revision) => ownText(revision, 'date') ?? []);
  return {
    ...(timestamp === undefined ? {} : { timestamp }),
    ...(touched.length === 0 ? {} : { touched }),
  };
}

function partiesOf(about: JsonObject, tracking: JsonObject): Party[] {
  const publisher = ownObject(about, 'publisher');
  const name = ownText(publisher, 'name');
  const url = ownText(publisher, 'namespace');
  const engine = ownObject(ownObject(tracking, 'generator'), 'engine');
  const tool = ownText(engine, 'name');
  const version = ownText(engine, 'version');
  return [
    ...(name === undefined
      ? []
      : [{ role: 'author', kind: 'organization', name, ...(url === undefined ? {} : { url }) } as const]),
    ...(tool === undefined
      ? []
      : [{ role: 'tool', kind: 'tool', name: tool, ...(version === undefined ? {} : { version }) } as const]),
  ];
}

/** Section 3.2.1, and for the VEX profile section 4.5. */
function requireFields(root: JsonObject, errors: DocumentError[]): void {
  const about = ownObject(root, 'document');
  const missing = (holder: JsonObject, pointer: string, keys: readonly string[]) => {
    for (const key of keys) {
      if (own(holder, key) === undefined)
        errors.push({ code: 'csaf.required', pointer, message: `"${key}" is missing.` });
    }
  };
  missing(about, '/document', ['category', 'csaf_version', 'publisher', 'title', 'tracking']);
  missing(ownObject(about, 'publisher'), '/document/publisher', ['category', 'name', 'namespace']);
  missing(ownObject(about, 'tracking'), '/document/tracking', [
    'current_release_date',
    'id',
    'initial_release_date',
    'revision_history',
    'status',
    'version',
  ]);
  if (ownText(about, 'category') === 'csaf_vex') missing(root, '/', ['product_tree', 'vulnerabilities']);
}

interface Status {
  readonly id: string;
  readonly status: VexStatement['status'];
}

/** What one vulnerability says, one claim for each product with the parts of it that are in the same state. */
function statementsOf(
  vulnerability: JsonObject,
  pointer: string,
  products: CsafProducts,
  released: Pick<VexStatement, 'timestamp' | 'touched'>,
  errors: DocumentError[],
): VexStatement[] {
  const cve = ownText(vulnerability, 'cve');
  const ids = ownList(vulnerability, 'ids').filter(isJsonObject);
  const names = [...(cve === undefined ? [] : [cve]), ...texts(ids.map((one) => own(one, 'text')))];
  const [name, ...aliases] = names;
  if (name === undefined) {
    const title = ownText(vulnerability, 'title');
    errors.push({
      code: 'csaf.required',
      pointer,
      message: 'Neither "cve" nor "ids" names the vulnerability.',
    });
    if (title === undefined) return [];
  }
  const said = notesOf(vulnerability, products);
  const groups = new Map<string, { statement: VexStatement; products: Set<string>; parts: Set<string> }>();
  for (const { id, status } of statusesOf(vulnerability, pointer, products, errors)) {
    const product = products.of(id);
    if (product === undefined) continue;
    const whole = product.part === undefined ? undefined : products.of(product.part.of);
    const part = product.part === undefined ? undefined : products.of(product.part.component);
    const named = whole?.identifiers ?? product.identifiers;
    const justification = status === 'not_affected' ? said.flags.get(id) : undefined;
    const statement = said.impacts.get(id) ?? said.remedies.get(id);
    const key = JSON.stringify([status, part === undefined ? '' : named, justification, statement]);
    const group = groups.get(key) ?? {
      statement: {
        vulnerability: name ?? ownText(vulnerability, 'title') ?? '',
        aliases,
        products: [],
        subcomponents: [],
        status,
        ...(justification === undefined ? {} : { justification }),
        ...(statement === undefined ? {} : { statement }),
        ...released,
        pointer,
      },
      products: new Set<string>(),
      parts: new Set<string>(),
    };
    for (const identifier of named) group.products.add(identifier);
    for (const identifier of part?.identifiers ?? []) group.parts.add(identifier);
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => ({
    ...group.statement,
    products: [...group.products],
    subcomponents: [...group.parts],
  }));
}

/** Product ids with their state; a product in two states that exclude each other is an error (6.1.6). */
function statusesOf(
  vulnerability: JsonObject,
  pointer: string,
  products: CsafProducts,
  errors: DocumentError[],
): Status[] {
  const lists = ownObject(vulnerability, 'product_status');
  const states = new Map<string, Set<VexStatement['status']>>();
  for (const key of Object.keys(lists)) {
    for (const [index, id] of texts(ownList(lists, key)).entries()) {
      const at = `${pointer}/product_status/${key}/${index}`;
      if (products.of(id) === undefined)
        errors.push({
          code: 'csaf.dangling-product',
          pointer: at,
          message: `No product "${id}" is defined.`,
        });
      const status = Object.hasOwn(STATUS, key) ? STATUS[key] : undefined;
      if (status === undefined) continue;
      const known = states.get(id) ?? new Set();
      if (known.size > 0 && !known.has(status))
        errors.push({
          code: 'csaf.contradiction',
          pointer: at,
          message: `Product "${id}" is "${status}" here and "${[...known].join('", "')}" elsewhere.`,
        });
      states.set(id, known.add(status));
    }
  }
  // Of two states that exclude each other neither is a claim to act on.
  return [...states].flatMap(([id, [status, ...others]]) =>
    status === undefined || others.length > 0 ? [] : [{ id, status }],
  );
}

/** Why not affected (flags), in words (impact threats), and what to do (remediations), by product id. */
function notesOf(vulnerability: JsonObject, products: CsafProducts) {
  const flags = new Map<string, string>();
  const impacts = new Map<string, string>();
  const remedies = new Map<string, string>();
  const spread = (into: Map<string, string>, holder: JsonObject, text: string | undefined) => {
    if (text === undefined) return;
    const groups = texts(ownList(holder, 'group_ids')).flatMap((group) => products.groups.get(group) ?? []);
    for (const id of [...texts(ownList(holder, 'product_ids')), ...groups])
      if (!into.has(id)) into.set(id, text);
  };
  for (const flag of ownList(vulnerability, 'flags').filter(isJsonObject))
    spread(flags, flag, ownText(flag, 'label'));
  for (const threat of ownList(vulnerability, 'threats').filter(isJsonObject))
    if (ownText(threat, 'category') === 'impact') spread(impacts, threat, ownText(threat, 'details'));
  for (const remedy of ownList(vulnerability, 'remediations').filter(isJsonObject))
    spread(remedies, remedy, ownText(remedy, 'details'));
  return { flags, impacts, remedies };
}
