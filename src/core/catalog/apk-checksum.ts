import { fromBase64 } from '../base/base64.ts';
import { toHex } from '../base/bytes.ts';

const ALGORITHMS: Readonly<Record<string, readonly [algorithm: string, bytes: number]>> = {
  Q1: ['sha1', 20],
  Q2: ['sha256', 32],
};

/** A checksum of the database, `Q1` and SHA-1 or `Q2` and SHA-256 in base64, as `alg:hex`; old ones are MD5 in hex. */
export function apkChecksum(text: string): string | undefined {
  if (/^[0-9a-f]{32}$/i.test(text)) return `md5:${text.toLowerCase()}`;
  const [algorithm, length] = ALGORITHMS[text.slice(0, 2)] ?? [];
  const bytes = algorithm === undefined ? undefined : fromBase64(text.slice(2));
  return bytes === undefined || bytes.length !== length ? undefined : `${algorithm}:${toHex(bytes)}`;
}
