/** A package URL taken apart and decoded. Type, namespace and name are there as written, not normalized. */
export interface ParsedPurl {
  /** Lower case: `deb`, `npm`, `pypi`. */
  readonly type: string;
  /** Segments joined by `/`; empty where there is none. */
  readonly namespace: string;
  readonly name: string;
  readonly version: string | undefined;
  /** By lower-case key. */
  readonly qualifiers: ReadonlyMap<string, string>;
  readonly subpath: string | undefined;
}

/**
 * Takes a package URL apart (ECMA-427, section 5.6: subpath, qualifiers, scheme, type, version, name, from the ends
 * inward). `undefined` where it is none: bad purls are common and must be kept as text, not thrown at anyone.
 */
export function parsePurl(text: string): ParsedPurl | undefined {
  const [beforeHash, subpath] = cutLast(text.trim(), '#');
  const [path, query] = cutLast(beforeHash, '?');
  const scheme = /^pkg:\/*/i.exec(path);
  if (scheme === null) return undefined;
  const rest = path.slice(scheme[0].length);
  const slash = rest.indexOf('/');
  const type = rest.slice(0, Math.max(0, slash)).toLowerCase();
  if (!/^[a-z][a-z0-9.+-]*$/.test(type)) return undefined;
  const body = rest.slice(slash + 1).replace(/^\/+|\/+$/g, '');
  // An unencoded npm scope begins with `@`, so the version starts at the last one that is not the first character.
  const at = body.lastIndexOf('@');
  const versioned = at > 0 && !body.slice(at).includes('/');
  const named = (versioned ? body.slice(0, at) : body).split('/').filter((segment) => segment !== '');
  const segments = named.map(decodePercent);
  const version = versioned ? decodePercent(body.slice(at + 1)) : undefined;
  const name = segments.at(-1);
  if (name === undefined || segments.includes(undefined) || (versioned && version === undefined))
    return undefined;
  return {
    type,
    namespace: segments.slice(0, -1).join('/'),
    name,
    version: version === '' ? undefined : version,
    qualifiers: qualifiersOf(query),
    subpath: subpath === undefined ? undefined : decodePercent(subpath),
  };
}

function cutLast(text: string, at: string): readonly [string, string | undefined] {
  const index = text.lastIndexOf(at);
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}

function qualifiersOf(query: string | undefined): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  for (const pair of query?.split('&') ?? []) {
    const equals = pair.indexOf('=');
    const value = equals < 0 ? undefined : decodePercent(pair.slice(equals + 1));
    if (value !== undefined && value !== '') out.set(pair.slice(0, equals).toLowerCase(), value);
  }
  return out;
}

/** `undefined` where it is no percent-encoded UTF-8. */
export function decodePercent(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
