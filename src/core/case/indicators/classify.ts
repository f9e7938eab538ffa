import type { DigestAlgorithm } from '../../base/digest.ts';
import type { Indicator } from './types.ts';

const BY_LENGTH: Readonly<Record<number, DigestAlgorithm>> = {
  32: 'md5',
  40: 'sha1',
  64: 'sha256',
  96: 'sha384',
  128: 'sha512',
};
const FILE_ENDINGS =
  /\.(?:js|mjs|cjs|ts|py|pyc|sh|bat|cmd|ps1|exe|dll|so|dylib|node|jar|zip|tgz|gz|tar|whl|json|ya?ml|txt|bin|dat|php|rb|pl|go|rs|c|vbs|lnk|scr)$/i;
const DOMAIN = /^(?:[a-z0-9_](?:[a-z0-9_-]{0,62})\.){1,10}[a-z][a-z0-9-]{1,30}$/i;
const ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const LONGEST = 500;

/** What one word of a list means, by its form alone; `undefined` where it has none that is known. */
export function classify(word: string): Indicator | undefined {
  const text = word
    .trim()
    .replace(/\[\.\]|\(\.\)/g, '.')
    .replace(/^hxxp/i, 'http');
  if (text === '' || text.length > LONGEST) return undefined;
  const hash = /^(?:(?:md5|sha-?(?:1|256|384|512))[:=])?([0-9a-f]{32,128})$/i.exec(text)?.[1];
  const algorithm = BY_LENGTH[hash?.length ?? 0];
  if (hash !== undefined && algorithm !== undefined)
    return { kind: 'hash', algorithm, value: hash.toLowerCase() };
  if (text.startsWith('pkg:')) return packageUrl(text);
  const pinned = /^(@?[a-z0-9][^@\s=]{0,200})(?:@|==)v?(\d[^\s@/]{0,100}|\*)$/i.exec(text);
  if (pinned?.[1] !== undefined) {
    const version = pinned[2] === '*' ? undefined : pinned[2];
    return { kind: 'package', name: pinned[1].toLowerCase(), version, ecosystem: undefined };
  }
  const host = /^https?:\/\/(?:[^@/]{0,200}@)?([^/:?#]{1,250})/i.exec(text)?.[1];
  if (host !== undefined) return { kind: 'domain', value: host.toLowerCase() };
  if (/[*?]/.test(text) || text.includes('/')) {
    if (/^@[a-z0-9-]+\/[a-z0-9._-]+$/i.test(text))
      return { kind: 'package', name: text.toLowerCase(), version: undefined, ecosystem: 'npm' };
    return /^\S+$/.test(text) ? { kind: 'glob', value: text } : undefined;
  }
  if (FILE_ENDINGS.test(text)) return { kind: 'file', value: text };
  if (ADDRESS.test(text) || DOMAIN.test(text)) return { kind: 'domain', value: text.toLowerCase() };
  return undefined;
}

/** `pkg:npm/%40scope/name@1.0.0`; qualifiers do not narrow it. */
function packageUrl(purl: string): Indicator | undefined {
  const found = /^pkg:([a-z0-9.+-]+)\/([^@?#]+)(?:@([^?#]+))?/i.exec(purl);
  if (found?.[1] === undefined || found[2] === undefined) return undefined;
  return {
    kind: 'package',
    name: unescaped(found[2]).toLowerCase(),
    version: found[3] === undefined ? undefined : unescaped(found[3]),
    ecosystem: found[1].toLowerCase(),
  };
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
