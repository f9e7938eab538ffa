import { fromBase64 } from '../base/base64.ts';
import { toHex } from '../base/bytes.ts';
import type { ReadingBuilder } from './reading-builder.ts';

const LENGTHS: Record<string, number> = { sha512: 64, sha384: 48, sha256: 32, sha1: 20 };

/** Adds each hash of a subresource integrity string (W3C SRI section 3.5) as `integrity`, `alg:hex`. */
export function integrityFacts(
  out: ReadingBuilder,
  ref: string,
  integrity: string | undefined,
  pointer: string,
): void {
  for (const part of (integrity ?? '').split(/[ \t\n\r]+/)) {
    const [, algorithm = '', base64 = ''] = /^([a-z0-9]+)-([^?]*)/.exec(part) ?? [];
    const digest = Object.hasOwn(LENGTHS, algorithm) ? fromBase64(base64) : undefined;
    if (digest === undefined || digest.length !== LENGTHS[algorithm]) continue;
    out.fact(ref, 'integrity', `${algorithm}:${toHex(digest)}`, { pointer });
  }
}
