import { isJsonObject, type JsonObject, own, ownList, ownObject, ownText } from '../base/json-shape.ts';
import { licensesOf, readLicense } from '../base/license-expression.ts';
import type { DocumentError } from '../model/document.ts';
import { type Spdx2Document, truth } from './spdx2-document.ts';
import { checkFields, type Tell } from './spdx2-fields.ts';
import { SINCE_2_3, spdxRelation } from './spdx2-relations.ts';
import { checkChecksum, checkDate, checkDocument, checkParty } from './spdx2-values.ts';
import type { Validity } from './types.ts';

const VERSIONS = ['SPDX-2.0', 'SPDX-2.1', 'SPDX-2.2', 'SPDX-2.3'];
/** The thousand-and-first error of a document tells nobody more than the first thousand. */
const MOST_ERRORS = 1000;
const ID = /^SPDXRef-[A-Za-z0-9.-]+$/;

/**
 * Holds a document against the rules of its version: fields and types, required fields, ids, references, relationship
 * types, checksums, dates, parties, licence expressions, and what the document describes.
 */
export function spdx2Validity({ root, places, serialization }: Spdx2Document): Validity {
  const version = ownText(root, 'spdxVersion') ?? '';
  if (version !== '' && !VERSIONS.includes(version)) {
    const message = `"${version.slice(0, 40)}" is no version of SPDX 2 that Loupe knows the rules of.`;
    return {
      valid: false,
      validity: message,
      errors: [{ code: 'spdx.version', pointer: '/spdxVersion', message }],
    };
  }
  const errors: DocumentError[] = [];
  let more = 0;
  const tell: Tell = (code, holder, pointer, message) => {
    if (errors.length < MOST_ERRORS) errors.push({ code, pointer: places.of(holder, pointer), message });
    else more++;
  };
  const until22 = version !== '' && version !== 'SPDX-2.3';
  checkFields(root, until22, tell);
  checkDocument(root, tell);
  const ids = collectIds(root, tell);
  checkElements(root, until22, tell);
  checkReferences(root, ids, until22, tell);
  checkDescribes(root, tell);
  const named = version === '' ? 'SPDX 2.3' : version.replace('-', ' ');
  const held = `fields, types, ids, references, checksums, dates and licences`;
  const rest = more === 0 ? '' : ` ${more.toLocaleString('en')} further errors are not listed.`;
  return errors.length > 0
    ? { valid: false, validity: `Breaks rules of ${named}.${rest}`, errors }
    : {
        valid: true,
        validity: `Holds the rules of ${named} for ${held}${serialization === 'json' ? '' : `, read as its JSON`}.`,
        errors,
      };
}

/** Ids of elements; one that is given twice, or has not the form `SPDXRef-…`, is an error. */
function collectIds(root: JsonObject, tell: Tell): Set<string> {
  const ids = new Set<string>();
  const add = (holder: JsonObject, pointer: string) => {
    const id = ownText(holder, 'SPDXID');
    if (id === undefined || id === '') return;
    if (!ID.test(id)) tell('spdx.id', holder, `${pointer}/SPDXID`, `"${id.slice(0, 80)}" is no SPDX id.`);
    if (ids.has(id)) tell('spdx.duplicate-id', holder, `${pointer}/SPDXID`, `"${id}" is given twice.`);
    ids.add(id);
  };
  add(root, '');
  for (const list of ['packages', 'files', 'snippets'])
    for (const [i, part] of objects(root, list)) add(part, `/${list}/${i}`);
  return ids;
}

function* objects(holder: JsonObject, list: string): Generator<readonly [number, JsonObject]> {
  for (const [i, part] of ownList(holder, list).entries()) if (isJsonObject(part)) yield [i, part];
}

const PURPOSES = new Set([
  'APPLICATION',
  'FRAMEWORK',
  'LIBRARY',
  'CONTAINER',
  'OPERATING-SYSTEM',
  'DEVICE',
  'FIRMWARE',
  'SOURCE',
  'ARCHIVE',
  'FILE',
  'INSTALL',
  'OTHER',
]);
const CATEGORIES = new Set([
  'SECURITY',
  'PACKAGE-MANAGER',
  'PERSISTENT-ID',
  'OTHER',
  'PACKAGE_MANAGER',
  'PERSISTENT_ID',
]);

function checkElements(root: JsonObject, until22: boolean, tell: Tell): void {
  const licenses = definedLicenses(root, tell);
  for (const [i, part] of objects(root, 'packages')) {
    const at = `/packages/${i}`;
    for (const key of ['licenseConcluded', 'licenseDeclared']) checkLicense(part, key, at, licenses, tell);
    for (const key of ['supplier', 'originator']) checkParty(part, key, at, true, tell);
    for (const key of ['releaseDate', 'builtDate', 'validUntilDate']) checkDate(part, key, at, tell);
    checkChecksums(part, at, tell);
    const purpose = ownText(part, 'primaryPackagePurpose');
    if (purpose !== undefined && !PURPOSES.has(purpose.replace(/_/g, '-')))
      tell(
        'spdx.value',
        part,
        `${at}/primaryPackagePurpose`,
        `"${purpose.slice(0, 80)}" is no package purpose.`,
      );
    for (const [k, reference] of objects(part, 'externalRefs')) {
      const category = ownText(reference, 'referenceCategory');
      if (category !== undefined && !CATEGORIES.has(category))
        tell(
          'spdx.value',
          reference,
          `${at}/externalRefs/${k}`,
          `"${category.slice(0, 80)}" is no reference category.`,
        );
    }
    const code = own(part, 'packageVerificationCode');
    const analyzed = truth(own(part, 'filesAnalyzed')) ?? true;
    if (isJsonObject(code)) {
      const value = ownText(code, 'packageVerificationCodeValue')?.trim() ?? '';
      if (!/^[0-9a-f]{40}$/.test(value))
        tell(
          'spdx.verification-code',
          part,
          `${at}/packageVerificationCode`,
          'The verification code is no SHA-1.',
        );
      if (!analyzed)
        tell(
          'spdx.verification-code',
          part,
          `${at}/packageVerificationCode`,
          'A package whose files were not analyzed has a verification code.',
        );
    } else if (analyzed && until22 && own(part, 'filesAnalyzed') !== undefined)
      tell(
        'spdx.verification-code',
        part,
        at,
        'A package whose files were analyzed has no verification code.',
      );
  }
  for (const [i, part] of objects(root, 'files')) {
    checkLicense(part, 'licenseConcluded', `/files/${i}`, licenses, tell);
    checkChecksums(part, `/files/${i}`, tell);
  }
  for (const [i, part] of objects(root, 'snippets'))
    checkLicense(part, 'licenseConcluded', `/snippets/${i}`, licenses, tell);
}

/** Licences that the document brings itself. */
function definedLicenses(root: JsonObject, tell: Tell): Set<string> {
  const defined = new Set<string>();
  for (const [i, license] of objects(root, 'hasExtractedLicensingInfos')) {
    const id = ownText(license, 'licenseId') ?? '';
    if (id !== '' && !/^LicenseRef-[A-Za-z0-9.-]+$/.test(id))
      tell(
        'spdx.id',
        license,
        `/hasExtractedLicensingInfos/${i}/licenseId`,
        `"${id.slice(0, 80)}" is no licence id of a document.`,
      );
    defined.add(id);
  }
  return defined;
}

function checkLicense(
  part: JsonObject,
  key: string,
  pointer: string,
  defined: ReadonlySet<string>,
  tell: Tell,
): void {
  const text = ownText(part, key);
  if (text === undefined || text === '') return;
  const reading = readLicense(text);
  const at = `${pointer}/${key}`;
  if (reading.kind === 'invalid')
    tell('spdx.license', part, at, `"${text.slice(0, 80)}" is no licence expression: ${reading.why}.`);
  if (reading.kind !== 'expression') return;
  for (const id of licensesOf(reading.node)) {
    if (id.startsWith('LicenseRef-') && !defined.has(id))
      tell('spdx.undefined-license', part, at, `The document does not define "${id}".`);
  }
}

function checkChecksums(part: JsonObject, pointer: string, tell: Tell): void {
  for (const [i, checksum] of objects(part, 'checksums'))
    checkChecksum(checksum, `${pointer}/checksums/${i}`, tell);
}

/** Every end of a relationship is an element of the document, or of an external one that it names. */
function checkReferences(root: JsonObject, ids: ReadonlySet<string>, until22: boolean, tell: Tell): void {
  const documents = new Set<string>();
  for (const [i, one] of objects(root, 'externalDocumentRefs')) {
    const id = ownText(one, 'externalDocumentId') ?? '';
    const at = `/externalDocumentRefs/${i}`;
    if (id !== '' && !/^DocumentRef-[A-Za-z0-9.+-]+$/.test(id))
      tell(
        'spdx.id',
        one,
        `${at}/externalDocumentId`,
        `"${id.slice(0, 80)}" is no id of an external document.`,
      );
    checkChecksum(ownObject(one, 'checksum'), `${at}/checksum`, tell);
    documents.add(id);
  }
  const resolve = (id: string, holder: JsonObject, pointer: string) => {
    const colon = id.startsWith('DocumentRef-') ? id.indexOf(':') : -1;
    if (colon >= 0) {
      if (!documents.has(id.slice(0, colon)))
        tell(
          'spdx.unknown-document',
          holder,
          pointer,
          `The document names no external document "${id.slice(0, colon)}".`,
        );
    } else if (!ids.has(id))
      tell('spdx.dangling-element', holder, pointer, `The document has no element "${id.slice(0, 80)}".`);
  };
  for (const [i, one] of objects(root, 'relationships')) {
    const at = `/relationships/${i}`;
    const from = ownText(one, 'spdxElementId') ?? '';
    const to = ownText(one, 'relatedSpdxElement') ?? '';
    if (from !== '') resolve(from, one, `${at}/spdxElementId`);
    if (to !== '' && to !== 'NONE' && to !== 'NOASSERTION') resolve(to, one, `${at}/relatedSpdxElement`);
    const type = ownText(one, 'relationshipType') ?? '';
    if (type !== '' && (spdxRelation(type) === undefined || (until22 && SINCE_2_3.has(type))))
      tell(
        'spdx.relationship',
        one,
        `${at}/relationshipType`,
        `"${type.slice(0, 80)}" is no relationship of this version.`,
      );
  }
  for (const id of ownList(root, 'documentDescribes'))
    if (typeof id === 'string') resolve(id, root, '/documentDescribes');
  for (const [i, part] of objects(root, 'packages'))
    for (const id of ownList(part, 'hasFiles'))
      if (typeof id === 'string') resolve(id, part, `/packages/${i}/hasFiles`);
  for (const [i, part] of objects(root, 'snippets')) {
    const file = ownText(part, 'snippetFromFile') ?? '';
    if (file !== '') resolve(file, part, `/snippets/${i}/snippetFromFile`);
  }
}

/** A document that holds more than one package or file says what it describes (clause 11.1). */
function checkDescribes(root: JsonObject, tell: Tell): void {
  const self = ownText(root, 'SPDXID');
  const elements = ownList(root, 'packages').length + ownList(root, 'files').length;
  if (elements <= 1 || ownList(root, 'documentDescribes').length > 0) return;
  for (const [, one] of objects(root, 'relationships')) {
    const type = ownText(one, 'relationshipType');
    if (type === 'DESCRIBES' && ownText(one, 'spdxElementId') === self) return;
    if (type === 'DESCRIBED_BY' && ownText(one, 'relatedSpdxElement') === self) return;
  }
  tell('spdx.describes', root, '', 'The document does not say what it describes.');
}
