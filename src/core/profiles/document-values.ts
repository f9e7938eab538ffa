import type { CaseDocument } from '../case/model.ts';
import type { Party } from '../model/document.ts';
import { type DocumentField, profileFormat } from './types.ts';
import { versionAtLeast } from './value-checks.ts';

/** What a document as a whole says in a field. */
export function documentValues(document: CaseDocument, field: DocumentField): readonly string[] {
  const stated = (value: string | undefined) => (value === undefined ? [] : [value]);
  switch (field) {
    case 'format':
      // What GitHub exports is an SPDX document one level down.
      return [profileFormat(document.format, document.version) === 'spdx2' ? 'SPDX' : document.format];
    case 'version':
      return stated(document.version.replace(/^SPDX-/, ''));
    case 'created':
      return stated(document.created);
    case 'id':
      // CycloneDX tells one issue of a document from the next by serial number and version together.
      return document.format === 'CycloneDX' && document.id?.includes('/') !== true
        ? []
        : stated(document.id);
    case 'lifecycle':
      return document.lifecycles;
    case 'author':
      return authors(document).flatMap(({ name }) => stated(name));
    case 'author-contact':
      return authors(document).flatMap(({ email, url }) => stated(email ?? url));
    case 'tool':
      return tools(document).flatMap(({ name }) => stated(name));
    case 'tool-version':
      return tools(document).flatMap(({ version }) => stated(version));
    case 'root':
      return document.describes.map(String);
  }
}

/** Who made the document. Until CycloneDX 1.5 `manufacture` is who made what it describes. */
function authors({ parties, format, version }: CaseDocument): readonly Party[] {
  const madeIt = format !== 'CycloneDX' || versionAtLeast(version, '1.6');
  return parties.filter(
    ({ role, kind }) => kind !== 'tool' && (role === 'author' || (role === 'manufacturer' && madeIt)),
  );
}

function tools({ parties }: CaseDocument): readonly Party[] {
  return parties.filter(({ role }) => role === 'tool');
}
