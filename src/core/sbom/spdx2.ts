import { isJsonObject, type JsonObject, own, ownList, ownObject, ownText } from '../base/json-shape.ts';
import type { Completeness, ExternalDocument } from '../model/document.ts';
import { hashText } from './hash-text.ts';
import { creator } from './spdx-party.ts';
import type { Spdx2Document } from './spdx2-document.ts';
import { fileFacts, packageFacts, packagePurl, packageType } from './spdx2-package.ts';
import { readableRelation } from './spdx2-relations.ts';
import { spdx2Validity } from './spdx2-rules.ts';
import type { DocumentHead, StatedBuilder } from './stated-builder.ts';
import type { DocumentReading } from './types.ts';
import { NOT_A_DOCUMENT, unreadDocument } from './unread-document.ts';

const DOCUMENT = 'SPDXRef-DOCUMENT';
/** Words of the SBOM types of CISA, which SPDX 2 has no field for and writers put into the creation comment. */
const LIFECYCLE = /\b(?:Design|Source|Build|Analyzed|Deployed|Runtime)\b/g;

/**
 * Reads a document of SPDX 2.1 to 2.3, whatever it was written in: packages (counted), files and snippets (kept, not
 * counted), relationships with their meaning one way round, and what the document says of itself.
 */
export function readSpdx2(builder: StatedBuilder, document: Spdx2Document): DocumentReading {
  for (const fault of document.faults) builder.report(fault);
  if (!document.found) return unreadDocument(builder, 'SPDX', document.serialization, NOT_A_DOCUMENT);
  const { root } = document;
  const elements = readElements(builder, document);
  const relations = new Relations(builder, document, ownText(root, 'SPDXID') ?? DOCUMENT);
  relations.read();
  relations.readShortcuts(elements);
  const creation = ownObject(root, 'creationInfo');
  const id = ownText(root, 'documentNamespace');
  const title = ownText(root, 'name');
  const created = ownText(creation, 'created');
  const head: DocumentHead = {
    format: 'SPDX',
    version: (ownText(root, 'spdxVersion') ?? '').replace(/^SPDX-/, ''),
    serialization: document.serialization,
    ...(id === undefined ? {} : { id }),
    ...(title === undefined ? {} : { title }),
    ...(created === undefined ? {} : { created }),
    parties: ownList(creation, 'creators').flatMap((text) =>
      typeof text === 'string' ? [creator(text)] : [],
    ),
    lifecycles: [...new Set(ownText(creation, 'comment')?.match(LIFECYCLE) ?? [])].map((word) =>
      word.toLowerCase(),
    ),
    describes: [...relations.describes].flatMap((ref) => {
      const number = builder.find(ref);
      return number === undefined ? [] : [String(number)];
    }),
    completeness: relations.completeness,
    external: externalDocuments(document),
    vex: [],
  };
  // Relations of the document itself have no component at that end, and dangle by no fault.
  return builder.done(
    head,
    { valid: undefined, validity: 'Not yet held against the rules of SPDX.', errors: [] },
    { check: () => spdx2Validity(document) },
  );
}

interface Element {
  readonly number: number;
  readonly part: JsonObject;
}

function readElements(builder: StatedBuilder, { root, places }: Spdx2Document): Element[] {
  const elements: Element[] = [];
  const add = (list: string, read: (part: JsonObject, pointer: string) => number | undefined) => {
    for (const [i, part] of ownList(root, list).entries()) {
      if (!isJsonObject(part)) continue;
      const number = read(part, places.of(part, `/${list}/${i}`));
      if (number === undefined) return;
      elements.push({ number, part });
    }
  };
  add('packages', (part, pointer) => {
    const number = builder.component({
      type: packageType(part),
      name: ownText(part, 'name') ?? '',
      version: ownText(part, 'versionInfo'),
      purl: packagePurl(part),
      pointer,
      localId: ownText(part, 'SPDXID'),
    });
    if (number !== undefined) packageFacts(builder, number, part);
    return number;
  });
  for (const [list, name] of [
    ['files', 'fileName'],
    ['snippets', 'name'],
  ] as const) {
    add(list, (part, pointer) => {
      const number = builder.component({
        type: 'file',
        name: ownText(part, name) ?? '',
        pointer,
        localId: ownText(part, 'SPDXID'),
        uncounted: true,
      });
      if (number !== undefined) fileFacts(builder, number, part);
      return number;
    });
  }
  return elements;
}

class Relations {
  /** Ids of what the document says it describes. */
  readonly describes = new Set<string>();
  readonly completeness: Completeness[] = [];
  readonly #builder: StatedBuilder;
  readonly #document: Spdx2Document;
  readonly #self: string;
  /** `from to` of what is contained, so that a shortcut does not say it again. */
  readonly #contained = new Set<string>();

  constructor(builder: StatedBuilder, document: Spdx2Document, self: string) {
    this.#builder = builder;
    this.#document = document;
    this.#self = self;
  }

  read(): void {
    const { root, places } = this.#document;
    for (const [i, one] of ownList(root, 'relationships').entries()) {
      if (!isJsonObject(one)) this.#builder.countRelation();
      else this.#relationship(one, places.of(one, `/relationships/${i}`));
    }
  }

  #relationship(one: JsonObject, pointer: string): void {
    const subject = ownText(one, 'spdxElementId');
    const target = ownText(one, 'relatedSpdxElement');
    const rawKind = ownText(one, 'relationshipType') ?? '';
    const { kind, scope, inverted } = readableRelation(rawKind);
    const from = inverted === true ? target : subject;
    const to = inverted === true ? subject : target;
    const open = target === 'NONE' || target === 'NOASSERTION';
    if (kind === 'describes' && from === this.#self && to !== undefined && !open) this.describes.add(to);
    if (open && from !== undefined && inverted !== true) this.#none(from, kind, target, pointer);
    // The document is no component: what relates to it is said of the document as a whole.
    const whole = from === this.#self || to === this.#self;
    if (from === undefined || to === undefined || open || whole) {
      this.#builder.countRelation();
      return;
    }
    if (kind === 'contains') this.#contained.add(`${from}\n${to}`);
    this.#builder.relate(this.#end(from), this.#end(to), {
      kind,
      rawKind,
      pointer,
      ...(scope === undefined ? {} : { scope }),
    });
  }

  /** `NONE`: stated to have none. `NOASSERTION`: stated not to be known. */
  #none(from: string, kind: string, target: 'NONE' | 'NOASSERTION', pointer: string): void {
    const subject = this.#builder.find(from);
    const facet = kind === 'dependsOn' ? 'dependencies' : kind === 'contains' ? 'assemblies' : undefined;
    if (subject === undefined || facet === undefined) return;
    if (facet === 'dependencies') this.#builder.absent(subject, 'dependencies', target, { pointer });
    const state = target === 'NONE' ? 'none' : 'unknown';
    this.completeness.push({ subject: String(subject), facet, state, raw: target, pointer });
  }

  /** `documentDescribes` and `hasFiles`, which say in short what relationships say (SPDX 2.2 JSON). */
  readShortcuts(elements: readonly Element[]): void {
    for (const id of ownList(this.#document.root, 'documentDescribes'))
      if (typeof id === 'string') this.describes.add(id);
    for (const { number, part } of elements) {
      const own = ownText(part, 'SPDXID') ?? '';
      ownList(part, 'hasFiles').forEach((id) => {
        if (typeof id !== 'string' || this.#contained.has(`${own}\n${id}`)) return;
        this.#contained.add(`${own}\n${id}`);
        this.#builder.relate(number, this.#end(id), {
          kind: 'contains',
          rawKind: 'hasFiles',
          uncounted: true,
        });
      });
    }
  }

  #end(id: string): number | string {
    return this.#builder.find(id) ?? id;
  }
}

function externalDocuments({ root, places }: Spdx2Document): ExternalDocument[] {
  return ownList(root, 'externalDocumentRefs').flatMap((one, i) => {
    if (!isJsonObject(one)) return [];
    const ref = ownText(one, 'spdxDocument');
    const checksum = own(one, 'checksum');
    const hash = isJsonObject(checksum)
      ? hashText(ownText(checksum, 'algorithm'), ownText(checksum, 'checksumValue'))
      : undefined;
    if (ref === undefined) return [];
    const localId = ownText(one, 'externalDocumentId');
    return [
      {
        ref,
        ...(localId === undefined ? {} : { localId }),
        digests: hash === undefined ? [] : [hash],
        pointer: places.of(one, `/externalDocumentRefs/${i}`),
      },
    ];
  });
}
