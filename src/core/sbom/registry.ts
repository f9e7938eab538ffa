import { Registry } from '../base/registry.ts';
import { csaf } from './csaf.ts';
import { openvex } from './openvex.ts';
import type { DocumentReader } from './types.ts';

/** Every reader of documents that state components. */
export const documentReaders = new Registry<DocumentReader>([openvex, csaf]);

/** The reader of a kind of the sniff table. */
export function documentReaderOf(kind: string): DocumentReader | undefined {
  return [...documentReaders].find(({ kinds }) => kinds.includes(kind));
}
