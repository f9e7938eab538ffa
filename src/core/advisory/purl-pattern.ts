import { type ParsedPurl, parsePurl } from '../base/purl-parse.ts';

/**
 * Whether a package URL of a VEX statement means this one. It is a pattern: what it leaves out matches anything, and so
 * does a qualifier that only one side states. A comparison letter by letter would silence VEX over `distro=debian-12`
 * against `debian-12.13`, or over a missing `arch`.
 */
export function matchesPurl(pattern: ParsedPurl, purl: ParsedPurl): boolean {
  if (pattern.type !== purl.type || sameCase(pattern) !== sameCase(purl)) return false;
  if (pattern.version !== undefined && pattern.version !== purl.version) return false;
  // A part of a package says nothing of the whole.
  if (pattern.subpath !== undefined && pattern.subpath !== purl.subpath) return false;
  for (const [key, wanted] of pattern.qualifiers) {
    const found = purl.qualifiers.get(key);
    if (found !== undefined && !sameQualifier(key, wanted, found)) return false;
  }
  return true;
}

/** Type, namespace and name as one text: what any match has in common. */
export function purlStem(text: string): string | undefined {
  const purl = parsePurl(text);
  return purl === undefined ? undefined : `${purl.type}/${sameCase(purl)}`;
}

function sameCase({ type, namespace, name }: ParsedPurl): string {
  const whole = namespace === '' ? name : `${namespace}/${name}`;
  if (type === 'pypi') return whole.toLowerCase().replace(/[-_.]+/g, '-');
  return type === 'npm' || type === 'golang' || type === 'maven' || type === 'cargo'
    ? whole
    : whole.toLowerCase();
}

/** One release may be stated more closely than the other: `debian-12` and `debian-12.13`. */
function sameQualifier(key: string, wanted: string, found: string): boolean {
  if (wanted === found) return true;
  if (key !== 'distro') return false;
  return found.startsWith(`${wanted}.`) || wanted.startsWith(`${found}.`);
}
