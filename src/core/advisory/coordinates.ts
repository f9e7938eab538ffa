import { type ParsedPurl, parsePurl } from '../base/purl-parse.ts';
import { type DistroRelease, distroCoordinates } from './distributions.ts';

/** What is looked up in advisory data: never a guess, never a CPE. */
export interface Coordinate {
  /** OSV ecosystem, with its release where it has releases: `npm`, `Debian:12`. */
  readonly ecosystem: string;
  readonly name: string;
  readonly version: string;
}

/** Why nothing can be looked up. Never the same as clean. */
export type Unplaced =
  | 'purl'
  | 'version'
  /** No ecosystem of OSV has packages of this type. */
  | 'ecosystem'
  /** A distribution that publishes no advisories in OSV, or one derived from another. */
  | 'distribution'
  /** A distribution package whose release is not stated: fixes differ from release to release. */
  | 'release'
  /** A Java archive without group: its name alone is no name. */
  | 'group';

export type Placed = { readonly coordinates: readonly Coordinate[] } | { readonly unplaced: Unplaced };

/** Ecosystem by package URL type, where the name is namespace and name joined by a slash. */
const ECOSYSTEMS: Readonly<Record<string, string>> = {
  npm: 'npm',
  pypi: 'PyPI',
  golang: 'Go',
  cargo: 'crates.io',
  gem: 'RubyGems',
  nuget: 'NuGet',
  composer: 'Packagist',
  hex: 'Hex',
  pub: 'Pub',
  cran: 'CRAN',
  bioconductor: 'Bioconductor',
  hackage: 'Hackage',
  swift: 'SwiftURL',
  conan: 'ConanCenter',
  github: 'GitHub Actions',
  githubactions: 'GitHub Actions',
  julia: 'Julia',
  bitnami: 'Bitnami',
  opam: 'opam',
};

/**
 * Under which names a package URL is looked up in OSV data (OSV schema, `affected[].package`). `release` is what the
 * os-release of its tree says, for distributions that OSV calls by their full title.
 */
export function coordinatesOf(purl: string | undefined, release?: DistroRelease): Placed {
  const parsed = purl === undefined ? undefined : parsePurl(purl);
  if (parsed === undefined) return { unplaced: 'purl' };
  const { type, name, version } = parsed;
  if (version === undefined) return { unplaced: 'version' };
  if (type === 'deb' || type === 'apk' || type === 'rpm') return distroCoordinates(parsed, version, release);
  if (type === 'maven') {
    if (parsed.namespace === '') return { unplaced: 'group' };
    return one('Maven', `${parsed.namespace.replaceAll('/', '.')}:${name}`, version);
  }
  if (type === 'vscode-extension' && parsed.namespace !== '')
    return one('VSCode', `${parsed.namespace}.${name}`, version);
  const ecosystem = Object.hasOwn(ECOSYSTEMS, type) ? ECOSYSTEMS[type] : undefined;
  if (ecosystem === undefined) return { unplaced: 'ecosystem' };
  return one(ecosystem, packageName(parsed), version);
}

function packageName({ type, namespace, name }: ParsedPurl): string {
  if (type === 'pypi') return name.toLowerCase().replace(/[-_.]+/g, '-');
  // What cyclonedx-gomod and others call the standard library.
  if (type === 'golang' && namespace === '' && name === 'std') return 'stdlib';
  // Conan's namespace is a user and channel, and no part of the name.
  return namespace === '' || type === 'conan' ? name : `${namespace}/${name}`;
}

function one(ecosystem: string, name: string, version: string): Placed {
  return { coordinates: [{ ecosystem, name, version }] };
}
