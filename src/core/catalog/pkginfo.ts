import { linesOf } from '../base/lines.ts';

/** One field of a `.PKGINFO`, as often as it is given. */
export interface PkgInfo {
  /** Values by key, with the line of the first. */
  readonly fields: ReadonlyMap<string, { readonly line: number; readonly values: readonly string[] }>;
  /** A line that is no field, and how many there are. */
  readonly wrong: { readonly line: number; readonly count: number } | undefined;
  first(key: string): string | undefined;
  all(key: string): readonly string[];
}

/**
 * Reads `.PKGINFO`: `key = value` lines, comments from `#`. abuild and makepkg write the same syntax with fields of
 * their own; those of makepkg are `pkgbase` and `xdata`.
 */
export function parsePkgInfo(text: string): PkgInfo {
  const fields = new Map<string, { line: number; values: string[] }>();
  let wrong: { line: number; count: number } | undefined;
  let number = 0;
  for (const line of linesOf(text)) {
    number++;
    if (line.trim() === '' || line.startsWith('#')) continue;
    const equals = line.indexOf('=');
    const key = line.slice(0, Math.max(0, equals)).trim();
    if (key === '') {
      wrong = { line: wrong?.line ?? number, count: (wrong?.count ?? 0) + 1 };
      continue;
    }
    const field = fields.get(key) ?? { line: number, values: [] };
    field.values.push(line.slice(equals + 1).trim());
    fields.set(key, field);
  }
  return {
    fields,
    wrong,
    first: (key) => fields.get(key)?.values[0],
    all: (key) => fields.get(key)?.values ?? [],
  };
}

/** Whether makepkg wrote it, of Arch Linux, and not abuild, of Alpine. */
export function isFromMakepkg(info: PkgInfo): boolean {
  return info.fields.has('pkgbase') || info.fields.has('xdata');
}
