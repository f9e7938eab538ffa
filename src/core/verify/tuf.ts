import { type Bytes, equalBytes, fromHex } from '../base/bytes.ts';
import { err, fault, ok, type Result } from '../base/result.ts';
import type { Evidence } from '../model/check.ts';
import { hash } from './hash.ts';
import type { SignatureVerifier } from './signature-verifier.ts';
import type { TrustRoot } from './trust-root.ts';
import { readTrustRoots } from './trusted-root.ts';
import { isSignedBy, readTufMetadata, roleKeys, type TufMetadata, type TufRole } from './tuf-metadata.ts';
import { platformVerifier } from './web-crypto.ts';

/** What a snapshot of a TUF repository proves: trusted roots, and the chain from the root already trusted. */
export interface TufSnapshot {
  readonly roots: readonly TrustRoot[];
  /** Versions and expiries of what vouches for them, in the order in which they were verified. */
  readonly chain: readonly Evidence[];
}

const TARGET = 'trusted_root.json';

/**
 * Verifies a snapshot of a TUF repository from a root that is already trusted (TUF specification §5.3–§5.7): each new
 * root is signed by the one before and by itself, and timestamp, snapshot, targets and the target itself agree in
 * signature, version, length and digest. Expiry is told, not judged: that would need a clock to believe.
 *
 * @param files Path or name to bytes. Folders are ignored; `N.root.json` and `DIGEST.name` are found by name.
 */
export async function verifyTufSnapshot(
  files: ReadonlyMap<string, Bytes>,
  trustedRoot: Bytes,
  name: string,
  verifier: SignatureVerifier = platformVerifier(),
): Promise<Result<TufSnapshot>> {
  const byName = new Map([...files].map(([path, bytes]) => [path.slice(path.lastIndexOf('/') + 1), bytes]));
  const chain: Evidence[] = [];
  const root = await latestRoot(byName, trustedRoot, verifier, chain);
  if (!root.ok) return root;
  const verified = async (role: TufRole, bytes: Bytes | undefined) => {
    if (bytes === undefined) return refused(`${role}.json is not there`);
    const metadata = readTufMetadata(bytes, role);
    if (!metadata.ok) return metadata;
    const keys = roleKeys(root.value, role);
    if (!keys.ok) return keys;
    const signed = await isSignedBy(metadata.value, keys.value, verifier);
    if (!signed.enough)
      return refused(`${role}.json is signed by ${signed.count} of ${keys.value.threshold} keys`);
    chain.push(evidenceOf(metadata.value));
    return metadata;
  };
  const timestamp = await verified('timestamp', byName.get('timestamp.json'));
  if (!timestamp.ok) return timestamp;
  const snapshotFile = named(byName, timestamp.value, 'snapshot.json');
  if (!snapshotFile.ok) return snapshotFile;
  const snapshot = await verified('snapshot', snapshotFile.value.bytes);
  if (!snapshot.ok) return snapshot;
  if (snapshot.value.version !== snapshotFile.value.version)
    return refused('snapshot.json is of another version');
  const targetsFile = named(byName, snapshot.value, 'targets.json');
  if (!targetsFile.ok) return targetsFile;
  const targets = await verified('targets', targetsFile.value.bytes);
  if (!targets.ok) return targets;
  if (targets.value.version !== targetsFile.value.version)
    return refused('targets.json is of another version');
  const target = targetOf(byName, targets.value);
  if (!target.ok) return target;
  const roots = readTrustRoots(target.value, { name, origin: 'given', expires: root.value.expires });
  return roots.ok ? ok({ roots: roots.value, chain }) : roots;
}

/** §5.3 Update the root role: one version after the other, each signed by its predecessor and itself. */
async function latestRoot(
  files: ReadonlyMap<string, Bytes>,
  trusted: Bytes,
  verifier: SignatureVerifier,
  chain: Evidence[],
): Promise<Result<TufMetadata>> {
  const start = readTufMetadata(trusted, 'root');
  if (!start.ok) return start;
  let current = start.value;
  chain.push(evidenceOf(current));
  for (let steps = 0; steps < 256; steps++) {
    const bytes =
      files.get(`${current.version + 1}.root.json`) ?? newer(files.get('root.json'), current.version);
    if (bytes === undefined) return ok(current);
    const next = readTufMetadata(bytes, 'root');
    if (!next.ok) return next;
    if (next.value.version !== current.version + 1) {
      return refused(
        `a root of version ${next.value.version} cannot follow one of version ${current.version}`,
      );
    }
    for (const by of [current, next.value]) {
      const keys = roleKeys(by, 'root');
      if (!keys.ok) return keys;
      const signed = await isSignedBy(next.value, keys.value, verifier);
      if (!signed.enough) {
        return refused(
          `root version ${next.value.version} is signed by ${signed.count} of ${keys.value.threshold} keys of version ${by.version}`,
        );
      }
    }
    current = next.value;
    chain.push(evidenceOf(current));
  }
  return refused('there are too many root versions');
}

/** `root.json` when it is newer than what is trusted. */
function newer(bytes: Bytes | undefined, version: number): Bytes | undefined {
  const metadata = bytes === undefined ? undefined : readTufMetadata(bytes, 'root');
  return metadata?.ok === true && metadata.value.version > version ? bytes : undefined;
}

/** A metadata file as another one states it: version, and length and digests where stated (§5.5.2, §5.6.2). */
function named(
  files: ReadonlyMap<string, Bytes>,
  by: TufMetadata,
  name: string,
): Result<{ bytes: Bytes; version: number }> {
  const meta = by.signed.object('meta')?.optionalObject(name);
  if (meta === undefined) return refused(`${by.role}.json does not name ${name}`);
  const version = Number(meta.natural('version'));
  const bytes = files.get(`${version}.${name}`) ?? files.get(name);
  if (bytes === undefined) return refused(`${name} of version ${version} is not there`);
  const stated = meta.optionalObject('hashes');
  const digest = stated === undefined ? undefined : fromHex(stated.optionalText('sha256') ?? '');
  if (meta.has('length') && meta.natural('length') !== BigInt(bytes.length))
    return refused(`${name} has another length`);
  if (digest !== undefined && !equalBytes(digest, hash('sha256', bytes)))
    return refused(`${name} has another digest`);
  return ok({ bytes, version });
}

/** §5.7: the target's length and digests must be stated and agree. */
function targetOf(files: ReadonlyMap<string, Bytes>, targets: TufMetadata): Result<Bytes> {
  const stated = targets.signed.object('targets')?.optionalObject(TARGET);
  const digest = fromHex(stated?.object('hashes')?.text('sha256') ?? '');
  if (stated === undefined || digest?.length !== 32)
    return refused(`targets.json does not state ${TARGET} with its SHA-256`);
  const candidates = [...files].filter(([path]) => path === TARGET || path.endsWith(`.${TARGET}`));
  const found = candidates.find(
    ([, bytes]) =>
      stated.natural('length') === BigInt(bytes.length) && equalBytes(digest, hash('sha256', bytes)),
  );
  if (found !== undefined) return ok(found[1]);
  return refused(
    candidates.length === 0 ? `${TARGET} is not there` : `${TARGET} has another length or digest`,
  );
}

function evidenceOf({ role, version, expires }: TufMetadata): Evidence {
  return { label: `TUF ${role}`, value: `version ${version}, expires ${expires}` };
}

function refused(why: string) {
  return err(fault('tuf.chain', 'error', `The TUF repository does not hold: ${why}.`));
}
