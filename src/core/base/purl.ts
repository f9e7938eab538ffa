import { parsePurl } from './purl-parse.ts';

/** What a package URL is made of, before encoding. */
export interface PurlParts {
  /** Lower case: `deb`, `npm`, `pypi`. */
  readonly type: string;
  /** Segments joined by `/`. */
  readonly namespace?: string | undefined;
  readonly name: string;
  readonly version?: string | undefined;
  /** Those that are empty or absent are left out. */
  readonly qualifiers?: Readonly<Record<string, string | undefined>>;
}

/**
 * The canonical package URL (ECMA-427, section 5), or `undefined` where no name remains or a part cannot be encoded.
 *
 * Not by packageurl-js: version 2.0.1 writes `+` of a version as it is and lowers npm names, against the suite that
 * comes with the specification; `JSONStream` and `jsonstream` are two packages.
 */
export function purl(parts: PurlParts): string | undefined {
  const { type, namespace, name, version } = normalized(parts);
  const qualifiers = Object.entries(parts.qualifiers ?? {})
    .map(([key, value]) => [key.toLowerCase(), value?.trim() ?? ''] as const)
    .filter(([, value]) => value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const texts = [namespace, name, version, ...qualifiers.map(([, value]) => value)];
  if (name === '' || texts.some((text) => /\p{Surrogate}/u.test(text))) return undefined;

  const segments = namespace.split('/').filter((segment) => segment !== '');
  const path = [type, ...segments.map(encode), encode(name)].join('/');
  const query = qualifiers.map(([key, value]) => `${key}=${encode(value)}`).join('&');
  return `pkg:${path}${version === '' ? '' : `@${encode(version)}`}${query === '' ? '' : `?${query}`}`;
}

const NOT_CASE_SENSITIVE = new Set(['deb', 'apk', 'alpm', 'pypi', 'composer', 'github', 'bitbucket', 'hex']);

/** Rules of the type definitions: what is not case sensitive is lower case; PyPI reads `_` as `-`. */
function normalized(parts: PurlParts) {
  const namespace = parts.namespace?.trim() ?? '';
  const name = parts.name.trim();
  const lower = NOT_CASE_SENSITIVE.has(parts.type);
  const cased = lower ? name.toLowerCase() : name;
  return {
    type: parts.type,
    namespace: lower ? namespace.toLowerCase() : namespace,
    name: parts.type === 'pypi' ? cased.replace(/_/g, '-') : cased,
    version: parts.version?.trim() ?? '',
  };
}

/** Percent-encodes all but letters, digits, `.-_~` and the colon (section 5.4). */
function encode(text: string): string {
  return encodeURIComponent(text)
    .replace(/%3A/g, ':')
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/**
 * A package URL as somebody wrote it, in the form that {@link purl} gives: what is one package joins, however it was
 * written. `undefined` for what is no purl; a subpath is left out, since it names a part and not another package.
 */
export function canonicalPurl(raw: string): string | undefined {
  if (isCanonical(raw)) return raw;
  if (raw.includes('%3A')) {
    // Where a colon may stand as it is, it means the same encoded: every Debian version with an epoch.
    const plain = raw.replaceAll('%3A', ':');
    if (isCanonical(plain)) return plain;
  }
  const parts = parsePurl(raw);
  return parts === undefined
    ? undefined
    : purl({ ...parts, qualifiers: Object.fromEntries(parts.qualifiers) });
}

const PLAIN =
  /^pkg:([a-z][a-z0-9.-]*)\/((?:[\w.~/-]|%2B)+)@(?:[\w.:~-]|%2B)+(?:\?([a-z][a-z0-9._-]*=[\w.:~-]+(?:&[a-z][a-z0-9._-]*=[\w.:~-]+)*))?$/;

/** A package of a distribution, with qualifiers that are looked at apart. */
const LOWER = /^pkg:(?:deb|apk|alpm)(?:\/(?:[a-z\d._~-]|%2B)+)+@(?:[\w.:~-]|%2B)+\?/;

/** Most are written as they should be, a `+` encoded: told without taking them apart. */
function isCanonical(raw: string): boolean {
  const query = raw.length - 1 - raw.indexOf('?');
  if (query === lastSorted.length && query > 0 && raw.endsWith(lastSorted) && LOWER.test(raw)) return true;
  const [, type = '', path = '', qualifiers = ''] = PLAIN.exec(raw) ?? [];
  if (type === '' || path.includes('//') || path.endsWith('/') || path.startsWith('/')) return false;
  if (NOT_CASE_SENSITIVE.has(type) && /[A-Z]/.test(path.replaceAll('%2B', ''))) return false;
  if (type === 'pypi' && path.includes('_')) return false;
  return qualifiers === '' || qualifiers === lastSorted || isSorted(qualifiers);
}

/** The qualifiers seen last: of a distribution's packages most have the same. */
let lastSorted = '';

function isSorted(query: string): boolean {
  const keys = query.split('&').map((pair) => pair.slice(0, pair.indexOf('=')));
  const sorted = keys.every((key, i) => i === 0 || (keys[i - 1] ?? '') < key);
  if (sorted) lastSorted = query;
  return sorted;
}
