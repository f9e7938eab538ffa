import { type JsonObject, ownText } from '../base/json-shape.ts';
import { displayName } from '../base/names.ts';
import { allRefs, readCyclonedx } from './cyclonedx.ts';
import { BEING_CHECKED, cyclonedxValidity } from './cyclonedx-schema.ts';
import { readLargeJsonObject } from './json-document.ts';
import { StatedBuilder } from './stated-builder.ts';
import type { Checked, DocumentFile, DocumentReader, DocumentReading, Schemas } from './types.ts';
import { NOT_A_DOCUMENT, unreadDocument } from './unread-document.ts';

export const cyclonedxJson: DocumentReader = {
  id: 'sbom.cyclonedx-json',
  title: 'CycloneDX, JSON',
  spec: 'ECMA-424; https://cyclonedx.org/docs/',
  kinds: ['cyclonedx-json'],
  read,
};

/** 2.0 keeps its inventory elsewhere: read as 1.x it would state nothing, which is worse than not being read. */
function unsupported(builder: StatedBuilder, version: string): DocumentReading {
  const message = `CycloneDX ${displayName(version.slice(0, 20))} is not read yet: Loupe reads 1.0 to 1.7.`;
  builder.fault('kind.unsupported', 'error', message, 0);
  const read = unreadDocument(builder, 'CycloneDX', 'json', NOT_A_DOCUMENT);
  return {
    ...read,
    document: { ...read.document, version, valid: undefined, validity: message, errors: [] },
  };
}

function read(file: DocumentFile): DocumentReading {
  const builder = new StatedBuilder(file);
  const { value: root, faults, late } = readLargeJsonObject(file, 'CycloneDX');
  for (const found of faults) builder.report(found);
  if (root === undefined) return unreadDocument(builder, 'CycloneDX', 'json', NOT_A_DOCUMENT);
  const version = ownText(root, 'specVersion') ?? '';
  if (version.startsWith('2.')) return unsupported(builder, version);
  const head = readCyclonedx(builder, root, 'json', undefined, file.limits);
  let refs: ReadonlySet<string> | undefined;
  const partOf = (ref: string) => {
    refs ??= allRefs(root);
    return refs.has(ref);
  };
  return builder.done(head, BEING_CHECKED, { partOf, check: (schemas) => checked(root, late, schemas) });
}

async function checked(
  root: JsonObject,
  late: ReturnType<typeof readLargeJsonObject>['late'],
  schemas: Schemas,
): Promise<Checked> {
  const { sound, faults } = late?.() ?? { sound: true, faults: [] };
  if (sound) return { ...(await cyclonedxValidity(root, schemas)), faults };
  const validity = 'Not checked: the document is nested deeper than is looked at.';
  return { valid: undefined, validity, errors: [], faults };
}
