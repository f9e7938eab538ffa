/** Package URL types by the names that lists give registries and languages. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ...['npm', 'node', 'nodejs', 'node.js', 'javascript', 'npmjs'].map((name) => [name, 'npm'] as const),
  ...['pypi', 'pip', 'python'].map((name) => [name, 'pypi'] as const),
  ...['gem', 'gems', 'rubygems', 'ruby'].map((name) => [name, 'gem'] as const),
  ...['cargo', 'crates', 'crates.io', 'rust'].map((name) => [name, 'cargo'] as const),
  ...['go', 'golang'].map((name) => [name, 'golang'] as const),
  ...['maven', 'java', 'mavencentral'].map((name) => [name, 'maven'] as const),
  ...['nuget', '.net', 'dotnet'].map((name) => [name, 'nuget'] as const),
  ...['composer', 'packagist', 'php'].map((name) => [name, 'composer'] as const),
  ...['deb', 'debian', 'ubuntu'].map((name) => [name, 'deb'] as const),
  ...['hex', 'pub', 'cran', 'hackage', 'swift', 'conan', 'rpm', 'apk', 'alpm'].map(
    (name) => [name, name] as const,
  ),
]);

/** The package URL type that a list means; `undefined` for a name that is not known, which narrows nothing. */
export function ecosystemOf(name: string): string | undefined {
  return TYPES.get(name.trim().toLowerCase());
}
