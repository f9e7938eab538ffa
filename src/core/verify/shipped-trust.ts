/**
 * The trust material that Loupe ships: Sigstore's public-good root and npm's registry keys, taken at build time from the
 * seeds of `@sigstore/tuf` (the bundler puts the JSON in; nothing of the package's code is).
 */
import seeds from '@sigstore/tuf/seeds.json';
import { isRecord } from '../attest/json-fields.ts';
import { fromBase64 } from '../base/base64.ts';
import type { Bytes } from '../base/bytes.ts';
import { readJson } from '../base/json.ts';
import { once } from '../base/once.ts';
import type { TrustedKey, TrustRoot } from './trust-root.ts';
import { readTrustedKeys } from './trusted-key.ts';
import { readTrustRoots } from './trusted-root.ts';

const seed = seeds['https://tuf-repo-cdn.sigstore.dev'];

function bytesOf(text: string): Bytes {
  const bytes = fromBase64(text);
  if (bytes === undefined) throw new Error('the seeds of @sigstore/tuf are not base64');
  return bytes;
}

/** TUF `root.json` that vouches for the two targets, and from which a dropped repository is verified. */
export const shippedTufRoot = once((): Bytes => bytesOf(seed['root.json']));

/** When the shipped TUF root runs out (RFC 3339). */
export function shippedExpiry(): string {
  return expiryOf(shippedTufRoot());
}

export const shippedRoots = once((): readonly TrustRoot[] =>
  need(
    readTrustRoots(bytesOf(seed.targets['trusted_root.json']), {
      name: 'Sigstore public good',
      origin: 'shipped',
      expires: shippedExpiry(),
    }),
  ),
);

export const shippedKeys = once((): readonly TrustedKey[] =>
  need(
    readTrustedKeys(bytesOf(seed.targets['registry.npmjs.org%2Fkeys.json']), {
      name: 'npm registry',
      origin: 'shipped',
    }),
  ),
);

function expiryOf(root: Bytes): string {
  const document = readJson(root);
  const value = document.ok ? document.value.value : undefined;
  const signed = isRecord(value) ? value.signed : undefined;
  const expires = isRecord(signed) ? signed.expires : undefined;
  if (typeof expires !== 'string') throw new Error('the TUF root of @sigstore/tuf states no expiry');
  return expires;
}

/** What ships is read by the same code as what is dropped; if it cannot be, the build is wrong. */
function need<T>(
  read: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
): T {
  if (!read.ok) throw new Error(`shipped trust material cannot be read: ${JSON.stringify(read.error)}`);
  return read.value;
}
