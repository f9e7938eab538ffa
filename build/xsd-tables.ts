import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readXml, type XmlElement } from '../src/core/base/xml.ts';
import type { Particle, SchemaTables, Shape, Simple } from '../src/core/sbom/xml-schema.ts';

/**
 * An XML Schema as tables (`sbom/xml-schema.ts`): the parts of XML Schema 1.0 that CycloneDX's schemas use. Anything else
 * stops the build, so that no rule is lost in silence.
 */
export function xsdTables(folder: string, name: string): SchemaTables {
  const main = schemaOf(folder, name);
  const imported = main.children.flatMap((one) => {
    const location = one.name === 'import' ? one.attributes.get('schemaLocation') : undefined;
    return location === undefined ? [] : [schemaOf(folder, location.slice(location.lastIndexOf('/') + 1))];
  });
  const globals = [main, ...imported].flatMap(({ children }) => children);
  const groups = new Map(named(globals, 'attributeGroup'));
  const shapes: Record<string, Shape> = {};
  const simples: Record<string, Simple> = {};
  const reader = new Reader(groups);
  for (const [key, type] of named(globals, 'complexType')) shapes[key] = reader.complex(type);
  for (const [key, type] of named(globals, 'simpleType')) simples[key] = reader.simple(type);
  const [root] = named(main.children, 'element');
  if (root === undefined) throw new Error(`${name} has no root`);
  const target = main.attributes.get('targetNamespace') ?? '';
  return { namespace: target, root: root[0], body: reader.typeOf(root[1]), shapes, simples };
}

function schemaOf(folder: string, name: string): XmlElement {
  const { root, fault } = readXml(readFileSync(join(folder, name)));
  if (root === undefined || fault !== undefined) throw new Error(`${name} is no schema`);
  return root;
}

function named(elements: readonly XmlElement[], kind: string): [string, XmlElement][] {
  return elements.flatMap((one): [string, XmlElement][] => {
    const name = one.attributes.get('name');
    return one.name === kind && name !== undefined ? [[name, one]] : [];
  });
}

/** Names without prefix; those of XML Schema itself with `xs:`. */
function reference(name: string): string {
  return name.startsWith('xs:') ? name : name.slice(name.indexOf(':') + 1);
}

class Reader {
  readonly #groups: ReadonlyMap<string, XmlElement>;

  constructor(groups: ReadonlyMap<string, XmlElement>) {
    this.#groups = groups;
  }

  /** Type of an element or attribute: by name, or as it stands there. */
  typeOf(element: XmlElement): string | Shape {
    const name = element.attributes.get('type');
    if (name !== undefined) return reference(name);
    const complex = element.children.find((one) => one.name === 'complexType');
    if (complex !== undefined) return this.complex(complex);
    const simple = element.children.find((one) => one.name === 'simpleType');
    return simple === undefined ? 'xs:anyType' : { text: this.simple(simple) };
  }

  complex(type: XmlElement): Shape {
    const content = type.children.find((one) => one.name === 'simpleContent');
    const extension = content?.children.find((one) => one.name === 'extension');
    const from = extension ?? type;
    const particle = from.children.find((one) => one.name === 'sequence' || one.name === 'choice');
    const base = extension?.attributes.get('base');
    const attributes = this.#attributes(from);
    return {
      ...(particle === undefined ? {} : { body: this.#particle(particle) }),
      ...(base === undefined ? {} : { text: reference(base) }),
      ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
      ...(from.children.some((one) => one.name === 'anyAttribute') ? { anyAttribute: true } : {}),
      ...(type.attributes.get('mixed') === 'true' ? { mixed: true } : {}),
    };
  }

  simple(type: XmlElement): Simple {
    const union = type.children.find((one) => one.name === 'union');
    if (union !== undefined) {
      const members = (union.attributes.get('memberTypes') ?? '').split(/\s+/).filter(Boolean).map(reference);
      const inline = union.children.filter((one) => one.name === 'simpleType').map((one) => this.simple(one));
      return { union: [...members, ...inline] };
    }
    const restriction = type.children.find((one) => one.name === 'restriction');
    if (restriction === undefined) throw new Error('a simple type that is neither union nor restriction');
    const values = (facet: string) =>
      restriction.children
        .filter((one) => one.name === facet)
        .map((one) => one.attributes.get('value') ?? '');
    const known = new Set([
      'enumeration',
      'pattern',
      'minInclusive',
      'maxInclusive',
      'minLength',
      'maxLength',
      'annotation',
    ]);
    const unknown = restriction.children.find((one) => !known.has(one.name));
    if (unknown !== undefined) throw new Error(`the facet ${unknown.name} is not known here`);
    const [min] = values('minInclusive');
    const [max] = values('maxInclusive');
    const [shortest] = values('minLength');
    const [longest] = values('maxLength');
    return {
      base: reference(restriction.attributes.get('base') ?? 'xs:string'),
      ...(values('enumeration').length === 0 ? {} : { values: values('enumeration') }),
      ...(values('pattern').length === 0 ? {} : { patterns: values('pattern') }),
      ...(min === undefined ? {} : { min: Number(min) }),
      ...(max === undefined ? {} : { max: Number(max) }),
      ...(shortest === undefined ? {} : { shortest: Number(shortest) }),
      ...(longest === undefined ? {} : { longest: Number(longest) }),
    };
  }

  #attributes(from: XmlElement): Record<string, [type: string | Simple, required: boolean]> {
    const out: Record<string, [string | Simple, boolean]> = {};
    for (const one of from.children) {
      if (one.name === 'attributeGroup') {
        const group = this.#groups.get(reference(one.attributes.get('ref') ?? ''));
        if (group === undefined) throw new Error('an attribute group is not there');
        Object.assign(out, this.#attributes(group));
      }
      if (one.name !== 'attribute') continue;
      const type = one.attributes.get('type');
      const inline = one.children.find(({ name }) => name === 'simpleType');
      const simple =
        type !== undefined ? reference(type) : inline === undefined ? 'xs:string' : this.simple(inline);
      out[one.attributes.get('name') ?? ''] = [simple, one.attributes.get('use') === 'required'];
    }
    return out;
  }

  #particle(element: XmlElement): Particle {
    const least = Number(element.attributes.get('minOccurs') ?? 1);
    const most = element.attributes.get('maxOccurs') ?? '1';
    const occurs = { least, most: most === 'unbounded' ? -1 : Number(most) };
    switch (element.name) {
      case 'element':
        return { ...occurs, element: element.attributes.get('name') ?? '', type: this.typeOf(element) };
      case 'any':
        return { ...occurs, any: true };
      case 'sequence':
      case 'choice': {
        const parts = element.children
          .filter(({ name }) => name !== 'annotation')
          .map((one) => this.#particle(one));
        return element.name === 'sequence' ? { ...occurs, sequence: parts } : { ...occurs, choice: parts };
      }
      default:
        throw new Error(`${element.name} is not known here`);
    }
  }
}
