import { displayName } from '../base/names.ts';
import type { XmlElement } from '../base/xml.ts';
import type { DocumentError } from '../model/document.ts';
import { MOST_ERRORS } from './schema-errors.ts';
import { simpleFault } from './xml-simple-type.ts';

/** A type of text: a restriction of another one, or any one of several. Names are of {@link SchemaTables.simples}. */
export interface Simple {
  readonly base?: string;
  readonly values?: readonly string[];
  readonly patterns?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly shortest?: number;
  readonly longest?: number;
  readonly union?: readonly (string | Simple)[];
}

/** What may be in an element. */
export interface Shape {
  readonly body?: Particle;
  readonly text?: string | Simple;
  readonly attributes?: Readonly<Record<string, readonly [type: string | Simple, required: boolean]>>;
  readonly anyAttribute?: boolean;
  readonly mixed?: boolean;
}

interface Occurs {
  readonly least: number;
  /** -1: any number. */
  readonly most: number;
}

export type Particle =
  | (Occurs & { readonly element: string; readonly type: string | Shape })
  /** An element of another namespace. */
  | (Occurs & { readonly any: true })
  | (Occurs & { readonly sequence: readonly Particle[] })
  | (Occurs & { readonly choice: readonly Particle[] });

/** An XML Schema 1.0 as `build/xsd-tables.ts` reads it. */
export interface SchemaTables {
  readonly namespace: string;
  readonly root: string;
  readonly body: string | Shape;
  readonly shapes: Readonly<Record<string, Shape>>;
  readonly simples: Readonly<Record<string, Simple>>;
}

/**
 * Holds an XML document against the tables of its schema, errors told by line. Content models of XML Schema are
 * deterministic ("unique particle attribution"), so one pass without going back decides.
 */
export function xmlErrors(root: XmlElement, tables: SchemaTables): DocumentError[] {
  const holder = new Holder(tables);
  if (root.name !== tables.root || root.namespace !== tables.namespace)
    holder.tell(root, 'xml.root', `The document is no <${tables.root}> of ${tables.namespace}.`);
  else holder.element(root, tables.body);
  holder.uniqueRefs(root);
  return holder.errors;
}

/** `none`: it does not start here. `empty`: it is satisfied with nothing. `took`: something was matched. */
type Match = 'none' | 'empty' | 'took';

interface Cursor {
  readonly parent: XmlElement;
  readonly children: readonly XmlElement[];
  at: number;
  /** The element that was asked for and is not there. */
  missing: string | undefined;
}

class Holder {
  readonly errors: DocumentError[] = [];
  readonly #tables: SchemaTables;

  constructor(tables: SchemaTables) {
    this.#tables = tables;
  }

  tell(element: XmlElement, code: string, message: string): void {
    if (this.errors.length < MOST_ERRORS)
      this.errors.push({ code, pointer: `line ${element.line}`, message });
  }

  element(element: XmlElement, type: string | Shape): void {
    if (type === 'xs:anyType' || this.errors.length >= MOST_ERRORS) return;
    const shape = this.#shapeOf(type);
    this.#attributes(element, shape);
    if (shape.text !== undefined) this.#text(element, element.text, shape.text, `<${element.name}>`);
    else if (element.text !== '' && shape.mixed !== true)
      this.tell(
        element,
        'xml.text',
        `<${element.name}> holds text, "${shown(element.text)}", where only elements may be.`,
      );
    this.#children(element, shape.body);
  }

  /** `xs:unique`: no two elements have the same `bom-ref`. */
  uniqueRefs(root: XmlElement): void {
    const seen = new Set<string>();
    const open = [...root.children].reverse();
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const ref = next.attributes.get('bom-ref');
      if (ref !== undefined && seen.has(ref))
        this.tell(next, 'xml.unique', `The bom-ref "${shown(ref)}" is given twice.`);
      if (ref !== undefined) seen.add(ref);
      for (let i = next.children.length - 1; i >= 0; i--) {
        const child = next.children[i];
        if (child !== undefined) open.push(child);
      }
    }
  }

  #shapeOf(type: string | Shape): Shape {
    if (typeof type !== 'string') return type;
    return Object.hasOwn(this.#tables.shapes, type) ? (this.#tables.shapes[type] ?? {}) : { text: type };
  }

  #attributes(element: XmlElement, shape: Shape): void {
    const known = shape.attributes ?? {};
    for (const [name, [type, required]] of Object.entries(known)) {
      const value = element.attributes.get(name);
      if (value !== undefined) this.#text(element, value, type, `The attribute ${name} of <${element.name}>`);
      else if (required) this.tell(element, 'xml.required', `<${element.name}> has no attribute ${name}.`);
    }
    if (shape.anyAttribute === true) return;
    for (const name of element.attributes.keys()) {
      if (name !== 'xmlns' && !Object.hasOwn(known, name))
        this.tell(element, 'xml.attribute', `<${element.name}> may not have the attribute ${shown(name)}.`);
    }
  }

  #text(element: XmlElement, text: string, type: string | Simple, what: string): void {
    const fault = simpleFault(text, type, this.#tables.simples);
    if (fault !== undefined) this.tell(element, fault.code, `${what} is "${shown(text)}": ${fault.message}`);
  }

  #children(parent: XmlElement, body: Particle | undefined): void {
    const cursor: Cursor = { parent, children: parent.children, at: 0, missing: undefined };
    if (body !== undefined) {
      const fits = this.#many(body, cursor);
      if (!fits.satisfied)
        this.tell(parent, 'xml.required', `<${parent.name}> holds no <${cursor.missing ?? 'element'}>.`);
    }
    const left = parent.children[cursor.at];
    if (left !== undefined)
      this.tell(left, 'xml.element', `<${shown(left.name)}> may not stand here in <${parent.name}>.`);
  }

  #many(particle: Particle, cursor: Cursor): { readonly satisfied: boolean; readonly took: boolean } {
    let count = 0;
    let last: Match = 'took';
    while (particle.most < 0 || count < particle.most) {
      last = this.#once(particle, cursor);
      if (last !== 'took') break;
      count++;
    }
    return { satisfied: count >= particle.least || last === 'empty', took: count > 0 };
  }

  #once(particle: Particle, cursor: Cursor): Match {
    if ('sequence' in particle) return this.#sequence(particle.sequence, cursor);
    if ('choice' in particle) {
      const matches = particle.choice.map((one) => (): Match => {
        const { took, satisfied } = this.#many(one, cursor);
        return took ? 'took' : satisfied ? 'empty' : 'none';
      });
      let best: Match = particle.choice.length === 0 ? 'empty' : 'none';
      for (const match of matches) {
        const found = match();
        if (found === 'took') return found;
        if (found === 'empty') best = found;
      }
      return best;
    }
    const child = cursor.children[cursor.at];
    const own = child?.namespace === this.#tables.namespace;
    if ('any' in particle) {
      if (child === undefined || own) return 'none';
      cursor.at++;
      return 'took';
    }
    if (child === undefined || !own || child.name !== particle.element) {
      cursor.missing ??= particle.element;
      return 'none';
    }
    cursor.at++;
    cursor.missing = undefined;
    this.element(child, particle.type);
    return 'took';
  }

  #sequence(parts: readonly Particle[], cursor: Cursor): Match {
    let took = false;
    for (const part of parts) {
      cursor.missing = undefined;
      const found = this.#many(part, cursor);
      took ||= found.took;
      if (found.satisfied) continue;
      if (!took) return 'none';
      const missing = cursor.missing ?? 'element';
      this.tell(
        cursor.parent,
        'xml.required',
        `<${cursor.parent.name}> holds no <${missing}> where it must.`,
      );
    }
    return took ? 'took' : 'empty';
  }
}

function shown(text: string): string {
  return displayName(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
