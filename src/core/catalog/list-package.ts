import type { ComponentType } from '../model/reading.ts';
import type { ReadingBuilder } from './reading-builder.ts';

/** A package of the file being read, as far as the file names it. */
export interface PackageAt {
  readonly ref: string;
  /** `library` when absent. */
  readonly type?: ComponentType;
  readonly name: string;
  readonly version?: string | undefined;
  readonly purl?: string | undefined;
  /** JSON pointer, `line N` or `byte N`. */
  readonly pointer?: string | undefined;
}

/** Adds a package that the file is or holds; `false` when it was refused. */
export function listPresent(out: ReadingBuilder, found: PackageAt): boolean {
  return list(out, found, 'present');
}

/** Adds a package that the file only speaks of (a lockfile); `false` when it was refused. */
export function listStated(out: ReadingBuilder, found: PackageAt): boolean {
  return list(out, found, 'stated');
}

function list(out: ReadingBuilder, found: PackageAt, state: 'present' | 'stated'): boolean {
  const { ref, type = 'library', name, version, purl, pointer } = found;
  return out.find({
    ref,
    type,
    name,
    ...(version === undefined || version === '' ? {} : { version }),
    ...(purl === undefined ? {} : { purl }),
    place: { path: out.path, state, ...(pointer === undefined ? {} : { pointer }) },
    how: state === 'present' ? 'measured' : 'stated',
  });
}
