import { displayName } from '../base/names.ts';
import { readXml, type XmlElement } from '../base/xml.ts';
import type { ReadingBuilder } from './reading-builder.ts';

/**
 * The root of an XML document, as far as it could be read; what is wrong is told. `as` ends the sentence: `as a POM`.
 * A document with a document type declaration gives nothing.
 */
export function readXmlFile(out: ReadingBuilder, bytes: Uint8Array, as: string): XmlElement | undefined {
  const { root, fault } = readXml(bytes, out.limits);
  if (fault === undefined) return root;
  const { code, severity, message, offset } = fault;
  const kept = root === undefined || code === 'xml.doctype' ? 'was not read' : 'was read in part';
  out.fault(code, severity, `"${displayName(out.path)}" ${kept} ${as}. ${message}`, offset);
  return code === 'xml.doctype' ? undefined : root;
}
