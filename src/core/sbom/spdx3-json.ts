import { isJsonObject, own, ownText } from '../base/json-shape.ts';
import { displayName } from '../base/names.ts';
import { fault } from '../base/result.ts';
import type { ExternalDocument, Party, StatedDocument } from '../model/document.ts';
import { hashText } from './hash-text.ts';
import { readJsonObject } from './json-document.ts';
import { componentOf, elementFacts, partyOf, purlOf } from './spdx3-element.ts';
import { listOf, readGraph, type Spdx3Element, type Spdx3Graph } from './spdx3-graph.ts';
import { Spdx3Links } from './spdx3-links.ts';
import { spdx3Validity } from './spdx3-rules.ts';
import { spdx3Vex } from './spdx3-vex.ts';
import { StatedBuilder } from './stated-builder.ts';
import type { DocumentFile, DocumentReader, DocumentReading } from './types.ts';
import { NOT_A_DOCUMENT, unreadDocument } from './unread-document.ts';

/** SPDX 3.0 in compacted JSON-LD, by the context of SPDX alone: nothing is fetched. */
export const spdx3Json: DocumentReader = {
  id: 'sbom.spdx3-json',
  title: 'SPDX 3, JSON-LD',
  spec: 'SPDX 3.0.1',
  kinds: ['spdx3-json'],
  read,
};

function read(file: DocumentFile): DocumentReading {
  const builder = new StatedBuilder(file);
  const { value, faults } = readJsonObject(file, 'SPDX');
  for (const found of faults) builder.report(found);
  if (value === undefined) return unreadDocument(builder, 'SPDX', 'json', NOT_A_DOCUMENT);
  const graph = readGraph(value);
  if (typeof graph === 'string') return unsupported(file, builder, graph);

  for (const element of graph.elements) {
    const kind = componentOf(element);
    if (kind === undefined) continue;
    const { part, id, pointer } = element;
    const number = builder.component({
      type: kind.type,
      name: ownText(part, 'name') ?? ownText(part, 'build_buildType') ?? '',
      version: ownText(part, 'software_packageVersion'),
      purl: purlOf(part),
      pointer,
      localId: id,
      uncounted: !kind.counted,
    });
    if (number === undefined) break;
    elementFacts(builder, number, graph, element);
  }
  const links = new Spdx3Links(builder, graph);
  links.read();
  const head = headOf(graph);
  const imported = new Set(head.external.map(({ ref }) => ref));
  return builder.done(
    {
      ...head,
      describes: describes(builder, graph, links),
      completeness: links.completeness,
      vex: spdx3Vex(graph),
    },
    { valid: undefined, validity: 'Not yet held against the rules of SPDX.', errors: [] },
    // An agent, a licence or a document is an element too, and no component: what leads to it does not dangle.
    {
      check: () => spdx3Validity(graph),
      partOf: (id) => graph.find(id) !== undefined,
      outside: (id) => imported.has(id),
    },
  );
}

/** A document whose names cannot be understood states nothing; that is not the same as being wrong. */
function unsupported(file: DocumentFile, builder: StatedBuilder, why: string): DocumentReading {
  builder.report(
    fault('spdx.unsupported', 'error', `"${displayName(file.name)}" was not read as SPDX 3. ${why}`, {
      offset: 0,
    }),
  );
  const reading = unreadDocument(builder, 'SPDX', 'json', NOT_A_DOCUMENT);
  const document: StatedDocument = {
    ...reading.document,
    valid: undefined,
    validity: `Not checkable. ${why}`,
    errors: [],
  };
  return { ...reading, document };
}

function headOf(graph: Spdx3Graph) {
  const document = graph.elements.find(({ type }) => type === 'SpdxDocument');
  const sbom = graph.elements.find(({ type }) => type === 'software_Sbom');
  const about = document ?? sbom;
  const creation = creationOf(graph, about);
  const created = creation === undefined ? undefined : ownText(creation, 'created');
  const title = (about && ownText(about.part, 'name')) ?? (sbom && ownText(sbom.part, 'name'));
  const parties = (key: string, role: Party['role']) =>
    creation === undefined ? [] : listOf(creation, key).flatMap((one) => partyOf(graph, one, role) ?? []);
  return {
    format: 'SPDX',
    version: (creation && ownText(creation, 'specVersion')) ?? graph.version,
    serialization: 'json',
    ...(about?.id === undefined ? {} : { id: about.id }),
    ...(title === undefined ? {} : { title }),
    ...(created === undefined ? {} : { created }),
    parties: [...parties('createdBy', 'author'), ...parties('createdUsing', 'tool')],
    lifecycles: [
      ...new Set(
        graph.elements
          .filter(({ type }) => type === 'software_Sbom')
          .flatMap(({ part }) => [...listOf(part, 'software_sbomType'), ...listOf(part, 'sbomType')])
          .filter((one) => typeof one === 'string'),
      ),
    ],
    external: externalDocuments(graph, document),
  } as const;
}

/** Creation information of an element: inline, or the node it refers to; else the first there is. */
function creationOf(graph: Spdx3Graph, element: Spdx3Element | undefined) {
  const value = element === undefined ? undefined : own(element.part, 'creationInfo');
  if (isJsonObject(value)) return value;
  const id = graph.id(value);
  const referred = id === undefined ? undefined : graph.find(id);
  return (referred ?? graph.elements.find(({ type }) => type === 'CreationInfo'))?.part;
}

/** Roots: what the SBOMs, or else the document, name as root elements, and what is said to be described. */
function describes(builder: StatedBuilder, graph: Spdx3Graph, links: Spdx3Links): string[] {
  const roots = new Set<number>();
  const open = graph.elements.filter(({ type }) => type === 'software_Sbom' || type === 'SpdxDocument');
  for (const { part } of open) {
    for (const reference of listOf(part, 'rootElement')) {
      const number = builder.find(graph.id(reference) ?? '');
      if (number !== undefined) roots.add(number);
    }
  }
  for (const number of links.described) roots.add(number);
  return [...roots].map(String);
}

function externalDocuments(graph: Spdx3Graph, document: Spdx3Element | undefined): ExternalDocument[] {
  if (document === undefined) return [];
  return listOf(document.part, 'import').flatMap((one, i) => {
    if (!isJsonObject(one)) return [];
    const ref = graph.id(own(one, 'externalSpdxId'));
    const digests = listOf(one, 'verifiedUsing').flatMap((hash) =>
      isJsonObject(hash) ? (hashText(ownText(hash, 'algorithm'), ownText(hash, 'hashValue')) ?? []) : [],
    );
    return ref === undefined ? [] : [{ ref, digests, pointer: `${document.pointer}/import/${i}` }];
  });
}
