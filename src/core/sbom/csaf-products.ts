import { isJsonObject, type JsonObject, own, ownList, ownObject, ownText } from '../base/json-shape.ts';
import type { DocumentError } from '../model/document.ts';

/** Products of a CSAF document by id: what each is known by, and what it is made of. */
export interface CsafProducts {
  /** A product, or a component as part of another product. */
  of(id: string): CsafProduct | undefined;
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

export interface CsafProduct {
  readonly name: string;
  /** Purls, CPEs and hashes (`alg:hex`); the product's id where there are none. */
  readonly identifiers: readonly string[];
  /** Ids of the component and of the product it is part of, where a relationship makes this one. */
  readonly part?: { readonly component: string; readonly of: string };
}

/**
 * Reads `product_tree` (CSAF 2.0 section 3.2.2): branches at every depth, full product names, relationships, groups.
 * Ids that are given twice are errors (6.1.2), as are relationships of products that nothing defines (6.1.1).
 */
export function readCsafProducts(document: JsonObject, errors: DocumentError[]): CsafProducts {
  const tree = ownObject(document, 'product_tree');
  const products = new Map<string, CsafProduct>();
  const add = (value: unknown, pointer: string, part?: CsafProduct['part']) => {
    if (!isJsonObject(value)) return;
    const id = ownText(value, 'product_id');
    if (id === undefined) {
      errors.push({ code: 'csaf.required', pointer, message: '"product_id" is missing.' });
      return;
    }
    if (products.has(id))
      errors.push({ code: 'csaf.product-twice', pointer, message: `Product id "${id}" is defined twice.` });
    const named = identifiersOf(value);
    const identifiers = named.length > 0 ? named : [id];
    const name = ownText(value, 'name') ?? id;
    products.set(id, part === undefined ? { name, identifiers } : { name, identifiers, part });
  };

  const open: { readonly branches: readonly unknown[]; readonly pointer: string }[] = [
    { branches: ownList(tree, 'branches'), pointer: '/product_tree/branches' },
  ];
  for (let level = open.pop(); level !== undefined; level = open.pop()) {
    for (const [index, branch] of level.branches.entries()) {
      if (!isJsonObject(branch)) continue;
      const pointer = `${level.pointer}/${index}`;
      add(own(branch, 'product'), `${pointer}/product`);
      open.push({ branches: ownList(branch, 'branches'), pointer: `${pointer}/branches` });
    }
  }
  for (const [index, product] of ownList(tree, 'full_product_names').entries())
    add(product, `/product_tree/full_product_names/${index}`);
  const relationships = ownList(tree, 'relationships').filter(isJsonObject);
  for (const [index, relationship] of relationships.entries()) {
    const component = ownText(relationship, 'product_reference') ?? '';
    const whole = ownText(relationship, 'relates_to_product_reference') ?? '';
    const pointer = `/product_tree/relationships/${index}`;
    add(own(relationship, 'full_product_name'), pointer, { component, of: whole });
  }
  for (const [index, relationship] of relationships.entries()) {
    for (const key of ['product_reference', 'relates_to_product_reference']) {
      const id = ownText(relationship, key) ?? '';
      if (!products.has(id))
        errors.push({
          code: 'csaf.dangling-product',
          pointer: `/product_tree/relationships/${index}/${key}`,
          message: `No product "${id}" is defined.`,
        });
    }
  }
  const groups = new Map<string, readonly string[]>();
  for (const group of ownList(tree, 'product_groups').filter(isJsonObject)) {
    const id = ownText(group, 'group_id');
    if (id !== undefined) groups.set(id, texts(ownList(group, 'product_ids')));
  }
  return { of: (id) => products.get(id), groups };
}

/** The texts of a list. */
export function texts(list: readonly unknown[]): string[] {
  return list.filter((value) => typeof value === 'string');
}

function identifiersOf(product: JsonObject): string[] {
  const helper = ownObject(product, 'product_identification_helper');
  const purl = ownText(helper, 'purl');
  const cpe = ownText(helper, 'cpe');
  const hashes = ownList(helper, 'hashes').flatMap((file) =>
    isJsonObject(file) ? ownList(file, 'file_hashes').filter(isJsonObject) : [],
  );
  const digests = hashes.flatMap((hash) => {
    const algorithm = ownText(hash, 'algorithm');
    const value = ownText(hash, 'value');
    return algorithm === undefined || value === undefined
      ? []
      : [`${algorithm.toLowerCase()}:${value.toLowerCase()}`];
  });
  const named = [...(purl === undefined ? [] : [purl]), ...texts(ownList(helper, 'purls'))];
  return [...new Set([...named, ...(cpe === undefined ? [] : [cpe]), ...digests])];
}
