import { Registry } from '../base/registry.ts';
import { csaf } from './csaf.ts';
import { cyclonedxJson } from './cyclonedx-json.ts';
import { openvex } from './openvex.ts';
import type { DocumentReader } from './types.ts';

/** Every reader of documents that state components. */
export const documentReaders = new Registry<DocumentReader>([cyclonedxJson, openvex, csaf]);

/** The reader of a kind of the sniff table. */
export function documentReaderOf(kind: string): DocumentReader | undefined {
  return [...documentReaders].find(({ kinds }) => kinds.includes(kind));
}
