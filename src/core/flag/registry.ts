import { Registry } from '../base/registry.ts';
import { ladderMismatch } from './ladder-mismatch.ts';
import { ownRecord } from './own-record.ts';
import { ownRecordMissing } from './own-record-missing.ts';
import type { Rule } from './types.ts';
import { unownedFilesRule } from './unowned-files.ts';
import { unusualRights } from './unusual-rights.ts';

/** Every rule, in the order in which they are listed. */
export const rules = new Registry<Rule>([
  ladderMismatch,
  ownRecord,
  ownRecordMissing,
  unownedFilesRule,
  unusualRights,
]);
