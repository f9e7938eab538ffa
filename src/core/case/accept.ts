import type { Bytes } from '../base/bytes.ts';
import { digestBytes } from '../base/digest.ts';
import { err, fault, ok, type Result } from '../base/result.ts';
import { readPolicy } from '../verify/policy-file.ts';
import { shippedTufRoot } from '../verify/shipped-trust.ts';
import { verifyTufSnapshot } from '../verify/tuf.ts';
import type { CaseSource } from './model.ts';
import type { Reference } from './references.ts';
import type { AcceptedReference, Settings } from './settings.ts';

/**
 * The settings after the user accepted a dropped reference, or took that back. Only a top-level drop carries a reference
 * at all. A TUF repository counts as far as its chain holds from the root that ships with Loupe.
 *
 * Faults: of the reader of the root, key, policy or repository; `trust.root` when the source is no reference.
 */
export async function withReference(
  settings: Settings,
  source: CaseSource,
  accepted: boolean,
): Promise<Result<Settings>> {
  const { reference, name, id, advisories, digests } = source;
  if (advisories !== undefined && digests.sha256 !== undefined) {
    const { sha256 } = digests;
    const others = settings.advisories.filter((one) => one.sha256 !== sha256);
    return ok({ ...settings, advisories: accepted ? [...others, { name, sha256 }] : others });
  }
  if (reference === undefined)
    return err(fault('trust.root', 'error', 'It holds nothing that could be used.'));
  if (reference.as === 'policy') {
    const sha256 = await digestBytes(reference.bytes);
    if (!accepted) {
      // What the user stated otherwise is not this policy's to take away.
      const inForce = settings.policies.includes(sha256);
      return ok(inForce ? { ...settings, expectations: {}, policies: [] } : settings);
    }
    const read = readPolicy(reference.bytes);
    return read.ok ? ok({ ...settings, expectations: read.value, policies: [sha256] }) : read;
  }
  const others = settings.references.filter((one) => one.from !== id);
  if (!accepted) return ok({ ...settings, references: others });
  const judged = reference.members === undefined ? ok(reference.bytes) : await tufTarget(reference, name);
  if (!judged.ok) return judged;
  const sha256 = await digestBytes(judged.value);
  const added: AcceptedReference = { as: reference.as, name, sha256, bytes: judged.value, from: id };
  return ok({ ...settings, references: [...others, added] });
}

/** The settings after the user accepted statements of an author of VEX, or took that back. */
export function withVexAuthor(settings: Settings, author: string, accepted: boolean): Settings {
  const others = settings.vexAuthors.filter((one) => one !== author);
  return { ...settings, vexAuthors: accepted ? [...others, author].sort() : others };
}

/** The `trusted_root.json` that the repository's own metadata vouches for. */
async function tufTarget({ bytes, members = [] }: Reference, name: string): Promise<Result<Bytes>> {
  const files = new Map<string, Bytes>();
  let start = 0;
  for (const { path, size } of members) {
    files.set(path, bytes.slice(start, start + size));
    start += size;
  }
  const snapshot = await verifyTufSnapshot(files, shippedTufRoot(), name);
  if (!snapshot.ok) return snapshot;
  const proven = new Set<string>(snapshot.value.roots.map(({ sha256 }) => sha256));
  for (const file of files.values()) if (proven.has(await digestBytes(file))) return ok(file);
  return err(fault('trust.root', 'error', `"${name}" vouches for a trusted root that is not in it.`));
}
