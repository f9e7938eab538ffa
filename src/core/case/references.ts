import type { Bytes } from '../base/bytes.ts';

/** Reference data as it was dropped: trusted roots, keys, a policy. Inert until accepted (`settings.ts`). */
export interface Reference {
  readonly as: 'root' | 'key' | 'policy';
  readonly bytes: Bytes;
}

const KINDS: Readonly<Record<string, Reference['as']>> = {
  'trusted-root': 'root',
  'pem-key': 'key',
  'loupe-policy': 'policy',
};

/** What a kind of the sniff table is a reference for; `undefined` when it is none that has an effect. */
export function referenceOf(kind: string): Reference['as'] | undefined {
  return KINDS[kind];
}
