import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Bytes } from '../core/base/bytes.ts';
import { digestBytes } from '../core/base/digest.ts';
import type { Result } from '../core/base/result.ts';
import { CLAIM_BYTES } from '../core/case/claims.ts';
import { readExploited, readProbabilities } from '../core/case/exploitation.ts';
import { readIndicators } from '../core/case/indicators/read-list.ts';
import { readLicensePolicy } from '../core/case/license-policy.ts';
import type { AcceptedReference } from '../core/case/settings.ts';
import type { Expectations } from '../core/verify/expectations.ts';
import type { ProvenanceExpectations } from '../core/verify/policy/types.ts';
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
  indicators: { type: 'string', multiple: true },
  kev: { type: 'string' },
  epss: { type: 'string' },
  'licence-policy': { type: 'string', multiple: true },
} as const;

/** Options that state what provenance should say. */
export const PROVENANCE_OPTIONS = {
  'source-uri': { type: 'string' },
  'builder-id': { type: 'string' },
  'source-branch': { type: 'string' },
  'source-tag': { type: 'string' },
  'source-versioned-tag': { type: 'string' },
  'workflow-input': { type: 'string', multiple: true },
  'package-name': { type: 'string' },
  'package-version': { type: 'string' },
  'verifier-id': { type: 'string' },
  'resource-uri': { type: 'string' },
  'verified-level': { type: 'string', multiple: true },
} as const;

export interface TrustValues {
  readonly 'trusted-root'?: readonly string[];
  readonly key?: readonly string[];
  readonly identity?: string;
  readonly issuer?: string;
  readonly 'any-signer'?: boolean;
  readonly wildcards?: boolean;
  readonly policy?: string;
  readonly indicators?: readonly string[];
  readonly kev?: string;
  readonly epss?: string;
  readonly 'licence-policy'?: readonly string[];
  readonly 'source-uri'?: string;
  readonly 'builder-id'?: string;
  readonly 'source-branch'?: string;
  readonly 'source-tag'?: string;
  readonly 'source-versioned-tag'?: string;
  readonly 'workflow-input'?: readonly string[];
  readonly 'package-name'?: string;
  readonly 'package-version'?: string;
  readonly 'verifier-id'?: string;
  readonly 'resource-uri'?: string;
  readonly 'verified-level'?: readonly string[];
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
  for (const path of values.indicators ?? []) references.push(await reference('indicators', path));
  if (values.kev !== undefined) references.push(await reference('exploited', values.kev));
  if (values.epss !== undefined) references.push(await reference('probabilities', values.epss));
  for (const path of values['licence-policy'] ?? []) references.push(await reference('licences', path));
  const fromPolicy: Expectations = values.policy === undefined ? {} : await policy(values.policy);
  const provenance = { ...fromPolicy.provenance, ...provenanceOf(values) };
  return {
    references,
    expectations: {
      ...fromPolicy,
      ...(values.identity === undefined ? {} : { identity: values.identity }),
      ...(values.issuer === undefined ? {} : { issuer: values.issuer }),
      ...(values['any-signer'] === true ? { anySigner: true } : {}),
      ...(values.wildcards === true ? { wildcards: true } : {}),
      ...(values.key === undefined ? {} : { key: true }),
      ...(Object.keys(provenance).length === 0 ? {} : { provenance }),
    },
  };
}

const MEMBERS = [
  ['source-uri', 'sourceUri'],
  ['builder-id', 'builderId'],
  ['source-branch', 'sourceBranch'],
  ['source-tag', 'sourceTag'],
  ['source-versioned-tag', 'sourceVersionedTag'],
  ['package-name', 'packageName'],
  ['package-version', 'packageVersion'],
  ['verifier-id', 'verifierId'],
  ['resource-uri', 'resourceUri'],
] as const;

/** What the options expect of provenance; members without an option are left out. */
function provenanceOf(values: TrustValues): ProvenanceExpectations {
  const texts = MEMBERS.flatMap(([option, member]) => {
    const value = values[option];
    if (value === '') throw new UsageError(`--${option} is empty`);
    return value === undefined ? [] : [[member, value] as const];
  });
  const inputs = (values['workflow-input'] ?? []).map((given) => {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(given) ?? [];
    if (key === undefined || value === undefined)
      throw new UsageError(`--workflow-input "${given}" is not KEY=VALUE`);
    return [key, value] as const;
  });
  return {
    ...Object.fromEntries(texts),
    ...(inputs.length === 0 ? {} : { workflowInputs: Object.fromEntries(inputs) }),
    ...(values['verified-level'] === undefined ? {} : { verifiedLevels: values['verified-level'] }),
  };
}

const readers: Readonly<Record<AcceptedReference['as'], (bytes: Bytes, name: string) => Result<unknown>>> = {
  root: (bytes, name) => readTrustRoots(bytes, { name, origin: 'given' }),
  key: (bytes, name) => readTrustedKeys(bytes, { name, origin: 'given' }),
  indicators: readIndicators,
  exploited: readExploited,
  probabilities: readProbabilities,
  licences: readLicensePolicy,
};

async function reference(as: AcceptedReference['as'], path: string): Promise<AcceptedReference> {
  const bytes =
    as === 'probabilities' ? unpacked(path, await readFile(path)) : new Uint8Array(await readFile(path));
  const name = basename(path);
  const read = readers[as](bytes, name);
  if (!read.ok) throw new UnreadableTrust(`${path}: ${read.error.message}`);
  return { as, name, sha256: await digestBytes(bytes), bytes };
}

/** EPSS scores are published as `.csv.gz`: what counts, and is named by its digest, is the file in it. */
function unpacked(path: string, bytes: Buffer): Bytes {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return new Uint8Array(bytes);
  try {
    return new Uint8Array(gunzipSync(bytes, { maxOutputLength: CLAIM_BYTES }));
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new UnreadableTrust(`${path}: it cannot be unpacked: ${why}`);
  }
}

async function policy(path: string): Promise<Expectations> {
  const read = readPolicy(new Uint8Array(await readFile(path)));
  if (!read.ok) throw new UsageError(`--policy ${path}: ${read.error.message}`);
  return read.value;
}

/** A root or key was named that cannot be used: nothing can be verified under it, so nothing is. */
export class UnreadableTrust extends Error {}
