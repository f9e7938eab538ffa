import { fromBase64 } from '../../base/base64.ts';
import { toHex } from '../../base/bytes.ts';
import type { DigestAlgorithm } from '../../base/digest.ts';
import { parsePurl } from '../../base/purl-parse.ts';
import { ecosystemOf } from './ecosystem.ts';
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
/** Endings of files that are top-level domains too. */
const ALSO_DOMAINS = /\.(?:py|sh|so|zip|pl|rs)$/i;
const DOMAIN = /^(?:[a-z0-9_](?:[a-z0-9_-]{0,62})\.){1,10}[a-z][a-z0-9-]{1,30}$/i;
const ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const LONGEST = 500;

/** A text without what keeps it from being clicked (`hxxps[:]//evil[.]example`) and without what nobody sees. */
export function refanged(word: string): string {
  return word
    .replace(/\p{Cf}/gu, '')
    .trim()
    .replace(/\[\.\]|\(\.\)|\{\.\}|[[({]dot[\])}]/gi, '.')
    .replace(/\[(:|:\/\/|\/|@)\]/g, '$1')
    .replace(/^h(?:xx|\*\*)p(?=s?:)/i, 'http');
}

/**
 * What one word of a list means, by its form alone; none where it has no form that is known. A word that may mean two
 * things (a file or a host) is looked for as both.
 */
export function classify(word: string): readonly Indicator[] {
  const text = refanged(word);
  if (text === '' || text.length > LONGEST) return [];
  if (text.startsWith('pkg:')) return packageUrl(text);
  const domain = domainIn(text);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return domain;
  const hashes = hashesIn(text);
  if (hashes.length > 0) return hashes;
  const named = packageOf(text);
  if (named !== undefined) return [named];
  const name = text.slice(text.lastIndexOf('\\') + 1);
  if (FILE_ENDINGS.test(name) && !/[*?/]/.test(name) && !/\s{2}/.test(name))
    return [{ kind: 'file', value: name }, ...(ALSO_DOMAINS.test(name) ? domain : [])];
  if (isNetwork(text)) return [];
  if (/[*?]/.test(text) || text.includes('/')) {
    if (/^@[a-z0-9-]+\/[a-z0-9._-]+$/i.test(text))
      return [{ kind: 'package', name: text.toLowerCase(), version: undefined, ecosystem: 'npm' }];
    return /^\S+$/.test(text) ? [{ kind: 'glob', value: text }, ...domain] : [];
  }
  return domain;
}

/**
 * Digests in a text, in hexadecimal or as subresource integrity, whatever stands beside them: `sha256sum` and `sha256`
 * write a file name there, and lists a prefix.
 */
export function hashesIn(text: string): readonly Indicator[] {
  const found: Indicator[] = [];
  const integrity = /^(sha(?:256|384|512))-([A-Za-z0-9+/]{43,86}={0,2})$/.exec(text);
  const bytes = integrity === null ? undefined : fromBase64(integrity[2] ?? '');
  const words =
    bytes === undefined ? text.matchAll(/(?<![0-9a-z])(?:0x)?([0-9a-f]{32,128})(?![0-9a-z])/gi) : [];
  for (const [, hex = ''] of bytes === undefined ? words : [['', toHex(bytes)]]) {
    const algorithm = BY_LENGTH[hex.length];
    if (algorithm !== undefined) found.push({ kind: 'hash', algorithm, value: hex.toLowerCase() });
  }
  return found;
}

/** Host name or address of a URL, of `host`, `host:port`, `host/path` and `*.host`, in lower case. */
export function hostOf(text: string): string | undefined {
  const [, url] =
    /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/]{0,200}@)?(\[[0-9a-f:.]{2,45}\]|[^/:?#]{1,250})/i.exec(text) ?? [];
  if (url !== undefined) return url.replace(/\.$/, '').toLowerCase();
  const bare = text
    .replace(/^\*?\./, '')
    .replace(/[/?#].*$/s, '')
    .replace(/:\d{1,5}$/, '')
    .replace(/\.$/, '');
  return ADDRESS.test(bare) || DOMAIN.test(bare) ? bare.toLowerCase() : undefined;
}

/** The host of an address, with the path behind it where there is one. */
export function domainIn(text: string): readonly Indicator[] {
  const host = hostOf(text);
  if (host === undefined) return [];
  const path = ADDRESS.test(host) && /\/32$/.test(text) ? '' : pathOf(text);
  return [{ kind: 'domain', value: host, ...(path === '' ? {} : { path }) }];
}

/** Path of an address, without what ends it; empty where there is none. */
export function pathOf(address: string): string {
  const [, path = ''] = /^(?:[a-z][a-z0-9+.-]*:\/\/)?[^/?#]*(\/[^?#]*)/i.exec(address) ?? [];
  return path.replace(/(?:\/+|\.git\/*)$/, '');
}

/** A range of addresses, which nothing here is held against; that of one address is the address. */
export function isNetwork(text: string): boolean {
  const [, address = '', bits] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  return ADDRESS.test(address) && bits !== '32';
}

/** `name@1.0.0`, `name==1.0.0`, `npm:name@1.0.0`, `group:name:1.0.0`, `name 1.0.0`. */
function packageOf(text: string): Indicator | undefined {
  const [, registry = '', rest = text] = /^([a-z.]{2,12})[:/](?!\/)(.+)$/i.exec(text) ?? [];
  const ecosystem = ecosystemOf(registry);
  const own = ecosystem === undefined ? text : rest;
  const [, name, version] =
    /^(@?[a-z0-9][^@\s=]{0,200})(?:@|==)[v=]?(\d[^\s@/]{0,100}|\*)$/i.exec(own) ??
    (FILE_ENDINGS.test(own)
      ? undefined
      : /^(@?[a-z0-9][\w./-]{0,200})[ \t]+v?(\d[\w.+-]{0,100})$/i.exec(own)) ??
    [];
  if (name !== undefined)
    return {
      kind: 'package',
      name: name.toLowerCase(),
      version: version === '*' ? undefined : version,
      ecosystem,
    };
  const [, group, artifact, release] =
    /^([\w.-]{1,200}):([\w.-]{1,200}):v?(\d[\w.+-]{0,100})$/.exec(own) ?? [];
  if (group === undefined) return undefined;
  return {
    kind: 'package',
    name: `${group}:${artifact}`.toLowerCase(),
    version: release,
    ecosystem: 'maven',
  };
}

/** `pkg:npm/%40scope/name@1.0.0`; qualifiers do not narrow it. */
function packageUrl(text: string): readonly Indicator[] {
  const purl = parsePurl(text);
  if (purl === undefined) return [];
  const { type, namespace, name, version } = purl;
  const whole = namespace === '' ? name : `${namespace}/${name}`;
  return [{ kind: 'package', name: whole.toLowerCase(), version, ecosystem: type }];
}
