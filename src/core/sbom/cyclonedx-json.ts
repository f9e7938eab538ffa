import { allRefs, readCyclonedx } from './cyclonedx.ts';
import { BEING_CHECKED, cyclonedxValidity } from './cyclonedx-schema.ts';
import { readJsonObject } from './json-document.ts';
import { StatedBuilder } from './stated-builder.ts';
import type { DocumentFile, DocumentReader, DocumentReading } from './types.ts';
import { NOT_A_DOCUMENT, unreadDocument } from './unread-document.ts';

export const cyclonedxJson: DocumentReader = {
  id: 'sbom.cyclonedx-json',
  title: 'CycloneDX, JSON',
  spec: 'ECMA-424; https://cyclonedx.org/docs/',
  kinds: ['cyclonedx-json'],
  read,
};

function read(file: DocumentFile): DocumentReading {
  const builder = new StatedBuilder(file);
  const { value: root, faults } = readJsonObject(file, 'CycloneDX');
  for (const found of faults) builder.report(found);
  if (root === undefined) return unreadDocument(builder, 'CycloneDX', 'json', NOT_A_DOCUMENT);
  const head = readCyclonedx(builder, root, 'json', undefined, file.limits);
  let refs: ReadonlySet<string> | undefined;
  const partOf = (ref: string) => {
    refs ??= allRefs(root);
    return refs.has(ref);
  };
  return builder.done(head, BEING_CHECKED, { partOf, check: () => cyclonedxValidity(root) });
}
