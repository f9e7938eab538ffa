import type { Bytes } from '../base/bytes.ts';
import type { PathedFile } from './folders.ts';

/** Data that a user accepts by naming it: what judges claims, and what is looked for or weighed. */
export type ReferenceKind =
  | 'root'
  | 'key'
  | 'policy'
  | 'indicators'
  | 'exploited'
  | 'probabilities'
  | 'licences';

/** Reference data as it was dropped. Inert until accepted (`settings.ts`). */
export interface Reference {
  readonly as: ReferenceKind;
  readonly bytes: Bytes;
  /** Set for a TUF repository dropped as a folder: its files lie end to end in `bytes`. */
  readonly members?: readonly PathedFile[];
}

const KINDS: Readonly<Record<string, Reference['as']>> = {
  'trusted-root': 'root',
  'pem-key': 'key',
  'minisign-key': 'key',
  'ssh-key': 'key',
  'loupe-policy': 'policy',
  indicators: 'indicators',
  'stix-indicators': 'indicators',
  'kev-catalog': 'exploited',
  'epss-scores': 'probabilities',
  'licence-policy': 'licences',
};

/** What a kind of the sniff table is a reference for; `undefined` when it is none that has an effect. */
export function referenceOf(kind: string): Reference['as'] | undefined {
  return KINDS[kind];
}
