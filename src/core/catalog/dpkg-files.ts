import type { Tree } from '../image/tree.ts';
import type { Ownership } from '../model/reading.ts';
import { type Lifetime, lifetimeOf, overlaps } from './lifetime.ts';
import type { FileReading } from './types.ts';

/** A package whose files are asked for. */
export interface Installed {
  readonly ref: string;
  readonly name: string;
  readonly architecture: string;
  readonly life: Lifetime;
}

type Part = 'list' | 'md5sums' | 'status';

interface Listed {
  readonly life: Lifetime;
  readonly record: Ownership;
}

/**
 * The files each package claims and what its record says of them, by the last files of the database that stood while the
 * package did: `.list` names them, `.md5sums` has their digests, `status` those of configuration files. What another
 * package diverts lies where it was diverted to; what dpkg was told to leave out need not be there (dpkg.cfg,
 * `path-exclude`).
 */
export function dpkgFiles(
  tree: Tree,
  readings: readonly FileReading[],
  packages: readonly Installed[],
): Ownership[] {
  const parts = new Map<string, Listed[]>();
  for (const file of readings) {
    for (const record of file.reading.owns) {
      const key = `${partOf(file.path)} ${record.owner}`;
      const known = parts.get(key) ?? [];
      known.push({ life: lifetimeOf(tree, file), record });
      parts.set(key, known);
    }
  }
  const standing = readings.filter((file) => tree.fate(file.path, file.layer)?.state === 'present');
  const diversions = diversionsIn(standing);
  const isLeftOut = exclusionsIn(standing);
  return packages.flatMap(({ ref, name, architecture, life }) => {
    const last = (part: Part): Ownership | undefined => {
      const all = parts.get(`${part} ${name}:${architecture}`) ?? parts.get(`${part} ${name}`) ?? [];
      return all.findLast((one) => overlaps(one.life, life))?.record;
    };
    const found = [last('list'), last('md5sums'), last('status')].flatMap((one) => one ?? []);
    if (found.length === 0) return [];
    const digests = new Map<string, string>();
    const exempt = new Set<string>();
    for (const record of found) {
      for (const [i, path] of record.paths.entries()) {
        const digest = record.digests?.[i] ?? '';
        if (digest !== '' || !digests.has(path)) digests.set(path, digest);
      }
      for (const path of record.exempt ?? []) exempt.add(path);
    }
    const where = (path: string): string => {
      const diverted = diversions.get(path);
      return diverted === undefined || diverted.by === name ? path : diverted.to;
    };
    const paths = [...digests.keys()].map(where);
    for (const path of paths) if (isLeftOut(path)) exempt.add(path);
    return [
      {
        owner: ref,
        paths,
        ...(found.some((record) => record.digests !== undefined) ? { digests: [...digests.values()] } : {}),
        ...(exempt.size > 0 ? { exempt: [...exempt] } : {}),
      },
    ];
  });
}

function partOf(path: string): Part {
  if (path.endsWith('.list')) return 'list';
  return path.endsWith('.md5sums') ? 'md5sums' : 'status';
}

/** Fields under which `read` hands on what is no package. */
export const DIVERSION = 'diversion';
export const PATH_RULE = 'path-rule';

function* values(files: readonly FileReading[], field: string): Generator<string> {
  for (const { reading } of files)
    for (const fact of reading.facts)
      if (fact.field === field && typeof fact.value === 'string') yield fact.value;
}

function diversionsIn(
  files: readonly FileReading[],
): Map<string, { readonly to: string; readonly by: string }> {
  const out = new Map<string, { readonly to: string; readonly by: string }>();
  for (const value of values(files, DIVERSION)) {
    const [from = '', to = '', by = ''] = value.split('\n');
    out.set(from, { to, by });
  }
  return out;
}

/** Whether dpkg was told not to install a path: of the rules that match, the last one counts (dpkg(1)). */
function exclusionsIn(files: readonly FileReading[]): (path: string) => boolean {
  const rules = [...values(files, PATH_RULE)].map((value) => ({
    leaveOut: value.startsWith('path-exclude='),
    pattern: value.slice(value.indexOf('=') + 1),
  }));
  if (rules.length === 0) return () => false;
  return (path) => rules.findLast(({ pattern }) => matchesPattern(pattern, `/${path}`))?.leaveOut === true;
}

/** `*` and `?` match any characters, `/` too (fnmatch without FNM_PATHNAME). At most pattern times path steps. */
export function matchesPattern(pattern: string, path: string): boolean {
  let at = 0;
  let i = 0;
  let star = -1;
  let resume = 0;
  while (i < path.length) {
    const wanted = pattern[at];
    if (wanted === '*') {
      star = at++;
      resume = i;
    } else if (wanted === '?' || wanted === path[i]) {
      at++;
      i++;
    } else if (star >= 0) {
      at = star + 1;
      i = ++resume;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
