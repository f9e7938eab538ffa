import type { Fault } from '../base/result.ts';
import { readXml, type XmlElement } from '../base/xml.ts';
import type { DocumentFile } from './types.ts';

/** A value of a property: a text, or a node by its number in the graph. */
export type RdfValue = { readonly text: string } | { readonly node: number };

/** A resource with its properties, in document order. Names are without their prefix. */
export interface RdfNode {
  readonly type: string;
  /** IRI, as written; absent for a blank node. */
  readonly iri: string | undefined;
  readonly properties: ReadonlyMap<string, readonly RdfValue[]>;
  readonly line: number;
}

export interface RdfGraph {
  readonly nodes: readonly RdfNode[];
  readonly found: boolean;
  readonly fault: Fault | undefined;
}

interface Open {
  type: string;
  readonly iri: string | undefined;
  readonly properties: Map<string, RdfValue[]>;
  line: number;
}

const SYNTAX = new Set([
  'about',
  'nodeID',
  'ID',
  'resource',
  'parseType',
  'datatype',
  'lang',
  'base',
  'RDF',
  'Description',
]);

/**
 * The subset of RDF/XML (W3C, 2014) that SPDX is written in: typed nodes, `rdf:Description`, striped properties,
 * references by `rdf:resource` and `rdf:nodeID`, property attributes, `rdf:parseType="Resource"`. A node that is
 * described in several places is one node.
 */
export function readRdf(file: DocumentFile): RdfGraph {
  const { root, fault } = readXml(file.bytes, file.limits);
  const builder = new GraphBuilder();
  if (root?.name === 'RDF') for (const child of root.children) builder.node(child);
  else if (root !== undefined) builder.node(root);
  return { nodes: builder.nodes, found: root !== undefined, fault };
}

class GraphBuilder {
  readonly nodes: Open[] = [];
  readonly #byName = new Map<string, number>();

  /** Reads a node element. Depth is that of the XML, which is bounded. */
  node(element: XmlElement): number {
    const number = this.#numberOf(element.attributes, element.line);
    const node = this.nodes[number];
    if (node === undefined) return number;
    if (element.name !== 'Description') {
      node.type = element.name;
      node.line = element.line;
    }
    for (const [name, text] of element.attributes) if (!isSyntax(name, text)) push(node, name, { text });
    this.#properties(node, element.children);
    return number;
  }

  #properties(node: Open, elements: readonly XmlElement[]): void {
    for (const property of elements) {
      const { attributes, children, name, text } = property;
      const resource = attributes.get('resource');
      if (name === 'type' && resource !== undefined) {
        if (node.type === '') node.type = resource.replace(/^.*[#/]/s, '');
        continue;
      }
      if (attributes.get('parseType') === 'Resource') {
        const blank = this.#add(undefined, property.line);
        const inner = this.nodes[blank];
        if (inner !== undefined) this.#properties(inner, children);
        push(node, name, { node: blank });
      } else if (children.length > 0) {
        for (const child of children) push(node, name, { node: this.node(child) });
      } else if (resource !== undefined || attributes.has('nodeID')) {
        push(node, name, { node: this.#numberOf(attributes, property.line) });
      } else push(node, name, { text });
    }
  }

  /** The node that attributes name; a new one where they name none. */
  #numberOf(attributes: ReadonlyMap<string, string>, line: number): number {
    const iri = attributes.get('about') ?? attributes.get('resource') ?? hash(attributes.get('ID'));
    const blank = attributes.get('nodeID');
    const key = iri ?? (blank === undefined ? undefined : `_:${blank}`);
    if (key === undefined) return this.#add(undefined, line);
    const known = this.#byName.get(key);
    if (known !== undefined) return known;
    const number = this.#add(iri, line);
    this.#byName.set(key, number);
    return number;
  }

  #add(iri: string | undefined, line: number): number {
    this.nodes.push({ type: '', iri, properties: new Map(), line });
    return this.nodes.length - 1;
  }
}

function hash(id: string | undefined): string | undefined {
  return id === undefined ? undefined : `#${id}`;
}

/** Attributes that are RDF's own, and namespace declarations, whose names have lost their prefix. */
function isSyntax(name: string, text: string): boolean {
  return SYNTAX.has(name) || /^https?:\/\/\S*[#/]$/.test(text);
}

function push(node: Open, name: string, value: RdfValue): void {
  const list = node.properties.get(name);
  if (list === undefined) node.properties.set(name, [value]);
  else list.push(value);
}
