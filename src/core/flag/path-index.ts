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
  readonly #byName = new Map<string, Compiled<T>[]>();
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
    if (/[*?]/.test(name)) this.#rest.push(compiled);
    else put(this.#byName, name, compiled);
  }

  match(path: string): readonly T[] {
    const found = new Set<T>();
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (this.#plain.size > 0) this.#matchPlain(path, found);
    for (const { pattern, value } of this.#byName.get(name) ?? []) if (pattern.test(path)) found.add(value);
    for (const { start, ending, pattern, value } of this.#rest)
      if (path.startsWith(start) && path.endsWith(ending) && pattern.test(path)) found.add(value);
    return [...found];
  }

  /** Every folder above the path, and the path itself. */
  #matchPlain(whole: string, found: Set<T>): void {
    for (let from = 0; from <= whole.length; ) {
      const slash = whole.indexOf('/', from);
      const end = slash < 0 ? whole.length : slash;
      for (const { path, rooted, value } of this.#plain.get(whole.slice(from, end)) ?? []) {
        const start = end - path.length;
        if (start < 0 || !whole.startsWith(path, start)) continue;
        if (start === 0 || (!rooted && whole[start - 1] === '/')) found.add(value);
      }
      from = end + 1;
    }
  }
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
