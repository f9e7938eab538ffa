import type { JsonObject } from '../base/json-shape.ts';
import type { XmlElement } from '../base/xml.ts';

/** The document as its JSON form would be, and the line each part of it came from. */
export interface XmlShape {
  readonly json: JsonObject;
  lineOf(part: JsonObject): string;
}

/**
 * Brings the XML form of CycloneDX into the shape of its JSON form (ECMA-424), as far as the reader looks: what only a
 * schema looks at is held against the XML schema. Elements of other namespaces are extensions, and left out.
 */
export function cyclonedxShape(root: XmlElement, version: string): XmlShape {
  const shaper = new Shaper();
  const json = shaper.bom(root, version);
  return {
    json,
    lineOf: (part) => {
      const line = shaper.lines.get(part);
      return line === undefined ? '' : `line ${line}`;
    },
  };
}

type Json = Record<string, unknown>;

class Shaper {
  readonly lines = new Map<JsonObject, number>();

  bom(root: XmlElement, version: string): JsonObject {
    const metadata = child(root, 'metadata');
    const number = Number(root.attributes.get('version') ?? '1');
    return this.#part(root, {
      bomFormat: 'CycloneDX',
      specVersion: version,
      serialNumber: root.attributes.get('serialNumber'),
      version: Number.isInteger(number) ? number : undefined,
      metadata: metadata === undefined ? undefined : this.#metadata(metadata),
      components: this.#list(root, 'components', 'component', (one) => this.#component(one)),
      services: this.#list(root, 'services', 'service', (one) => this.#service(one)),
      externalReferences: this.#references(root),
      dependencies: this.#dependencies(root),
      compositions: this.#list(root, 'compositions', 'composition', (one) => this.#composition(one)),
      vulnerabilities: this.#list(root, 'vulnerabilities', 'vulnerability', (one) =>
        this.#vulnerability(one),
      ),
      // Other parts are looked at for what they are called, since relations may lead to them.
      annotations: this.#refs(child(root, 'annotations')),
      formulation: this.#refs(child(root, 'formulation')),
      declarations: this.#refs(child(root, 'declarations')),
      definitions: this.#refs(child(root, 'definitions')),
    });
  }

  #metadata(metadata: XmlElement): JsonObject {
    const component = child(metadata, 'component');
    const tools = child(metadata, 'tools');
    const modern = tools?.children.some(({ name }) => name === 'components' || name === 'services') === true;
    return this.#part(metadata, {
      timestamp: text(metadata, 'timestamp'),
      lifecycles: this.#list(metadata, 'lifecycles', 'lifecycle', (one) =>
        this.#part(one, { phase: text(one, 'phase'), name: text(one, 'name') }),
      ),
      tools: modern
        ? this.#part(tools ?? metadata, {
            components: this.#list(tools, 'components', 'component', (one) => this.#component(one)),
            services: this.#list(tools, 'services', 'service', (one) => this.#service(one)),
          })
        : this.#list(metadata, 'tools', 'tool', (one) =>
            this.#part(one, {
              vendor: text(one, 'vendor'),
              name: text(one, 'name'),
              version: text(one, 'version'),
            }),
          ),
      authors: this.#list(metadata, 'authors', 'author', (one) => this.#contact(one)),
      component: component === undefined ? undefined : this.#component(component),
      manufacture: this.#organization(metadata, 'manufacture'),
      manufacturer: this.#organization(metadata, 'manufacturer'),
      supplier: this.#organization(metadata, 'supplier'),
    });
  }

  #component(element: XmlElement): JsonObject {
    const swid = child(element, 'swid');
    const evidence = child(element, 'evidence');
    const pedigree = child(element, 'pedigree');
    return this.#part(element, {
      type: element.attributes.get('type'),
      'mime-type': element.attributes.get('mime-type'),
      'bom-ref': element.attributes.get('bom-ref'),
      isExternal: element.attributes.get('isExternal') === 'true' ? true : undefined,
      ...texts(element, [
        'author',
        'publisher',
        'group',
        'name',
        'version',
        'versionRange',
        'description',
        'scope',
        'copyright',
        'cpe',
        'purl',
      ]),
      modified: text(element, 'modified') === 'true' ? true : undefined,
      supplier: this.#organization(element, 'supplier'),
      manufacturer: this.#organization(element, 'manufacturer'),
      authors: this.#list(element, 'authors', 'author', (one) => this.#contact(one)),
      hashes: this.#hashes(element),
      licenses: this.#licenses(child(element, 'licenses')),
      omniborId: all(element, 'omniborId'),
      swhid: all(element, 'swhid'),
      swid: swid === undefined ? undefined : this.#part(swid, { tagId: swid.attributes.get('tagId') }),
      externalReferences: this.#references(element),
      properties: this.#properties(element),
      components: this.#list(element, 'components', 'component', (one) => this.#component(one)),
      evidence: evidence === undefined ? undefined : this.#evidence(evidence),
      pedigree: pedigree === undefined ? undefined : this.#pedigree(pedigree),
    });
  }

  #service(element: XmlElement): JsonObject {
    return this.#part(element, {
      'bom-ref': element.attributes.get('bom-ref'),
      ...texts(element, ['group', 'name', 'version', 'description']),
      provider: this.#organization(element, 'provider'),
      endpoints: items(element, 'endpoints', 'endpoint').map((one) => one.text),
      licenses: this.#licenses(child(element, 'licenses')),
      externalReferences: this.#references(element),
      properties: this.#properties(element),
      services: this.#list(element, 'services', 'service', (one) => this.#service(one)),
    });
  }

  #organization(element: XmlElement, name: string): JsonObject | undefined {
    const who = child(element, name);
    if (who === undefined) return undefined;
    const contact = who.children.filter((one) => one.name === 'contact').map((one) => this.#contact(one));
    return this.#part(who, { name: text(who, 'name'), url: all(who, 'url'), contact });
  }

  #contact(element: XmlElement): JsonObject {
    return this.#part(element, texts(element, ['name', 'email', 'phone']));
  }

  #hashes(element: XmlElement): unknown {
    return this.#list(element, 'hashes', 'hash', (one) =>
      this.#part(one, { alg: one.attributes.get('alg'), content: one.text }),
    );
  }

  #licenses(element: XmlElement | undefined): JsonObject[] | undefined {
    return element?.children.flatMap((one): JsonObject[] => {
      const acknowledgement = one.attributes.get('acknowledgement');
      if (one.name === 'expression') return [this.#part(one, { expression: one.text, acknowledgement })];
      if (one.name === 'expressionDetailed')
        return [this.#part(one, { expression: one.attributes.get('expression'), acknowledgement })];
      if (one.name !== 'license') return [];
      const body = child(one, 'text');
      const content =
        body === undefined
          ? undefined
          : this.#part(body, { content: body.text, encoding: body.attributes.get('encoding') });
      const license = this.#part(one, {
        ...texts(one, ['id', 'name', 'url']),
        acknowledgement,
        text: content,
      });
      return [this.#part(one, { license })];
    });
  }

  #references(element: XmlElement): unknown {
    return this.#list(element, 'externalReferences', 'reference', (one) =>
      this.#part(one, { type: one.attributes.get('type'), url: text(one, 'url'), hashes: this.#hashes(one) }),
    );
  }

  #properties(element: XmlElement): unknown {
    return this.#list(element, 'properties', 'property', (one) =>
      this.#part(one, { name: one.attributes.get('name'), value: one.text }),
    );
  }

  #evidence(element: XmlElement): JsonObject {
    return this.#part(element, {
      licenses: this.#licenses(child(element, 'licenses')),
      copyright: items(element, 'copyright', 'text').map((one) => this.#part(one, { text: one.text })),
      occurrences: this.#list(element, 'occurrences', 'occurrence', (one) =>
        this.#part(one, { location: text(one, 'location') }),
      ),
      identity: element.children
        .filter(({ name }) => name === 'identity')
        .map((one) => this.#part(one, { field: text(one, 'field') })),
    });
  }

  #pedigree(element: XmlElement): JsonObject {
    const relatives = (list: string) => this.#list(element, list, 'component', (one) => this.#component(one));
    return this.#part(element, {
      ancestors: relatives('ancestors'),
      descendants: relatives('descendants'),
      variants: relatives('variants'),
      commits: this.#list(element, 'commits', 'commit', (one) => this.#part(one, texts(one, ['uid', 'url']))),
      patches: this.#list(element, 'patches', 'patch', (one) =>
        this.#part(one, { type: one.attributes.get('type') }),
      ),
      notes: text(element, 'notes'),
    });
  }

  /** One entry for each that stands at the top, and for each further down that has dependencies of its own. */
  #dependencies(root: XmlElement): JsonObject[] | undefined {
    const list = child(root, 'dependencies');
    if (list === undefined) return undefined;
    const entries: JsonObject[] = [];
    const open = list.children.filter(({ name }) => name === 'dependency').reverse();
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      const inner = one.children.filter(({ name }) => name === 'dependency');
      const refs = (elements: readonly XmlElement[]) =>
        elements.flatMap(({ attributes }) => attributes.get('ref') ?? []);
      const provides = refs(one.children.filter(({ name }) => name === 'provides'));
      entries.push(
        this.#part(one, {
          ref: one.attributes.get('ref'),
          dependsOn: refs(inner),
          provides: provides.length === 0 ? undefined : provides,
        }),
      );
      open.push(...inner.filter(({ children }) => children.length > 0).reverse());
    }
    return entries;
  }

  #composition(element: XmlElement): JsonObject {
    const refs = (list: string, item: string) =>
      items(element, list, item).flatMap(({ attributes }) => attributes.get('ref') ?? []);
    return this.#part(element, {
      'bom-ref': element.attributes.get('bom-ref'),
      aggregate: text(element, 'aggregate'),
      assemblies: refs('assemblies', 'assembly'),
      dependencies: refs('dependencies', 'dependency'),
      vulnerabilities: refs('vulnerabilities', 'vulnerability'),
    });
  }

  #vulnerability(element: XmlElement): JsonObject {
    const analysis = child(element, 'analysis');
    return this.#part(element, {
      'bom-ref': element.attributes.get('bom-ref'),
      id: text(element, 'id'),
      updated: text(element, 'updated'),
      references: this.#list(element, 'references', 'reference', (one) =>
        this.#part(one, { id: text(one, 'id') }),
      ),
      analysis:
        analysis === undefined
          ? undefined
          : this.#part(
              analysis,
              texts(analysis, ['state', 'justification', 'detail', 'firstIssued', 'lastUpdated']),
            ),
      affects: this.#list(element, 'affects', 'target', (one) =>
        this.#part(one, {
          ref: text(one, 'ref'),
          versions: this.#list(one, 'versions', 'version', (entry) =>
            this.#part(entry, texts(entry, ['version', 'range', 'status'])),
          ),
        }),
      ),
    });
  }

  /** Everything below that is called something. */
  #refs(element: XmlElement | undefined): JsonObject[] | undefined {
    if (element === undefined) return undefined;
    const found: JsonObject[] = [];
    const open = [element];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const ref = next.attributes.get('bom-ref');
      if (ref !== undefined) found.push({ 'bom-ref': ref });
      open.push(...next.children);
    }
    return found;
  }

  #list(
    element: XmlElement | undefined,
    list: string,
    item: string,
    make: (one: XmlElement) => JsonObject,
  ): JsonObject[] | undefined {
    if (element === undefined || child(element, list) === undefined) return undefined;
    return items(element, list, item).map(make);
  }

  /** A part of the document, without what is not there, and where it stands. */
  #part(element: XmlElement, parts: Json): JsonObject {
    const part = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
    this.lines.set(part, element.line);
    return part;
  }
}

/** A child of the element's own namespace: an extension may use the same names. */
function child(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((one) => one.name === name && one.namespace === element.namespace);
}

function items(element: XmlElement, list: string, item: string): readonly XmlElement[] {
  const holder = child(element, list);
  return holder?.children.filter((one) => one.name === item && one.namespace === holder.namespace) ?? [];
}

function text(element: XmlElement, name: string): string | undefined {
  return child(element, name)?.text;
}

function texts(element: XmlElement, names: readonly string[]): Json {
  return Object.fromEntries(names.map((name) => [name, text(element, name)]));
}

function all(element: XmlElement, name: string): string[] | undefined {
  const found = element.children.filter((one) => one.name === name).map((one) => one.text);
  return found.length === 0 ? undefined : found;
}
