import type { SniffRow } from './types.ts';

interface Structure extends SniffRow {
  /** Whether an archive with these members is of this kind; absent for kinds that other stages recognize. */
  readonly holds?: (paths: ReadonlySet<string>, list: readonly string[]) => boolean;
}

function structure(
  id: string,
  title: string,
  extensions: readonly string[],
  holds?: Structure['holds'],
): Structure {
  return {
    id,
    title,
    family: 'container',
    role: 'subject',
    extensions,
    match: () => undefined,
    ...(holds === undefined ? {} : { holds }),
  };
}

const some = (pattern: RegExp) => (_: ReadonlySet<string>, list: readonly string[]) =>
  list.some((path) => pattern.test(path));

/** Kinds that only the members of an archive tell. */
export const STRUCTURE_ROWS: readonly Structure[] = [
  structure('oci-layout', 'OCI image layout', ['.tar', '.oci.tar', '.tgz', '.tar.gz']),
  structure('docker-archive', 'Docker image archive', ['.tar', '.docker.tar', '.tgz', '.tar.gz']),
  structure('oci-docker-archive', 'OCI image layout with a Docker manifest', ['.tar', '.tgz', '.tar.gz']),
  structure('layer', 'image layer', []),
  structure('folder', 'folder', []),
  { ...structure('tuf-repository', 'TUF repository', []), role: 'reference' },
  { ...structure('osv-archive', 'archive of OSV records', ['.zip']), role: 'reference' },
  structure('wheel', 'Python wheel', ['.whl'], some(/^[^/]+\.dist-info\/WHEEL$/)),
  structure('jar', 'Java archive', ['.jar', '.war', '.ear', '.hpi', '.jpi', '.aar'], (paths) =>
    paths.has('META-INF/MANIFEST.MF'),
  ),
  structure('nupkg', 'NuGet package', ['.nupkg', '.snupkg'], some(/^[^/]+\.nuspec$/)),
  structure('npm-package', 'npm package', ['.tgz'], (paths) => paths.has('package/package.json')),
  structure(
    'pacman-package',
    'Arch Linux package',
    ['.pkg.tar.zst', '.pkg.tar.xz', '.pkg.tar.gz'],
    (paths) => paths.has('.PKGINFO') && paths.has('.MTREE'),
  ),
  structure('apk', 'Alpine package', ['.apk'], (paths) => paths.has('.PKGINFO') && !paths.has('.MTREE')),
  structure('gem', 'Ruby gem', ['.gem'], (paths) => paths.has('metadata.gz') && paths.has('data.tar.gz')),
  structure('crate', 'Rust crate', ['.crate'], some(/^[^/]+\/Cargo\.toml$/)),
  structure('sdist', 'Python source distribution', ['.tar.gz', '.zip'], some(/^[^/]+\/PKG-INFO$/)),
];

/** Names an archive by its members, when they say more than its format does. */
export function sniffStructure(paths: readonly string[]): SniffRow | undefined {
  const set = new Set(paths);
  return STRUCTURE_ROWS.find((row) => row.holds?.(set, paths) === true);
}
