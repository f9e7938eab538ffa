interface Compiled<T> {
  readonly start: string;
  readonly ending: string;
  readonly pattern: RegExp;
  readonly value: T;
}

/**
 * Which of many paths and globs that somebody listed match a path. Without a leading `/` they are looked for anywhere in
 * a tree; one without wildcards may name a folder, and then means everything in it.
 */
export class PathIndex<T> {
  readonly #plain = new Map<
    string,
    { readonly path: string; readonly rooted: boolean; readonly value: T }[]
  >();
  /** Globs by the longest segment that has no wildcard: nothing else can match where it does not stand. */
  readonly #bySegment = new Map<string, Compiled<T>[]>();
  readonly #rest: Compiled<T>[] = [];

  /** `**` any number of segments, `*` any run of characters but `/`, `?` one of them; everything else as it stands. */
  add(text: string, value: T): void {
    const rooted = text.startsWith('/');
    const path = text.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (!/[*?]/.test(path)) {
      put(this.#plain, name, { path, rooted, value });
      return;
    }
    const glob = rooted || path.startsWith('**/') ? path : `**/${path}`;
    const compiled = {
      start: /^[^*?]*/.exec(glob)?.[0] ?? '',
      ending: /[^*?]*$/.exec(glob)?.[0] ?? '',
      pattern: compile(glob),
      value,
    };
    const literal = glob
      .split('/')
      .filter((segment) => segment !== '' && !/[*?]/.test(segment))
      .reduce((longest, segment) => (segment.length > longest.length ? segment : longest), '');
    if (literal === '') this.#rest.push(compiled);
    else put(this.#bySegment, literal, compiled);
  }

  match(path: string): readonly T[] {
    const found = new Set<T>();
    for (let from = 0; from <= path.length; ) {
      const slash = path.indexOf('/', from);
      const end = slash < 0 ? path.length : slash;
      const segment = path.slice(from, end);
      // What has no wildcard is this path, or a folder above it.
      for (const { path: wanted, rooted, value } of this.#plain.get(segment) ?? []) {
        const start = end - wanted.length;
        if (start < 0 || !path.startsWith(wanted, start)) continue;
        if (start === 0 || (!rooted && path[start - 1] === '/')) found.add(value);
      }
      for (const compiled of this.#bySegment.get(segment) ?? []) hold(compiled, path, found);
      from = end + 1;
    }
    for (const compiled of this.#rest) hold(compiled, path, found);
    return [...found];
  }
}

function hold<T>({ start, ending, pattern, value }: Compiled<T>, path: string, found: Set<T>): void {
  if (path.startsWith(start) && path.endsWith(ending) && pattern.test(path)) found.add(value);
}

function put<T>(map: Map<string, T[]>, key: string, one: T): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [one]);
  else known.push(one);
}

function compile(glob: string): RegExp {
  const parts = glob.replace(/(?:\*\*\/)+/g, '**/').split(/(\*\*\/|\*+|\?)/);
  const source = parts.map((part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '*') return '[^/]*';
    if (/^\*+$/.test(part)) return '.*';
    return part === '?' ? '[^/]' : part.replace(/[.+^$()|{}[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${source.join('')}$`, 'su');
}
