import { displayName } from '../base/names.ts';
import { fault } from '../base/result.ts';
import { type RdfGraph, type RdfNode, type RdfValue, readRdf } from './rdf-graph.ts';
import { RdfLicenses } from './spdx-rdf-license.ts';
import { readSpdx2 } from './spdx2.ts';
import { Places, type Spdx2Document } from './spdx2-document.ts';
import { StatedBuilder } from './stated-builder.ts';
import type { DocumentFile, DocumentReader } from './types.ts';

/** SPDX 2.1 to 2.3 in RDF/XML. */
export const spdxRdf: DocumentReader = {
  id: 'sbom.spdx-rdf',
  title: 'SPDX 2, RDF/XML',
  spec: 'SPDX 2.3, RDF; RDF 1.1 XML Syntax',
  kinds: ['spdx-rdf'],
  read: (file) => readSpdx2(new StatedBuilder(file), parse(file)),
};

type Shape = Record<string, unknown>;

function parse(file: DocumentFile): Spdx2Document {
  const graph = readRdf(file);
  const shaper = new Shaper(graph);
  const faults = graph.fault === undefined ? [] : [graph.fault];
  const found = graph.nodes.some(({ type }) => ELEMENTS.has(type));
  if (graph.found && !found)
    faults.push(
      fault(
        'spdx.no-document',
        'error',
        `"${displayName(file.name)}" is RDF with names of SPDX, and holds no SPDX document.`,
        { offset: 0 },
      ),
    );
  return { root: shaper.document(), serialization: 'rdf', places: shaper.places, faults, found };
}

const ELEMENTS = new Set(['SpdxDocument', 'Package', 'File', 'Snippet']);

/** Properties of RDF that are texts under another name in JSON, or under the same. */
const TEXTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  document: { specVersion: 'spdxVersion', name: 'name', comment: 'comment' },
  creation: { created: 'created', comment: 'comment', licenseListVersion: 'licenseListVersion' },
  package: {
    name: 'name',
    versionInfo: 'versionInfo',
    packageFileName: 'packageFileName',
    supplier: 'supplier',
    originator: 'originator',
    downloadLocation: 'downloadLocation',
    filesAnalyzed: 'filesAnalyzed',
    homepage: 'homepage',
    sourceInfo: 'sourceInfo',
    licenseComments: 'licenseComments',
    copyrightText: 'copyrightText',
    summary: 'summary',
    description: 'description',
    comment: 'comment',
    releaseDate: 'releaseDate',
    builtDate: 'builtDate',
    validUntilDate: 'validUntilDate',
  },
  file: {
    fileName: 'fileName',
    name: 'fileName',
    licenseComments: 'licenseComments',
    copyrightText: 'copyrightText',
    comment: 'comment',
    noticeText: 'noticeText',
  },
  snippet: {
    name: 'name',
    licenseComments: 'licenseComments',
    copyrightText: 'copyrightText',
    comment: 'comment',
  },
  license: { licenseId: 'licenseId', name: 'name', extractedText: 'extractedText', comment: 'comment' },
};

const DOCUMENT = new Set(['SpdxDocument']);
const PACKAGE = new Set(['Package']);
const FILE = new Set(['File']);
const SNIPPET = new Set(['Snippet']);

/** Brings the graph into the shape of SPDX JSON. */
class Shaper {
  readonly places = new Places();
  readonly #graph: RdfGraph;
  readonly #expressions: RdfLicenses;
  readonly #relationships: Shape[] = [];
  readonly #annotations: Shape[] = [];
  /** Ids of external documents by their namespace. */
  readonly #external = new Map<string, string>();

  constructor(graph: RdfGraph) {
    this.#graph = graph;
    this.#expressions = new RdfLicenses(graph);
  }

  document(): Shape {
    const node = this.#nodes(DOCUMENT)[0];
    const root: Shape = {};
    const creation: Shape = {};
    if (node !== undefined) {
      this.places.set(root, node.line);
      root.externalDocumentRefs = this.#inner(node, 'externalDocumentRef').map((one) =>
        this.#externalDocument(one),
      );
      this.#element(root, node, 'document');
      const hash = node.iri?.indexOf('#') ?? -1;
      if (node.iri !== undefined && hash > 0) root.documentNamespace = node.iri.slice(0, hash);
      const data = this.#licenses(node, 'dataLicense')[0];
      if (data !== undefined) root.dataLicense = data;
      const made = this.#inner(node, 'creationInfo')[0];
      if (made !== undefined) {
        copyTexts(creation, made, TEXTS.creation);
        creation.creators = textsOf(made, 'creator');
        root.creationInfo = creation;
      }
      const described = this.#values(node, 'describesPackage').map((value) => this.#name(value));
      if (described.length > 0) root.documentDescribes = described;
    }
    root.packages = this.#nodes(PACKAGE).map((one) => this.#package(one));
    root.files = this.#nodes(FILE).map((one) => this.#file(one));
    root.snippets = this.#nodes(SNIPPET).map((one) => this.#snippet(one));
    root.hasExtractedLicensingInfos = this.#nodes(new Set(['ExtractedLicensingInfo'])).map((one) => {
      const shape: Shape = { licenseId: fragment(one.iri) };
      this.places.set(shape, one.line);
      copyTexts(shape, one, TEXTS.license);
      shape.seeAlsos = textsOf(one, 'seeAlso');
      return shape;
    });
    root.relationships = this.#relationships;
    root.annotations = this.#annotations;
    return root;
  }

  #package(node: RdfNode): Shape {
    const shape: Shape = {};
    this.#element(shape, node, 'package');
    const purpose = this.#terms(node, 'primaryPackagePurpose')[0];
    if (purpose !== undefined) shape.primaryPackagePurpose = purpose.replace(/_/g, '-');
    for (const key of ['licenseConcluded', 'licenseDeclared']) {
      const license = this.#licenses(node, key)[0];
      if (license !== undefined) shape[key] = license;
    }
    shape.licenseInfoFromFiles = this.#licenses(node, 'licenseInfoFromFiles');
    shape.checksums = this.#checksums(node);
    const code = this.#inner(node, 'packageVerificationCode')[0];
    if (code !== undefined)
      shape.packageVerificationCode = {
        packageVerificationCodeValue: textsOf(code, 'packageVerificationCodeValue')[0]?.trim(),
        packageVerificationCodeExcludedFiles: textsOf(code, 'packageVerificationCodeExcludedFile'),
      };
    shape.externalRefs = this.#inner(node, 'externalRef').map((one) => {
      const reference: Shape = {
        referenceCategory: this.#terms(one, 'referenceCategory')[0],
        referenceType: this.#values(one, 'referenceType')
          .map((value) => this.#iri(value))[0]
          ?.replace(/^http:\/\/spdx\.org\/rdf\/references\//, ''),
        referenceLocator: textsOf(one, 'referenceLocator')[0],
      };
      this.places.set(reference, one.line);
      return reference;
    });
    const files = this.#values(node, 'hasFile').map((value) => this.#name(value));
    if (files.length > 0) shape.hasFiles = files;
    return shape;
  }

  #file(node: RdfNode): Shape {
    const shape: Shape = {};
    this.#element(shape, node, 'file');
    const license = this.#licenses(node, 'licenseConcluded')[0];
    if (license !== undefined) shape.licenseConcluded = license;
    shape.licenseInfoInFiles = this.#licenses(node, 'licenseInfoInFile');
    shape.fileTypes = this.#terms(node, 'fileType');
    shape.fileContributors = textsOf(node, 'fileContributor');
    shape.checksums = this.#checksums(node);
    return shape;
  }

  #snippet(node: RdfNode): Shape {
    const shape: Shape = {};
    this.#element(shape, node, 'snippet');
    const license = this.#licenses(node, 'licenseConcluded')[0];
    if (license !== undefined) shape.licenseConcluded = license;
    shape.licenseInfoInSnippets = this.#licenses(node, 'licenseInfoInSnippet');
    const from = this.#values(node, 'snippetFromFile')[0];
    if (from !== undefined) shape.snippetFromFile = this.#name(from);
    return shape;
  }

  /** What every element has: id, texts, relationships, annotations. */
  #element(shape: Shape, node: RdfNode, kind: string): void {
    this.places.set(shape, node.line);
    const id = fragment(node.iri);
    if (id !== undefined) shape.SPDXID = id;
    copyTexts(shape, node, TEXTS[kind]);
    const attributions = textsOf(node, 'attributionText');
    if (attributions.length > 0) shape.attributionTexts = attributions;
    for (const one of this.#inner(node, 'relationship')) {
      const target = this.#values(one, 'relatedSpdxElement')[0];
      const relationship: Shape = {
        spdxElementId: id,
        relationshipType: this.#terms(one, 'relationshipType')[0],
        relatedSpdxElement: target === undefined ? undefined : this.#name(target),
      };
      const [comment] = textsOf(one, 'comment');
      if (comment !== undefined) relationship.comment = comment;
      this.places.set(relationship, one.line);
      this.#relationships.push(relationship);
    }
    for (const one of this.#inner(node, 'annotation')) {
      const annotation: Shape = {
        annotator: textsOf(one, 'annotator')[0],
        annotationDate: textsOf(one, 'annotationDate')[0],
        annotationType: this.#terms(one, 'annotationType')[0],
        comment: textsOf(one, 'comment')[0],
        spdxElementId: id,
      };
      this.places.set(annotation, one.line);
      this.#annotations.push(annotation);
    }
  }

  #externalDocument(node: RdfNode): Shape {
    const named = this.#values(node, 'spdxDocument')[0];
    const id = textsOf(node, 'externalDocumentId')[0] ?? fragment(node.iri);
    const namespace = named === undefined ? undefined : this.#iri(named);
    const shape: Shape = {
      externalDocumentId: id,
      spdxDocument: namespace,
      checksum: this.#checksums(node)[0],
    };
    if (id !== undefined && namespace !== undefined) this.#external.set(namespace.replace(/#$/, ''), id);
    this.places.set(shape, node.line);
    return shape;
  }

  #checksums(node: RdfNode): Shape[] {
    return this.#inner(node, 'checksum').map((one) => {
      const shape: Shape = {
        algorithm: this.#terms(one, 'algorithm')[0]
          ?.replace(/^SHA3_/, 'SHA3-')
          .replace(/^BLAKE2B_?/, 'BLAKE2b-'),
        checksumValue: textsOf(one, 'checksumValue')[0],
      };
      this.places.set(shape, one.line);
      return shape;
    });
  }

  #nodes(types: ReadonlySet<string>): RdfNode[] {
    return this.#graph.nodes.filter(({ type }) => types.has(type));
  }

  #values(node: RdfNode, property: string): readonly RdfValue[] {
    return node.properties.get(property) ?? [];
  }

  #inner(node: RdfNode, property: string): RdfNode[] {
    return this.#values(node, property).flatMap((value) =>
      'node' in value ? (this.#graph.nodes[value.node] ?? []) : [],
    );
  }

  #licenses(node: RdfNode, property: string): string[] {
    return this.#values(node, property).map((value) => this.#expressions.of(value));
  }

  /** Terms of an enumeration: `relationshipType_generatedFrom` is `GENERATED_FROM`. */
  #terms(node: RdfNode, property: string): string[] {
    return this.#values(node, property).map((value) => {
      const term = this.#iri(value).replace(/^.*[#/]/s, '');
      const name = term.slice(term.indexOf('_') + 1);
      return name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
    });
  }

  /** What the document calls an element: the part of its IRI after the hash. */
  #name(value: RdfValue): string {
    const iri = this.#iri(value);
    if (/^http:\/\/spdx\.org\/rdf\/terms#(?:noassertion|none)$/i.test(iri))
      return (fragment(iri) ?? '').toUpperCase();
    const id = fragment(iri) ?? iri;
    const document = this.#external.get(iri.slice(0, Math.max(0, iri.indexOf('#'))));
    return document === undefined ? id : `${document}:${id}`;
  }

  #iri(value: RdfValue): string {
    return 'text' in value ? value.text : (this.#graph.nodes[value.node]?.iri ?? '');
  }
}

function copyTexts(shape: Shape, node: RdfNode, names: Readonly<Record<string, string>> = {}): void {
  for (const [property, key] of Object.entries(names)) {
    const [text] = textsOf(node, property);
    if (text !== undefined) shape[key] ??= text;
  }
}

function textsOf(node: RdfNode, property: string): string[] {
  return (node.properties.get(property) ?? []).flatMap((value) => ('text' in value ? [value.text] : []));
}

/** What follows the hash of an IRI, percent-decoded: `DocumentRef-a%3ASPDXRef-b`. */
function fragment(iri: string | undefined): string | undefined {
  const hash = iri?.indexOf('#') ?? -1;
  if (iri === undefined || hash < 0) return undefined;
  return iri.slice(hash + 1).replace(/%3A/gi, ':');
}
