import type { RdfGraph, RdfNode, RdfValue } from './rdf-graph.ts';

/** An expression longer than this is no licence but an attempt: sets that hold sets grow without bound. */
const LONGEST = 4096;

/** Licences of an RDF graph as expressions: `(MIT AND LicenseRef-1)`, `NOASSERTION`. */
export class RdfLicenses {
  readonly #graph: RdfGraph;
  /** Each node once: a set that holds itself is empty where it does. */
  readonly #known = new Map<number, string>();

  constructor(graph: RdfGraph) {
    this.#graph = graph;
  }

  of(value: RdfValue): string {
    if ('text' in value) return value.text;
    const known = this.#known.get(value.node);
    if (known !== undefined) return known;
    this.#known.set(value.node, '');
    const node = this.#graph.nodes[value.node];
    const text = node === undefined ? '' : this.#text(node).slice(0, LONGEST);
    this.#known.set(value.node, text);
    return text;
  }

  #text(node: RdfNode): string {
    const members = (name: string) => (node.properties.get(name) ?? []).map((member) => this.of(member));
    switch (node.type) {
      case 'ConjunctiveLicenseSet':
        return `(${members('member').join(' AND ')})`;
      case 'DisjunctiveLicenseSet':
        return `(${members('member').join(' OR ')})`;
      case 'WithExceptionOperator':
        return `${members('member')[0] ?? ''} WITH ${this.#exception(node)}`;
      case 'OrLaterOperator':
        return `${members('member')[0] ?? ''}+`;
      default:
        return nameOf(node);
    }
  }

  #exception(node: RdfNode): string {
    const [exception] = node.properties.get('licenseException') ?? [];
    if (exception === undefined) return '';
    if ('text' in exception) return exception.text;
    const held = this.#graph.nodes[exception.node];
    const [id] = held?.properties.get('licenseExceptionId') ?? [];
    return id !== undefined && 'text' in id ? id.text : nameOf(held);
  }
}

/** `http://spdx.org/licenses/MIT`, `…#LicenseRef-1`, `http://spdx.org/rdf/terms#noassertion`. */
function nameOf(node: RdfNode | undefined): string {
  const [id] = node?.properties.get('licenseId') ?? [];
  if (id !== undefined && 'text' in id) return id.text;
  const last = (node?.iri ?? '').replace(/^.*[#/]/s, '');
  const upper = last.toUpperCase();
  return upper === 'NOASSERTION' || upper === 'NONE' ? upper : last;
}
