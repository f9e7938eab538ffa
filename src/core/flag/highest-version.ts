import { orderingOf } from '../advisory/order/registry.ts';
import { semver } from '../advisory/order/semver.ts';

/** OSV names of the ecosystems of package URL types, for their order alone. */
const ECOSYSTEMS: Readonly<Record<string, string>> = {
  npm: 'npm',
  pypi: 'PyPI',
  maven: 'Maven',
  golang: 'Go',
  cargo: 'crates.io',
  gem: 'RubyGems',
  nuget: 'NuGet',
  composer: 'Packagist',
  pub: 'Pub',
  cran: 'CRAN',
  hackage: 'Hackage',
  deb: 'Debian',
  apk: 'Alpine',
  rpm: 'Red Hat',
};

/** The highest of some versions of one package, in the order of its ecosystem. `undefined` of none. */
export function highestVersion(purl: string | undefined, versions: readonly string[]): string | undefined {
  const type = /^pkg:([^/]+)\//.exec(purl ?? '')?.[1] ?? '';
  const order = orderingOf(ECOSYSTEMS[type] ?? '') ?? semver;
  return [...versions].sort(order.compare).at(-1);
}
