import { readPolicy } from '../verify/policy-file.ts';
import type { CaseSource } from './model.ts';
import type { Settings } from './settings.ts';

/**
 * The settings after the user accepted a dropped reference, or took that back. Only a top-level drop carries a reference
 * at all; `undefined` when the source is none or cannot be used.
 */
export function withReference(
  settings: Settings,
  source: CaseSource,
  accepted: boolean,
): Settings | undefined {
  const { reference, name } = source;
  const { sha256 } = source.digests;
  if (reference === undefined || sha256 === undefined) return undefined;
  if (reference.as === 'policy') {
    if (!accepted) return { ...settings, expectations: {}, policies: [] };
    const read = readPolicy(reference.bytes);
    return read.ok ? { ...settings, expectations: read.value, policies: [sha256] } : undefined;
  }
  const others = settings.references.filter((one) => one.sha256 !== sha256);
  if (!accepted) return { ...settings, references: others };
  return { ...settings, references: [...others, { as: reference.as, name, sha256, bytes: reference.bytes }] };
}
