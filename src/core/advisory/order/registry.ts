import { Registry } from '../../base/registry.ts';
import { apk } from './apk.ts';
import { dpkg } from './dpkg.ts';
import { maven } from './maven.ts';
import { nuget } from './nuget.ts';
import { cran, hackage } from './number-lists.ts';
import { packagist } from './packagist.ts';
import { pep440 } from './pep440.ts';
import { pub } from './pub.ts';
import { rpm } from './rpm.ts';
import { ruby } from './ruby.ts';
import { semver } from './semver.ts';
import type { Ordering } from './types.ts';

export const orderings = new Registry<Ordering>([
  semver,
  pep440,
  maven,
  ruby,
  nuget,
  packagist,
  pub,
  cran,
  hackage,
  dpkg,
  rpm,
  apk,
]);

const byEcosystem = new Map(
  [...orderings].flatMap((ordering) => ordering.ecosystems.map((name) => [name, ordering] as const)),
);

/**
 * The order of an OSV ecosystem (`Debian:12`, `npm`), by the longest part of its name that is known. `undefined` where
 * none is defined: there only versions that a record lists one by one can be told.
 */
export function orderingOf(ecosystem: string): Ordering | undefined {
  const parts = ecosystem.split(':');
  for (let length = parts.length; length > 0; length--) {
    const found = byEcosystem.get(parts.slice(0, length).join(':'));
    if (found !== undefined) return found;
  }
  return undefined;
}
