import { readXml, type XmlElement } from '../base/xml.ts';
import type { DocumentError } from '../model/document.ts';
import { allRefs, readCyclonedx } from './cyclonedx.ts';
import { BEING_CHECKED, verdict } from './cyclonedx-schema.ts';
import { cyclonedxShape } from './cyclonedx-xml-shape.ts';
import { cyclonedxXsd } from './cyclonedx-xsd.ts';
import { StatedBuilder } from './stated-builder.ts';
import type { DocumentFile, DocumentReader, DocumentReading, Validity } from './types.ts';
import { NOT_A_DOCUMENT, unreadDocument } from './unread-document.ts';
import { xmlErrors } from './xml-schema.ts';

const NAMESPACE = 'http://cyclonedx.org/schema/bom/';

export const cyclonedxXml: DocumentReader = {
  id: 'sbom.cyclonedx-xml',
  title: 'CycloneDX, XML',
  spec: 'ECMA-424; https://cyclonedx.org/docs/',
  kinds: ['cyclonedx-xml'],
  read,
};

/** Reads the document in the JSON shape, and holds it against its own XML schema; places are told by line. */
function read(file: DocumentFile): DocumentReading {
  const builder = new StatedBuilder(file);
  const { root, fault } = readXml(file.bytes, file.limits, { namespaces: true });
  if (fault !== undefined) builder.report(fault);
  if (root === undefined) return unreadDocument(builder, 'CycloneDX', 'xml', NOT_A_DOCUMENT);
  const namespace = root.namespace ?? '';
  const version = namespace.startsWith(NAMESPACE) ? namespace.slice(NAMESPACE.length) : '';
  const { json, lineOf } = cyclonedxShape(root, version);
  const head = readCyclonedx(builder, json, 'xml', (part) => lineOf(part), file.limits);
  let refs: ReadonlySet<string> | undefined;
  const partOf = (ref: string) => {
    refs ??= allRefs(json);
    return refs.has(ref);
  };
  const broken: DocumentError[] =
    fault === undefined ? [] : [{ code: fault.code, pointer: `line ${root.line}`, message: fault.message }];
  return builder.done(head, BEING_CHECKED, { partOf, check: () => validity(root, version, broken) });
}

async function validity(
  root: XmlElement,
  version: string,
  broken: readonly DocumentError[],
): Promise<Validity> {
  const tables = await cyclonedxXsd(version);
  if (tables !== undefined)
    return verdict([...broken, ...xmlErrors(root, tables)], `the XML schema of CycloneDX ${version}`);
  const message = 'Its XML namespace is none of a version of CycloneDX: 1.0 to 1.7.';
  const error = { code: 'cyclonedx.version', pointer: `line ${root.line}`, message };
  return { valid: false, validity: message, errors: [...broken, error] };
}
