import type { Requirement } from '../model/reading.ts';
import { purl } from './purl.ts';
import type { ReadingBuilder } from './reading-builder.ts';
import type { Distro } from './types.ts';

/** The package URL; without a distribution, Alpine is meant. `upstream` is the package it was built with. */
export function apkPurl(
  name: string,
  version: string,
  {
    architecture,
    origin,
  }: { readonly architecture?: string | undefined; readonly origin?: string | undefined },
  distro: Distro | undefined,
): string | undefined {
  const release = distro?.versionId === undefined ? distro?.id : `${distro.id}-${distro.versionId}`;
  const upstream = origin === name ? undefined : origin;
  return purl({
    type: 'apk',
    namespace: distro?.id ?? 'alpine',
    name,
    version,
    qualifiers: { arch: architecture, distro: release, upstream },
  });
}

/** A word of a dependency list: a name, with a version asked for, or given where it is provided. */
export interface ApkAtom {
  readonly name: string;
  readonly operator: string | undefined;
  readonly version: string | undefined;
  /** `!name`: must not be there. */
  readonly conflict: boolean;
}

/** Reads a list of dependencies or of provided names (apk-package(5)): words like `so:libc.musl-x86_64.so.1`, `a>=1.2`. */
export function apkAtoms(list: string | undefined): readonly ApkAtom[] {
  const words = list?.split(/[ \t]+/).filter((word) => word !== '') ?? [];
  return words.map((word) => {
    const conflict = word.startsWith('!');
    const text = conflict ? word.slice(1) : word;
    // `name@tag` pins a repository.
    const [, name = text, operator, version] =
      /^([^<>=~@]+)(?:@[^<>=~]*)?(?:([<>=~]+)(.*))?$/.exec(text) ?? [];
    return { name, operator, version, conflict };
  });
}

/** Adds what a package provides, as `name` or `name = version`. */
export function provideAtoms(
  out: ReadingBuilder,
  ref: string,
  list: string | undefined,
  pointer: string,
): void {
  for (const { name, version, conflict } of apkAtoms(list)) {
    if (conflict) continue;
    out.fact(ref, 'provides', version === undefined || version === '' ? name : `${name} = ${version}`, {
      pointer,
    });
  }
}

/** Adds what a package depends on; what it conflicts with is no dependency. */
export function requireAtoms(
  out: ReadingBuilder,
  ref: string,
  list: string | undefined,
  rawKind: string,
): void {
  for (const { name, operator, version, conflict } of apkAtoms(list)) {
    if (conflict) continue;
    const asked =
      operator === undefined || version === undefined ? {} : { constraint: `${operator} ${version}` };
    const requirement: Requirement = { from: ref, anyOf: [{ name, ...asked }], scope: 'runtime', rawKind };
    out.require(requirement);
  }
}
