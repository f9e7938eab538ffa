import { fromBase64 } from '../base/base64.ts';
import { decodeUtf8Lossy, toHex } from '../base/bytes.ts';
import { linesOf } from '../base/lines.ts';
import type { OwnedFile } from './reading-builder.ts';

/** Attribute names by preference: what is measured anyway before what needs a pass of its own (JAR, "Signed JAR File"). */
const ALGORITHMS: readonly (readonly [attribute: string, algorithm: string, bytes: number])[] = [
  ['sha-256-digest', 'sha256', 32],
  ['sha-512-digest', 'sha512', 64],
  ['sha-384-digest', 'sha384', 48],
  ['sha1-digest', 'sha1', 20],
  ['sha-1-digest', 'sha1', 20],
  ['md5-digest', 'md5', 16],
];

const LONGEST_VALUE = 65_536;

/** Files that a manifest's sections give digests of: what `jarsigner` writes. */
export function* manifestDigests(bytes: Uint8Array): Generator<OwnedFile> {
  let attributes = new Map<string, string>();
  let key = '';
  for (const line of linesOf(decodeUtf8Lossy(bytes))) {
    if (line === '') {
      yield* fileOf(attributes);
      attributes = new Map();
      key = '';
    } else if (line.startsWith(' ')) {
      const value = attributes.get(key);
      if (value !== undefined && value.length < LONGEST_VALUE) attributes.set(key, value + line.slice(1));
    } else {
      const colon = line.indexOf(':');
      key = line.slice(0, Math.max(0, colon)).toLowerCase();
      if (key !== '') attributes.set(key, line.slice(colon + 1).replace(/^ /, ''));
    }
  }
  yield* fileOf(attributes);
}

function* fileOf(attributes: ReadonlyMap<string, string>): Generator<OwnedFile> {
  const path = attributes.get('name');
  if (path === undefined || path === '' || path.endsWith('/')) return;
  for (const [attribute, algorithm, length] of ALGORITHMS) {
    const digest = fromBase64(attributes.get(attribute) ?? '');
    if (digest?.length !== length) continue;
    yield { path, digest: `${algorithm}:${toHex(digest)}` };
    return;
  }
}

/** A file in `META-INF` that belongs to a signature, and is not covered by one (JAR, "Signature validation"). */
export function isSignatureFile(path: string): boolean {
  return /^META-INF\/(?:MANIFEST\.MF|[^/]+\.(?:SF|DSA|RSA|EC)|SIG-[^/]*)$/i.test(path);
}
