import { decodeLatin1, decodeUtf8 } from '../base/bytes.ts';
import { displayName } from '../base/names.ts';
import { type Fault, fault } from '../base/result.ts';
import { tagLines } from './spdx-tag-lines.ts';
import { readSpdx2 } from './spdx2.ts';
import { Places, type Spdx2Document } from './spdx2-document.ts';
import { StatedBuilder } from './stated-builder.ts';
import type { DocumentFile, DocumentReader } from './types.ts';

/** SPDX 2.1 to 2.3 in tag-value. */
export const spdxTagValue: DocumentReader = {
  id: 'sbom.spdx-tag-value',
  title: 'SPDX 2, tag-value',
  spec: 'SPDX 2.3, tag-value',
  kinds: ['spdx-tag-value'],
  read: (file) => readSpdx2(new StatedBuilder(file), parseTagValue(file)),
};

type Section =
  | 'document'
  | 'creation'
  | 'package'
  | 'file'
  | 'snippet'
  | 'license'
  | 'relationship'
  | 'annotation'
  | 'review';

type Shape = Record<string, unknown>;

interface Tag {
  readonly in: Section;
  /** Key of the JSON serialization. */
  readonly key: string;
  readonly list?: true;
  /** Starts a new element of its section. */
  readonly starts?: true;
  readonly as?: (value: string) => unknown;
}

const TAGS: Readonly<Record<string, Tag>> = {
  SPDXVersion: { in: 'document', key: 'spdxVersion' },
  DataLicense: { in: 'document', key: 'dataLicense' },
  DocumentName: { in: 'document', key: 'name' },
  DocumentNamespace: { in: 'document', key: 'documentNamespace' },
  DocumentComment: { in: 'document', key: 'comment' },
  ExternalDocumentRef: { in: 'document', key: 'externalDocumentRefs', list: true, as: externalDocument },
  LicenseListVersion: { in: 'creation', key: 'licenseListVersion' },
  Creator: { in: 'creation', key: 'creators', list: true },
  Created: { in: 'creation', key: 'created' },
  CreatorComment: { in: 'creation', key: 'comment' },
  PackageName: { in: 'package', key: 'name', starts: true },
  PackageVersion: { in: 'package', key: 'versionInfo' },
  PackageFileName: { in: 'package', key: 'packageFileName' },
  PackageSupplier: { in: 'package', key: 'supplier' },
  PackageOriginator: { in: 'package', key: 'originator' },
  PackageDownloadLocation: { in: 'package', key: 'downloadLocation' },
  FilesAnalyzed: { in: 'package', key: 'filesAnalyzed' },
  PackageVerificationCode: { in: 'package', key: 'packageVerificationCode', as: verificationCode },
  PackageChecksum: { in: 'package', key: 'checksums', list: true, as: checksum },
  PackageHomePage: { in: 'package', key: 'homepage' },
  PackageSourceInfo: { in: 'package', key: 'sourceInfo' },
  PackageLicenseConcluded: { in: 'package', key: 'licenseConcluded' },
  PackageLicenseInfoFromFiles: { in: 'package', key: 'licenseInfoFromFiles', list: true },
  PackageLicenseDeclared: { in: 'package', key: 'licenseDeclared' },
  PackageLicenseComments: { in: 'package', key: 'licenseComments' },
  PackageCopyrightText: { in: 'package', key: 'copyrightText' },
  PackageSummary: { in: 'package', key: 'summary' },
  PackageDescription: { in: 'package', key: 'description' },
  PackageComment: { in: 'package', key: 'comment' },
  PackageAttributionText: { in: 'package', key: 'attributionTexts', list: true },
  PrimaryPackagePurpose: { in: 'package', key: 'primaryPackagePurpose' },
  ReleaseDate: { in: 'package', key: 'releaseDate' },
  BuiltDate: { in: 'package', key: 'builtDate' },
  ValidUntilDate: { in: 'package', key: 'validUntilDate' },
  ExternalRef: { in: 'package', key: 'externalRefs', list: true, as: externalRef },
  FileName: { in: 'file', key: 'fileName', starts: true },
  FileType: { in: 'file', key: 'fileTypes', list: true },
  FileChecksum: { in: 'file', key: 'checksums', list: true, as: checksum },
  LicenseConcluded: { in: 'file', key: 'licenseConcluded' },
  LicenseInfoInFile: { in: 'file', key: 'licenseInfoInFiles', list: true },
  LicenseComments: { in: 'file', key: 'licenseComments' },
  FileCopyrightText: { in: 'file', key: 'copyrightText' },
  FileComment: { in: 'file', key: 'comment' },
  FileNotice: { in: 'file', key: 'noticeText' },
  FileContributor: { in: 'file', key: 'fileContributors', list: true },
  FileDependency: { in: 'file', key: 'fileDependencies', list: true },
  FileAttributionText: { in: 'file', key: 'attributionTexts', list: true },
  ArtifactOfProjectName: { in: 'file', key: 'artifactOfNames', list: true },
  ArtifactOfProjectHomePage: { in: 'file', key: 'artifactOfHomepages', list: true },
  ArtifactOfProjectURI: { in: 'file', key: 'artifactOfUris', list: true },
  SnippetSPDXID: { in: 'snippet', key: 'SPDXID', starts: true },
  SnippetSPDXIdentifier: { in: 'snippet', key: 'SPDXID', starts: true },
  SnippetFromFileSPDXID: { in: 'snippet', key: 'snippetFromFile' },
  SnippetByteRange: { in: 'snippet', key: 'byteRange' },
  SnippetLineRange: { in: 'snippet', key: 'lineRange' },
  SnippetLicenseConcluded: { in: 'snippet', key: 'licenseConcluded' },
  LicenseInfoInSnippet: { in: 'snippet', key: 'licenseInfoInSnippets', list: true },
  SnippetLicenseComments: { in: 'snippet', key: 'licenseComments' },
  SnippetCopyrightText: { in: 'snippet', key: 'copyrightText' },
  SnippetComment: { in: 'snippet', key: 'comment' },
  SnippetName: { in: 'snippet', key: 'name' },
  SnippetAttributionText: { in: 'snippet', key: 'attributionTexts', list: true },
  LicenseID: { in: 'license', key: 'licenseId', starts: true },
  ExtractedText: { in: 'license', key: 'extractedText' },
  LicenseName: { in: 'license', key: 'name' },
  LicenseCrossReference: { in: 'license', key: 'seeAlsos', list: true },
  LicenseComment: { in: 'license', key: 'comment' },
  RelationshipComment: { in: 'relationship', key: 'comment' },
  Annotator: { in: 'annotation', key: 'annotator', starts: true },
  AnnotationDate: { in: 'annotation', key: 'annotationDate' },
  AnnotationType: { in: 'annotation', key: 'annotationType' },
  SPDXREF: { in: 'annotation', key: 'spdxElementId' },
  AnnotationComment: { in: 'annotation', key: 'comment' },
  Reviewer: { in: 'review', key: 'reviewer', starts: true },
  ReviewDate: { in: 'review', key: 'reviewDate' },
  ReviewComment: { in: 'review', key: 'comment' },
};

/** Where the elements of a section are listed in the document. */
const LISTS: Partial<Record<Section, string>> = {
  package: 'packages',
  file: 'files',
  snippet: 'snippets',
  license: 'hasExtractedLicensingInfos',
  relationship: 'relationships',
  annotation: 'annotations',
  review: 'revieweds',
};

/** Reads the tags into the shape of SPDX JSON. A file that follows a package belongs to it (SPDX 2.3, clause 8). */
export function parseTagValue(file: DocumentFile): Spdx2Document {
  const faults: Fault[] = [];
  const decoded = decodeUtf8(file.bytes);
  if (decoded === undefined)
    faults.push(
      fault(
        'spdx.encoding',
        'warning',
        `"${displayName(file.name)}" is not UTF-8, which SPDX asks for; it is read one byte a character.`,
        { offset: 0 },
      ),
    );
  const text = (decoded ?? decodeLatin1(file.bytes)).replace(/^\ufeff/, '');
  const reader = new TagReader(file.name, faults);
  for (const { tag, value, line } of tagLines(text, file.name, faults)) reader.tag(tag, value, line);
  return { root: reader.root, serialization: 'tag-value', places: reader.places, faults, found: true };
}

class TagReader {
  readonly places = new Places();
  readonly root: Shape = {};
  readonly #name: string;
  readonly #faults: Fault[];
  readonly #open = new Map<Section, Shape>();
  /** What an `SPDXID` line names: the element that was started last. */
  #last: Shape = this.root;

  constructor(name: string, faults: Fault[]) {
    this.#name = name;
    this.#faults = faults;
    const creation: Shape = {};
    this.#open.set('document', this.root).set('creation', creation);
    this.root.creationInfo = creation;
  }

  tag(tag: string, value: string, line: number): void {
    if (tag === 'SPDXID') this.#identify(value, line);
    else if (tag === 'Relationship') this.#relate(value, line);
    else if (tag === 'ExternalRefComment') this.#commentReference(value);
    else {
      const known = Object.hasOwn(TAGS, tag) ? TAGS[tag] : undefined;
      if (known === undefined) this.#odd('spdx.tag-unknown', `a tag that SPDX does not have, "${tag}"`, line);
      else this.#known(tag, known, value, line);
    }
  }

  #known(tag: string, known: Tag, value: string, line: number): void {
    const holder = known.starts === true ? this.#start(known.in, line) : this.#open.get(known.in);
    if (holder === undefined) {
      this.#odd('spdx.tag-order', `"${tag}" before what it would belong to`, line);
      return;
    }
    const read = known.as === undefined ? value : known.as(value);
    if (typeof read === 'object' && read !== null) this.places.set(read, line);
    if (known.list === true) listOf(holder, known.key).push(read);
    else if (Object.hasOwn(holder, known.key))
      this.#odd('spdx.tag-twice', `"${tag}" twice for one element; the first counts`, line);
    else holder[known.key] = read;
  }

  #start(section: Section, line: number): Shape {
    const element: Shape = {};
    this.places.set(element, line);
    const list = LISTS[section];
    if (list !== undefined) listOf(this.root, list).push(element);
    this.#open.set(section, element);
    if (section === 'package' || section === 'file' || section === 'snippet') this.#last = element;
    return element;
  }

  #identify(value: string, line: number): void {
    const holder = this.#last;
    if (Object.hasOwn(holder, 'SPDXID')) {
      this.#odd('spdx.tag-twice', '"SPDXID" twice for one element; the first counts', line);
      return;
    }
    holder.SPDXID = value;
    const owner = this.#open.get('package');
    if (holder === this.#open.get('file') && owner !== undefined) listOf(owner, 'hasFiles').push(value);
  }

  /** `A KIND B`; what else is on the line is no part of it. */
  #relate(value: string, line: number): void {
    const relationship = this.#start('relationship', line);
    const [from, kind, to] = value.trim().split(/\s+/);
    if (from !== undefined && from !== '') relationship.spdxElementId = from;
    if (kind !== undefined) relationship.relationshipType = kind;
    if (to !== undefined) relationship.relatedSpdxElement = to;
  }

  #commentReference(value: string): void {
    const references = this.#open.get('package')?.externalRefs;
    const last: unknown = Array.isArray(references) ? references.at(-1) : undefined;
    if (typeof last === 'object' && last !== null) Object.assign(last, { comment: value });
  }

  #odd(code: string, what: string, line: number): void {
    this.#faults.push(fault(code, 'warning', `"${displayName(this.#name)}" has ${what}, at line ${line}.`));
  }
}

function listOf(holder: Shape, key: string): unknown[] {
  const known = Object.hasOwn(holder, key) ? holder[key] : undefined;
  if (Array.isArray(known)) return known;
  const list: unknown[] = [];
  holder[key] = list;
  return list;
}

/** `SHA1: 85ed…` */
function checksum(value: string): Shape {
  const colon = value.indexOf(':');
  return {
    algorithm: value.slice(0, Math.max(0, colon)).trim(),
    checksumValue: value.slice(colon + 1).trim(),
  };
}

/** `DocumentRef-id uri SHA1: hex` */
function externalDocument(value: string): Shape {
  const [id = '', uri = '', ...rest] = value.trim().split(/\s+/);
  return { externalDocumentId: id, spdxDocument: uri, checksum: checksum(rest.join(' ')) };
}

/** `CATEGORY type locator` */
function externalRef(value: string): Shape {
  const [category = '', type = '', ...rest] = value.trim().split(/\s+/);
  return { referenceCategory: category, referenceType: type, referenceLocator: rest.join(' ') };
}

/** `hex (excludes: ./a.spdx, ./b.spdx)` */
function verificationCode(value: string): Shape {
  const open = value.indexOf('(');
  const code = (open < 0 ? value : value.slice(0, open)).trim();
  const close = value.lastIndexOf(')');
  const inside = open < 0 ? '' : value.slice(open + 1, close < open ? undefined : close);
  const names = inside.replace(/^\s*excludes?\s*:/, '').split(',');
  const excluded = names.map((one) => one.trim()).filter((one) => one !== '');
  return {
    packageVerificationCodeValue: code,
    ...(excluded.length === 0 ? {} : { packageVerificationCodeExcludedFiles: excluded }),
  };
}
