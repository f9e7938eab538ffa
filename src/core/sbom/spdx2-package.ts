import { isJsonObject, type JsonObject, own, ownList, ownObject, ownText } from '../base/json-shape.ts';
import type { ComponentType } from '../model/reading.ts';
import { hashText } from './hash-text.ts';
import { namedParty } from './spdx-party.ts';
import type { StatedBuilder, StatingFact } from './stated-builder.ts';

const TYPES: Readonly<Record<string, ComponentType>> = {
  APPLICATION: 'application',
  FRAMEWORK: 'framework',
  LIBRARY: 'library',
  CONTAINER: 'container',
  'OPERATING-SYSTEM': 'operating-system',
  OPERATING_SYSTEM: 'operating-system',
  DEVICE: 'device',
  FIRMWARE: 'firmware',
  FILE: 'file',
};

/** Component type by `primaryPackagePurpose`; a package that states none, or one of no type, is a library. */
export function packageType(part: JsonObject): ComponentType {
  const purpose = ownText(part, 'primaryPackagePurpose')?.toUpperCase() ?? '';
  return (Object.hasOwn(TYPES, purpose) ? TYPES[purpose] : undefined) ?? 'library';
}

/** References of a package with category, type and locator; `PACKAGE_MANAGER` (2.2) is `PACKAGE-MANAGER` (2.3). */
export function externalRefs(part: JsonObject) {
  return ownList(part, 'externalRefs').flatMap((reference, index) => {
    if (!isJsonObject(reference)) return [];
    const category = (ownText(reference, 'referenceCategory') ?? '').replace(/_/g, '-').toUpperCase();
    const type = (ownText(reference, 'referenceType') ?? '').replace(/^.*[/#]/s, '');
    const locator = ownText(reference, 'referenceLocator')?.trim() ?? '';
    return [{ category, type, locator, at: `/externalRefs/${index}` }];
  });
}

/** The purl a package is known by: the first of its references of that type. */
export function packagePurl(part: JsonObject): string | undefined {
  return externalRefs(part).find(({ type }) => type === 'purl')?.locator;
}

const IDENTIFIERS: Readonly<Record<string, string>> = {
  cpe22Type: 'cpe',
  cpe23Type: 'cpe',
  swid: 'swid',
  swh: 'swhid',
  gitoid: 'gitoid',
  purl: 'purl',
};
const REFERENCES: Readonly<Record<string, string>> = {
  advisory: 'advisories',
  fix: 'advisories',
  url: 'advisories',
};

/** Everything a package says of itself (SPDX 2.3, clause 7). */
export function packageFacts(builder: StatedBuilder, subject: number, part: JsonObject): void {
  const say = saying(builder, subject, part);
  say('description', 'description');
  say('summary', ownText(part, 'description') === undefined ? 'description' : 'comment', { role: 'summary' });
  say('comment', 'comment');
  say('sourceInfo', 'comment', { role: 'source' });
  say('licenseComments', 'comment', { role: 'license' });
  say('packageFileName', 'file-name');
  say('primaryPackagePurpose', 'purpose');
  say('releaseDate', 'released');
  say('builtDate', 'built');
  say('validUntilDate', 'valid-until');
  say('homepage', 'external-reference', { role: 'website' });
  const download = ownText(part, 'downloadLocation') ?? '';
  say('downloadLocation', 'external-reference', {
    role: /^(?:git|hg|svn|bzr|cvs)\+/.test(download) ? 'vcs' : 'distribution',
  });
  for (const key of ['supplier', 'originator'] as const) {
    const text = ownText(part, key);
    if (text === 'NOASSERTION') builder.absent(subject, key, 'NOASSERTION', { at: `/${key}` });
    else if (text !== undefined) {
      const party = namedParty(text);
      builder.fact(subject, key, party.name, { role: 'name', at: `/${key}` });
      builder.fact(subject, key, party.email, { role: 'email', at: `/${key}` });
    }
  }
  const code = ownObject(part, 'packageVerificationCode');
  builder.fact(subject, 'verification-code', ownText(code, 'packageVerificationCodeValue'), {
    at: '/packageVerificationCode',
  });
  say('licenseConcluded', 'license', { role: 'concluded' });
  say('licenseDeclared', 'license', { role: 'declared' });
  sayEach(builder, subject, part, 'licenseInfoFromFiles', 'license', 'file');
  say('copyrightText', 'copyright');
  sayEach(builder, subject, part, 'attributionTexts', 'comment', 'attribution');
  checksums(builder, subject, part, 'component');
  let named = false;
  for (const { type, locator, at } of externalRefs(part)) {
    const role = Object.hasOwn(IDENTIFIERS, type) ? IDENTIFIERS[type] : undefined;
    if (role === 'purl' && !named) named = true;
    else if (role !== undefined) builder.fact(subject, 'identifier', locator, { role, at });
    else {
      const as = (Object.hasOwn(REFERENCES, type) ? REFERENCES[type] : undefined) ?? type;
      builder.fact(subject, 'external-reference', locator, { role: as === '' ? 'other' : as, at });
    }
  }
  annotations(builder, subject, part);
}

/** Everything a file or a snippet says of itself (clauses 8 and 9). */
export function fileFacts(builder: StatedBuilder, subject: number, part: JsonObject): void {
  const say = saying(builder, subject, part);
  say('licenseConcluded', 'license', { role: 'concluded' });
  sayEach(builder, subject, part, 'licenseInfoInFiles', 'license', 'file');
  sayEach(builder, subject, part, 'licenseInfoInSnippets', 'license', 'file');
  say('copyrightText', 'copyright');
  say('comment', 'comment');
  say('noticeText', 'comment', { role: 'notice' });
  sayEach(builder, subject, part, 'fileTypes', 'purpose', undefined);
  sayEach(builder, subject, part, 'fileContributors', 'author', 'name');
  checksums(builder, subject, part, 'file');
  annotations(builder, subject, part);
}

function checksums(builder: StatedBuilder, subject: number, part: JsonObject, role: string): void {
  ownList(part, 'checksums').forEach((checksum, i) => {
    if (!isJsonObject(checksum)) return;
    const hash = hashText(ownText(checksum, 'algorithm'), ownText(checksum, 'checksumValue'));
    builder.fact(subject, 'hash', hash, { role, at: `/checksums/${i}` });
  });
}

function annotations(builder: StatedBuilder, subject: number, part: JsonObject): void {
  ownList(part, 'annotations').forEach((annotation, i) => {
    if (!isJsonObject(annotation)) return;
    const role = ownText(annotation, 'annotator');
    builder.fact(subject, 'annotation', ownText(annotation, 'comment'), { role, at: `/annotations/${i}` });
  });
}

/** Says a field as a fact; `NONE` and `NOASSERTION` are named absences, never text. */
function saying(builder: StatedBuilder, subject: number, part: JsonObject) {
  return (key: string, field: string, more: StatingFact = {}): void =>
    sayValue(builder, subject, field, own(part, key), { ...more, at: `/${key}` });
}

function sayEach(
  builder: StatedBuilder,
  subject: number,
  part: JsonObject,
  key: string,
  field: string,
  role: string | undefined,
): void {
  ownList(part, key).forEach((value, i) => {
    sayValue(builder, subject, field, value, { role, at: `/${key}/${i}` });
  });
}

function sayValue(builder: StatedBuilder, subject: number, field: string, value: unknown, more: StatingFact) {
  if (value === 'NONE' || value === 'NOASSERTION') builder.absent(subject, field, value, more);
  else if (typeof value === 'string') builder.fact(subject, field, value, more);
}
