const ECOSYSTEMS: Readonly<Record<string, string>> = {
  deb: 'Debian',
  npm: 'npm',
  pypi: 'Python',
  apk: 'Alpine',
  rpm: 'RPM',
  maven: 'Java',
  golang: 'Go module',
  cargo: 'Rust',
  gem: 'Ruby',
  nuget: '.NET',
  composer: 'PHP',
  'operating-system': 'operating system',
};

/** Name of an ecosystem for people; the purl type itself where none is known. */
export function ecosystemTitle(ecosystem: string): string {
  return ECOSYSTEMS[ecosystem] ?? ecosystem;
}

/** Purl type, or component type for what has no purl. */
export function ecosystemOf(component: {
  readonly purl?: string | undefined;
  readonly type: string;
}): string {
  const { purl, type } = component;
  const end = purl?.startsWith('pkg:') === true ? purl.indexOf('/', 4) : -1;
  return purl === undefined || end <= 4 ? type : purl.slice(4, end);
}
