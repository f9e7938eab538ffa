import { hasMagic } from '../base/bytes.ts';
import type { Cataloger } from './types.ts';

/** Compiles a glob: `**` any number of segments, `*` any characters but `/`, `{a,b}` alternatives. Linear to match. */
export function compileGlob(glob: string): RegExp {
  let out = '';
  for (let i = 0; i < glob.length; i++) {
    const rest = glob.slice(i);
    if (rest.startsWith('**/')) {
      out += '(?:.*/)?';
      i += 2;
    } else if (rest.startsWith('**')) {
      out += '.*';
      i += 1;
    } else if (glob[i] === '*') out += '[^/]*';
    else if (glob[i] === '{') out += '(?:';
    else if (glob[i] === '}') out += ')';
    else if (glob[i] === ',') out += '|';
    else out += (glob[i] ?? '').replace(/[.+^$()|[\]\\?]/g, '\\$&');
  }
  return new RegExp(`^${out}$`, 's');
}

interface Compiled<T> {
  readonly pattern: RegExp;
  readonly value: T;
}

/** Characters of a file name by which globs like `LICENSE*` are looked up. */
const START = 4;

/** Answers which of many globs match a path; most paths are refused by their last segment or their ending alone. */
export class GlobIndex<T> {
  readonly #byName = new Map<string, Compiled<T>[]>();
  readonly #byStart = new Map<string, Compiled<T>[]>();
  readonly #rest: (Compiled<T> & { readonly start: string; readonly ending: string })[] = [];

  add(glob: string, value: T): void {
    for (const one of alternatives(glob)) {
      const name = one.slice(one.lastIndexOf('/') + 1);
      const pattern = compileGlob(one);
      if (name.indexOf('*') >= START) put(this.#byStart, name.slice(0, START), { pattern, value });
      else if (name.includes('*'))
        this.#rest.push({
          start: one.slice(0, one.indexOf('*')),
          ending: one.slice(one.lastIndexOf('*') + 1),
          pattern,
          value,
        });
      else put(this.#byName, name, { pattern, value });
    }
  }

  match(path: string): T[] {
    const name = path.slice(path.lastIndexOf('/') + 1);
    let out: Set<T> | undefined;
    for (const same of [this.#byName.get(name), this.#byStart.get(name.slice(0, START))])
      for (const { pattern, value } of same ?? [])
        if (pattern.test(path)) out = (out ?? new Set()).add(value);
    for (const { start, ending, pattern, value } of this.#rest) {
      if (path.startsWith(start) && path.endsWith(ending) && pattern.test(path))
        out = (out ?? new Set()).add(value);
    }
    return out === undefined ? [] : [...out];
  }
}

function put<T>(map: Map<string, Compiled<T>[]>, key: string, one: Compiled<T>): void {
  map.set(key, [...(map.get(key) ?? []), one]);
}

/** The globs that one with `{a,b}` stands for. */
export function alternatives(glob: string): string[] {
  const [whole, choices = ''] = /\{([^{}]*)\}/.exec(glob) ?? [];
  if (whole === undefined) return [glob];
  return choices.split(',').flatMap((choice) => alternatives(glob.replace(whole, () => choice)));
}

/** Answers which catalogers want a file: by its path before its content is seen, by its first bytes after. */
export class CatalogIndex {
  readonly #globs = new GlobIndex<Cataloger>();
  readonly #magic: (readonly [string | readonly number[], Cataloger])[] = [];
  readonly #first = new Set<number>();

  constructor(catalogers: Iterable<Cataloger>) {
    for (const cataloger of catalogers) {
      for (const glob of cataloger.match.globs) this.#globs.add(glob, cataloger);
      for (const magic of cataloger.match.magic ?? []) {
        this.#magic.push([magic, cataloger]);
        this.#first.add(typeof magic === 'string' ? magic.charCodeAt(0) : (magic[0] ?? 0));
      }
    }
  }

  byPath(path: string): Cataloger[] {
    return this.#globs.match(path);
  }

  /** Most files are refused by their first byte alone. */
  byHead(head: Uint8Array): Cataloger[] {
    if (!this.#first.has(head[0] ?? -1)) return [];
    return [
      ...new Set(this.#magic.flatMap(([magic, cataloger]) => (hasMagic(head, magic) ? [cataloger] : []))),
    ];
  }
}
