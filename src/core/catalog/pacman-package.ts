import { purl } from './purl.ts';
import type { ReadingBuilder } from './reading-builder.ts';
import type { Distro } from './types.ts';

/** The package URL; the namespace is the distribution, Arch Linux where none is known. */
export function alpmPurl(
  name: string,
  version: string,
  fact: (field: string) => string | undefined,
  distro: Distro | undefined,
): string | undefined {
  const base = fact('source-package')?.replace(/@.*$/, '');
  return purl({
    type: 'alpm',
    namespace: distro?.id ?? 'arch',
    name,
    version,
    qualifiers: {
      arch: fact('architecture'),
      distro: distro?.versionId === undefined ? undefined : `${distro.id}-${distro.versionId}`,
      upstream: base === name ? undefined : base,
    },
  });
}

/** A dependency or provided name: `glibc>=2.38`, `libcrypto.so=3-64` (PKGBUILD(5)). */
function parsed(text: string): {
  readonly name: string;
  readonly operator?: string;
  readonly version?: string;
} {
  const [, name = text, operator, version] = /^([^<>=]+)(?:([<>=]{1,2})(.+))?$/.exec(text.trim()) ?? [];
  return operator === undefined || version === undefined ? { name } : { name, operator, version };
}

/** Adds what a package provides, as `name` or `name = version`. */
export function provideAlpm(
  out: ReadingBuilder,
  ref: string,
  texts: readonly string[],
  pointer: string,
): void {
  for (const text of texts) {
    const { name, version } = parsed(text);
    out.fact(ref, 'provides', version === undefined ? name : `${name} = ${version}`, { pointer });
  }
}

/** Adds dependencies. Optional ones say behind a colon what they are for. */
export function requireAlpm(
  out: ReadingBuilder,
  ref: string,
  texts: readonly string[],
  rawKind: string,
  scope: 'runtime' | 'optional',
): void {
  for (const text of texts) {
    const { name, operator, version } = parsed(text.split(': ', 1)[0] ?? '');
    if (name === '') continue;
    const asked = operator === undefined ? {} : { constraint: `${operator} ${version}` };
    out.require({ from: ref, anyOf: [{ name, ...asked }], scope, rawKind });
  }
}
