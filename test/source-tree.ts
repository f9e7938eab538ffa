import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');

/** One import, re-export or `import()` of a module. */
export interface Import {
  readonly from: string;
  /** Path from the root of the checkout where it is relative, else the name as written. */
  readonly to: string;
  readonly typeOnly: boolean;
  /** `?engine`, `?raw` and the like. */
  readonly query: string;
}

/** All TypeScript and Svelte files under the folders, as paths from the root of the checkout. */
export function sourceFiles(...folders: readonly string[]): readonly string[] {
  return folders
    .filter((folder) => existsSync(join(ROOT, folder)))
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        join(folder, name),
      ),
    )
    .filter((path) => /\.(?:ts|mts|mjs|svelte)$/.test(path))
    .sort();
}

export function sourceText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

export function importsOf(path: string): readonly Import[] {
  const text = sourceText(path);
  return [...text.matchAll(STATIC), ...text.matchAll(DYNAMIC)].map(({ groups = {} }) => {
    const [name = '', query] = (groups.name ?? '').split('?');
    return {
      from: path,
      to: name.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(path), name)) : name,
      typeOnly: isTypeOnly(groups.clause ?? ''),
      query: query === undefined ? '' : `?${query}`,
    };
  });
}

const STATIC =
  /^[ \t]*(?:import|export)\s+(?<clause>(?:[\w$*\s{},]|\btype\b)*?)\s*(?:\bfrom\s*)?['"](?<name>[^'"]+)['"]/gm;
const DYNAMIC = /\bimport\(\s*['"](?<name>[^'"]+)['"]/g;

/** `type X`, `type { X }` or `{ type X, type Y }`: nothing of it is left when it runs. */
function isTypeOnly(clause: string): boolean {
  if (/^type\b/.test(clause)) return true;
  const named = /^\{(?<names>[^}]*)\}$/.exec(clause)?.groups?.names;
  if (named === undefined) return false;
  const names = named.split(',').filter((name) => name.trim() !== '');
  return names.length > 0 && names.every((name) => /^\s*type\s/.test(name));
}

/** Every file that is there when `entry` runs, found by following its imports; files named with a query are left out. */
export function reachedFrom(entry: string): ReadonlySet<string> {
  const reached = new Set([entry]);
  for (const path of reached)
    for (const { to, typeOnly, query } of importsOf(path))
      if (!typeOnly && query === '' && /\.(?:ts|svelte)$/.test(to)) reached.add(to);
  return reached;
}
