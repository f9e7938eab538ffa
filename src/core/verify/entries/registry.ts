import { Registry } from '../../base/registry.ts';
import { dsse001, dsse002 } from './dsse.ts';
import { hashedrekord001, hashedrekord002 } from './hashedrekord.ts';
import { intoto001, intoto002 } from './intoto.ts';
import type { EntryKind } from './types.ts';

export const ENTRY_KINDS = new Registry<EntryKind>([
  hashedrekord001,
  hashedrekord002,
  dsse001,
  dsse002,
  intoto001,
  intoto002,
]);
