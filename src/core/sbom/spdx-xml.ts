import { readXml, type XmlElement } from '../base/xml.ts';
import { readSpdx2 } from './spdx2.ts';
import { Places, type Spdx2Document } from './spdx2-document.ts';
import { StatedBuilder } from './stated-builder.ts';
import type { DocumentFile, DocumentReader } from './types.ts';

/** SPDX 2.2 and 2.3 in plain XML: the shape of the JSON serialization, lists as repeated elements. */
export const spdxXml: DocumentReader = {
  id: 'sbom.spdx-xml',
  title: 'SPDX 2, XML',
  spec: 'SPDX 2.3, XML',
  kinds: ['spdx-xml'],
  read: (file) => readSpdx2(new StatedBuilder(file), parse(file)),
};

/** What is a list in JSON even where there is one of it. */
const LISTS = new Set([
  'annotations',
  'artifactOfs',
  'attributionTexts',
  'checksums',
  'creators',
  'crossRefs',
  'documentDescribes',
  'externalDocumentRefs',
  'externalRefs',
  'fileContributors',
  'fileDependencies',
  'fileTypes',
  'files',
  'hasExtractedLicensingInfos',
  'hasFiles',
  'licenseInfoFromFiles',
  'licenseInfoInFiles',
  'licenseInfoInSnippets',
  'packageVerificationCodeExcludedFiles',
  'packages',
  'ranges',
  'relationships',
  'revieweds',
  'seeAlsos',
  'snippets',
]);

function parse(file: DocumentFile): Spdx2Document {
  const { root, fault } = readXml(file.bytes, file.limits);
  const places = new Places();
  return {
    root: root === undefined ? {} : shapeOf(root, places),
    serialization: 'xml',
    places,
    faults: fault === undefined ? [] : [fault],
    found: root !== undefined,
  };
}

/** The object an element with children is. Depth is that of the XML, which is bounded. */
function shapeOf(element: XmlElement, places: Places): Record<string, unknown> {
  const shape: Record<string, unknown> = Object.create(null);
  places.set(shape, element.line);
  for (const child of element.children) {
    const value = child.children.length === 0 ? child.text : shapeOf(child, places);
    const known = shape[child.name];
    if (Array.isArray(known)) known.push(value);
    else if (LISTS.has(child.name)) shape[child.name] = [value];
    // A single element that is given twice: the first counts.
    else if (known === undefined) shape[child.name] = value;
  }
  return shape;
}
