import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { digestBytes } from '../core/base/digest.ts';
import type { AcceptedReference } from '../core/case/settings.ts';
import type { Expectations } from '../core/verify/expectations.ts';
import { readPolicy } from '../core/verify/policy-file.ts';
import { readTrustedKeys } from '../core/verify/trusted-key.ts';
import { readTrustRoots } from '../core/verify/trusted-root.ts';
import { UsageError } from './usage.ts';

/** Options of `parseArgs` that state whom to trust and whom to expect (DESIGN §8). */
export const TRUST_OPTIONS = {
  'trusted-root': { type: 'string', multiple: true },
  key: { type: 'string', multiple: true },
  identity: { type: 'string' },
  issuer: { type: 'string' },
  'any-signer': { type: 'boolean' },
  wildcards: { type: 'boolean' },
  policy: { type: 'string' },
} as const;

export interface TrustValues {
  readonly 'trusted-root'?: readonly string[];
  readonly key?: readonly string[];
  readonly identity?: string;
  readonly issuer?: string;
  readonly 'any-signer'?: boolean;
  readonly wildcards?: boolean;
  readonly policy?: string;
}

/**
 * Reads the files the options name. Naming one here is the explicit act that accepts it.
 *
 * @throws UsageError when an option names a file that is no root, key or policy; the file's own error when unreadable.
 */
export async function readTrust(
  values: TrustValues,
): Promise<{ readonly references: readonly AcceptedReference[]; readonly expectations: Expectations }> {
  const references: AcceptedReference[] = [];
  for (const path of values['trusted-root'] ?? []) references.push(await reference('root', path));
  for (const given of values.key ?? []) {
    const [, keyId, path = given] = /^([^=]+)=(.+)$/s.exec(given) ?? [];
    references.push({ ...(await reference('key', path)), ...(keyId === undefined ? {} : { keyId }) });
  }
  const fromPolicy = values.policy === undefined ? {} : await policy(values.policy);
  return {
    references,
    expectations: {
      ...fromPolicy,
      ...(values.identity === undefined ? {} : { identity: values.identity }),
      ...(values.issuer === undefined ? {} : { issuer: values.issuer }),
      ...(values['any-signer'] === true ? { anySigner: true } : {}),
      ...(values.wildcards === true ? { wildcards: true } : {}),
      ...(values.key === undefined ? {} : { key: true }),
    },
  };
}

async function reference(as: AcceptedReference['as'], path: string): Promise<AcceptedReference> {
  const bytes = new Uint8Array(await readFile(path));
  const name = basename(path);
  const read =
    as === 'root'
      ? readTrustRoots(bytes, { name, origin: 'given' })
      : readTrustedKeys(bytes, { name, origin: 'given' });
  if (!read.ok) throw new UnreadableTrust(`${path}: ${read.error.message}`);
  return { as, name, sha256: await digestBytes(bytes), bytes };
}

async function policy(path: string): Promise<Expectations> {
  const read = readPolicy(new Uint8Array(await readFile(path)));
  if (!read.ok) throw new UsageError(`--policy ${path}: ${read.error.message}`);
  return read.value;
}

/** A root or key was named that cannot be used: nothing can be verified under it, so nothing is. */
export class UnreadableTrust extends Error {}
