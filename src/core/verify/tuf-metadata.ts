import { isRecord, JsonFields } from '../attest/json-fields.ts';
import { readPem } from '../attest/pem.ts';
import { type Bytes, encodeUtf8, fromHex } from '../base/bytes.ts';
import { readJson } from '../base/json.ts';
import { err, type Fault, fault, ok, type Result } from '../base/result.ts';
import { canonicalJson } from './canonical-json.ts';
import { ed25519Key, type PublicKey, readSpki } from './public-key.ts';
import type { Scheme, SignatureVerifier } from './signature-verifier.ts';

export type TufRole = 'root' | 'timestamp' | 'snapshot' | 'targets';

/** A metadata file of a TUF repository (TUF specification §4), parsed and not yet verified. */
export interface TufMetadata {
  readonly role: TufRole;
  readonly version: number;
  /** RFC 3339 */
  readonly expires: string;
  /** The `signed` member. */
  readonly signed: JsonFields;
  /** The bytes the signatures are over. */
  readonly message: Bytes;
  readonly signatures: readonly { readonly keyid: string; readonly sig: Bytes }[];
}

/** Keys and threshold of a role, as a root names them. */
export interface TufRoleKeys {
  readonly threshold: number;
  readonly keys: ReadonlyMap<string, { readonly key: PublicKey; readonly scheme: Scheme }>;
}

export function readTufMetadata(bytes: Bytes, role: TufRole): Result<TufMetadata> {
  const document = readJson(bytes);
  if (!document.ok) return document;
  if (document.value.duplicates.length > 0) return refused(role, 'it has a member twice');
  const faults: Fault[] = [];
  const fields = JsonFields.of(document.value.value, '', faults);
  const signed = fields?.object('signed');
  const type = signed?.text('_type');
  const version = signed?.natural('version') ?? 0n;
  const expires = signed?.text('expires');
  const signatures = (fields?.objects('signatures') ?? []).slice(0, 64).flatMap((item) => {
    const keyid = item.text('keyid');
    const sig = fromHex(item.optionalText('sig') ?? '');
    return keyid === undefined || sig === undefined || sig.length === 0 ? [] : [{ keyid, sig }];
  });
  const text = canonicalJson(fields?.raw('signed'));
  const [first] = faults;
  if (first !== undefined) return refused(role, first.message.replace(/\.$/, ''));
  if (type !== role) return refused(role, `it calls itself "${type}"`);
  if (signed === undefined || expires === undefined || text === undefined)
    return refused(role, 'a member is missing');
  return ok({ role, version: Number(version), expires, signed, message: encodeUtf8(text), signatures });
}

/** The keys a root gives to a role; a key that cannot be read is left out, so it cannot count. */
export function roleKeys(root: TufMetadata, role: TufRole): Result<TufRoleKeys> {
  const entry = root.signed.object('roles')?.object(role);
  const all = root.signed.object('keys');
  const threshold = Number(entry?.natural('threshold') ?? 0n);
  const keys = new Map<string, { key: PublicKey; scheme: Scheme }>();
  for (const keyid of entry?.list('keyids') ?? []) {
    const key = typeof keyid === 'string' ? readTufKey(all?.optionalObject(keyid)) : undefined;
    if (typeof keyid === 'string' && key !== undefined) keys.set(keyid, key);
  }
  if (entry === undefined || threshold < 1) return refused(role, 'the root gives it no threshold');
  return ok({ threshold, keys });
}

function readTufKey(fields: JsonFields | undefined): { key: PublicKey; scheme: Scheme } | undefined {
  const scheme = fields?.optionalText('scheme');
  const keyval = fields?.raw('keyval');
  const value = isRecord(keyval) ? keyval.public : undefined;
  if (typeof value !== 'string') return undefined;
  if (scheme === 'ed25519') {
    const read = ed25519Key(fromHex(value) ?? new Uint8Array(0));
    return read.ok ? { key: read.value, scheme: { name: 'ed25519' } } : undefined;
  }
  const der = readPem(value).blocks[0]?.der;
  const read = der === undefined ? undefined : readSpki(der);
  if (read === undefined || !read.ok) return undefined;
  if (scheme === 'ecdsa-sha2-nistp256') return { key: read.value, scheme: { name: 'ecdsa', hash: 'sha256' } };
  if (scheme === 'ecdsa-sha2-nistp384') {
    return { key: read.value, scheme: { name: 'ecdsa', hash: 'sha384' } };
  }
  if (scheme === 'rsassa-pss-sha256')
    return { key: read.value, scheme: { name: 'rsa-pss', hash: 'sha256', saltLength: 32 } };
  return undefined;
}

/** Whether enough different keys of a role signed. Two ids of one key count once (TUF specification §5.3.4). */
export async function isSignedBy(
  metadata: TufMetadata,
  role: TufRoleKeys,
  verifier: SignatureVerifier,
): Promise<{ readonly enough: boolean; readonly count: number }> {
  const signers = new Set<string>();
  for (const { keyid, sig } of metadata.signatures) {
    const held = role.keys.get(keyid);
    if (held === undefined || signers.has(held.key.sha256)) continue;
    if (await verifier.verify(held.key, held.scheme, sig, metadata.message)) signers.add(held.key.sha256);
  }
  return { enough: signers.size >= role.threshold, count: signers.size };
}

function refused(role: TufRole, why: string) {
  return err(fault('tuf.metadata', 'error', `The TUF ${role} metadata was refused: ${why}.`));
}
