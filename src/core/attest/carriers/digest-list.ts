import type { Hex } from '../../base/bytes.ts';
import type { DigestAlgorithm } from '../../base/digest.ts';
import { fault } from '../../base/result.ts';
import type { DigestClaim, TextCarrier } from './types.ts';

const BY_LENGTH: Readonly<Record<number, DigestAlgorithm>> = {
  32: 'md5',
  40: 'sha1',
  64: 'sha256',
  96: 'sha384',
  128: 'sha512',
};
const BY_NAME: Readonly<Record<string, DigestAlgorithm>> = {
  MD5: 'md5',
  SHA1: 'sha1',
  SHA256: 'sha256',
  SHA384: 'sha384',
  SHA512: 'sha512',
};

const GNU = /^(\\?)([0-9a-fA-F]{32,128}) [ *](.+)$/;
const BSD = /^(\\?)([A-Z0-9-]{3,10}) ?\((.+)\) = ([0-9a-fA-F]{32,128})$/;
const ALONE = /^[0-9a-fA-F]{32,128}$/;
const PINNED = /^(\S+)@(sha256|sha384|sha512):([0-9a-f]{64,128})$/;

/** `SHA256SUMS`, `checksums.txt`, `FILE.sha256`: claims that nobody signed. */
export const digestList: TextCarrier = {
  id: 'digest-list',
  title: 'List of digests',
  spec: 'GNU coreutils sha256sum; BSD sha256(1); OCI name@digest',
  recognizes: ({ text }) => {
    const first = text
      ?.slice(0, 8192)
      .split('\n')
      .find((line) => isSaying(line));
    return first !== undefined && readDigestLine(first.trimEnd(), 1) !== undefined;
  },
  read: ({ text }) => {
    const digests: DigestClaim[] = [];
    const strange: number[] = [];
    for (const [index, line] of (text ?? '').split('\n').entries()) {
      if (!isSaying(line)) continue;
      const claim = readDigestLine(line.trimEnd(), index + 1);
      if (claim === undefined) strange.push(index + 1);
      else digests.push(claim);
    }
    const faults =
      strange.length === 0
        ? []
        : [
            fault(
              'digest-list.line',
              'warning',
              `${strange.length} lines of the list name no digest, the first is line ${strange[0]}. The others were read.`,
            ),
          ];
    return { envelopes: [], digests, faults };
  },
};

function isSaying(line: string): boolean {
  return line.trim() !== '' && !line.startsWith('#');
}

/** One line: `HEX  NAME`, `SHA256 (NAME) = HEX`, `NAME@sha256:HEX`, or a digest alone. */
export function readDigestLine(line: string, number: number): DigestClaim | undefined {
  const gnu = GNU.exec(line);
  if (gnu !== null) return claim(BY_LENGTH[gnu[2]?.length ?? 0], gnu[2], unescaped(gnu[1], gnu[3]), number);
  const bsd = BSD.exec(line);
  if (bsd !== null) return claim(BY_NAME[bsd[2] ?? ''], bsd[4], unescaped(bsd[1], bsd[3]), number);
  const pinned = PINNED.exec(line);
  if (pinned !== null)
    return claim(BY_NAME[pinned[2]?.toUpperCase() ?? ''], pinned[3], pinned[1] ?? '', number);
  return ALONE.test(line) ? claim(BY_LENGTH[line.length], line, '', number) : undefined;
}

function claim(
  algorithm: DigestAlgorithm | undefined,
  hex: string | undefined,
  name: string,
  line: number,
): DigestClaim | undefined {
  if (algorithm === undefined || hex === undefined || BY_LENGTH[hex.length] !== algorithm) return undefined;
  return { algorithm, hex: hex.toLowerCase() as Hex, name, line };
}

/** A leading backslash says that the name is escaped (coreutils). */
function unescaped(mark: string | undefined, name: string | undefined): string {
  if (mark !== '\\') return name ?? '';
  return (name ?? '').replace(/\\([\\nr])/g, (_, letter: string) =>
    letter === 'n' ? '\n' : letter === 'r' ? '\r' : '\\',
  );
}
