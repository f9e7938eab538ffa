import { isJsonObject, type JsonObject, own, ownList, pointerSegment } from '../base/json-shape.ts';
import { truth } from './spdx2-document.ts';

type Kind = 'text' | 'texts' | 'truth' | 'any' | { readonly one: ShapeName } | { readonly list: ShapeName };

type ShapeName =
  | 'document'
  | 'creationInfo'
  | 'externalDocumentRef'
  | 'license'
  | 'annotation'
  | 'review'
  | 'package'
  | 'checksum'
  | 'externalRef'
  | 'verificationCode'
  | 'file'
  | 'snippet'
  | 'relationship';

interface ShapeRule {
  readonly fields: Readonly<Record<string, Kind>>;
  readonly required: readonly string[];
  /** What 2.3 made optional. */
  readonly requiredUntil22?: readonly string[];
}

/** Fields of SPDX 2.3 as its JSON serialization has them (clauses 6 to 12; JSON schema of the specification). */
const SHAPES: Readonly<Record<ShapeName, ShapeRule>> = {
  document: {
    fields: {
      $schema: 'text',
      SPDXID: 'text',
      spdxVersion: 'text',
      dataLicense: 'text',
      name: 'text',
      documentNamespace: 'text',
      comment: 'text',
      creationInfo: { one: 'creationInfo' },
      externalDocumentRefs: { list: 'externalDocumentRef' },
      hasExtractedLicensingInfos: { list: 'license' },
      annotations: { list: 'annotation' },
      revieweds: { list: 'review' },
      documentDescribes: 'texts',
      packages: { list: 'package' },
      files: { list: 'file' },
      snippets: { list: 'snippet' },
      relationships: { list: 'relationship' },
    },
    required: ['SPDXID', 'spdxVersion', 'dataLicense', 'name', 'documentNamespace', 'creationInfo'],
  },
  creationInfo: {
    fields: { comment: 'text', created: 'text', creators: 'texts', licenseListVersion: 'text' },
    required: ['created', 'creators'],
  },
  externalDocumentRef: {
    fields: { externalDocumentId: 'text', spdxDocument: 'text', checksum: { one: 'checksum' } },
    required: ['externalDocumentId', 'spdxDocument', 'checksum'],
  },
  license: {
    fields: {
      licenseId: 'text',
      extractedText: 'text',
      name: 'text',
      comment: 'text',
      seeAlsos: 'texts',
      crossRefs: 'any',
    },
    required: ['licenseId', 'extractedText'],
  },
  annotation: {
    fields: {
      annotationDate: 'text',
      annotationType: 'text',
      annotator: 'text',
      comment: 'text',
      spdxElementId: 'text',
    },
    required: ['annotationDate', 'annotationType', 'annotator', 'comment'],
  },
  review: { fields: { comment: 'text', reviewDate: 'text', reviewer: 'text' }, required: ['reviewDate'] },
  package: {
    fields: {
      SPDXID: 'text',
      name: 'text',
      versionInfo: 'text',
      packageFileName: 'text',
      supplier: 'text',
      originator: 'text',
      downloadLocation: 'text',
      filesAnalyzed: 'truth',
      packageVerificationCode: { one: 'verificationCode' },
      checksums: { list: 'checksum' },
      homepage: 'text',
      sourceInfo: 'text',
      licenseConcluded: 'text',
      licenseDeclared: 'text',
      licenseInfoFromFiles: 'texts',
      licenseComments: 'text',
      copyrightText: 'text',
      summary: 'text',
      description: 'text',
      comment: 'text',
      externalRefs: { list: 'externalRef' },
      attributionTexts: 'texts',
      annotations: { list: 'annotation' },
      hasFiles: 'texts',
      primaryPackagePurpose: 'text',
      releaseDate: 'text',
      builtDate: 'text',
      validUntilDate: 'text',
    },
    required: ['SPDXID', 'name', 'downloadLocation'],
    requiredUntil22: ['licenseConcluded', 'licenseDeclared', 'copyrightText'],
  },
  checksum: {
    fields: { algorithm: 'text', checksumValue: 'text' },
    required: ['algorithm', 'checksumValue'],
  },
  externalRef: {
    fields: { comment: 'text', referenceCategory: 'text', referenceType: 'text', referenceLocator: 'text' },
    required: ['referenceCategory', 'referenceType', 'referenceLocator'],
  },
  verificationCode: {
    fields: { packageVerificationCodeValue: 'text', packageVerificationCodeExcludedFiles: 'texts' },
    required: ['packageVerificationCodeValue'],
  },
  file: {
    fields: {
      SPDXID: 'text',
      fileName: 'text',
      fileTypes: 'texts',
      checksums: { list: 'checksum' },
      licenseConcluded: 'text',
      licenseInfoInFiles: 'texts',
      licenseComments: 'text',
      copyrightText: 'text',
      comment: 'text',
      noticeText: 'text',
      fileContributors: 'texts',
      fileDependencies: 'texts',
      attributionTexts: 'texts',
      annotations: { list: 'annotation' },
      artifactOfs: 'any',
      artifactOfNames: 'texts',
      artifactOfHomepages: 'texts',
      artifactOfUris: 'texts',
    },
    required: ['SPDXID', 'fileName', 'checksums'],
    requiredUntil22: ['licenseConcluded', 'licenseInfoInFiles', 'copyrightText'],
  },
  snippet: {
    fields: {
      SPDXID: 'text',
      name: 'text',
      snippetFromFile: 'text',
      ranges: 'any',
      byteRange: 'text',
      lineRange: 'text',
      licenseConcluded: 'text',
      licenseInfoInSnippets: 'texts',
      licenseComments: 'text',
      copyrightText: 'text',
      comment: 'text',
      attributionTexts: 'texts',
      annotations: { list: 'annotation' },
    },
    required: ['SPDXID', 'snippetFromFile'],
  },
  relationship: {
    fields: { spdxElementId: 'text', relationshipType: 'text', relatedSpdxElement: 'text', comment: 'text' },
    required: ['spdxElementId', 'relationshipType', 'relatedSpdxElement'],
  },
};

/** Takes what is wrong: a code, the object it is wrong in, where the field stands below it, and a sentence. */
export type Tell = (code: string, holder: unknown, pointer: string, message: string) => void;

/** Holds fields, their types and the required ones of a whole document. */
export function checkFields(root: JsonObject, until22: boolean, tell: Tell): void {
  checkShape('document', root, '', until22, tell);
}

function checkShape(
  name: ShapeName,
  object: JsonObject,
  pointer: string,
  until22: boolean,
  tell: Tell,
): void {
  const { fields, required, requiredUntil22 = [] } = SHAPES[name];
  for (const key of until22 ? [...required, ...requiredUntil22] : required) {
    const value = own(object, key);
    const empty =
      value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
    if (empty) tell('spdx.required', object, pointer, `"${key}" is missing.`);
  }
  for (const key of Object.keys(object)) {
    const at = `${pointer}${pointerSegment(key)}`;
    const kind = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (kind === undefined)
      tell('spdx.unknown-field', object, at, `SPDX has no field "${key.slice(0, 80)}" here.`);
    else checkValue(kind, object, key, at, until22, tell);
  }
}

function checkValue(
  kind: Kind,
  holder: JsonObject,
  key: string,
  at: string,
  until22: boolean,
  tell: Tell,
): void {
  const value = own(holder, key);
  const wrong = (what: string) => tell('spdx.type', holder, at, `"${key}" is no ${what}.`);
  if (value === undefined || kind === 'any') return;
  if (kind === 'text') {
    if (typeof value !== 'string') wrong('text');
  } else if (kind === 'truth') {
    if (truth(value) === undefined) wrong('truth value');
  } else if (kind === 'texts') {
    if (!Array.isArray(value)) wrong('list');
    else if (!value.every((item) => typeof item === 'string')) wrong('list of texts');
  } else if ('one' in kind) {
    if (isJsonObject(value)) checkShape(kind.one, value, at, until22, tell);
    else wrong('object');
  } else if (!Array.isArray(value)) wrong('list');
  else {
    for (const [i, item] of ownList(holder, key).entries()) {
      if (isJsonObject(item)) checkShape(kind.list, item, `${at}/${i}`, until22, tell);
      else tell('spdx.type', holder, `${at}/${i}`, `An item of "${key}" is no object.`);
    }
  }
}
