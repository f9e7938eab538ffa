import { isListedLicense, readLicense } from './license-expression.ts';

/** Short names of Debian's copyright-format 1.0 (section 7.2) that SPDX spells otherwise. */
const NAMES: Readonly<Record<string, string>> = {
  expat: 'MIT',
  'apache-1.0': 'Apache-1.0',
  'apache-2': 'Apache-2.0',
  'bsd-2-clause': 'BSD-2-Clause',
  'bsd-3-clause': 'BSD-3-Clause',
  'bsd-4-clause': 'BSD-4-Clause',
  cc0: 'CC0-1.0',
  artistic: 'Artistic-1.0-Perl',
  'artistic-2': 'Artistic-2.0',
  perl: 'Artistic-1.0-Perl OR GPL-1.0-or-later',
  'python-2': 'Python-2.0',
  zlib: 'Zlib',
  isc: 'ISC',
  'mpl-1': 'MPL-1.0',
  'mpl-2': 'MPL-2.0',
};

/** `GPL-2+`, `LGPL-2.1`, `GFDL-NIV-1.3+`. */
const GNU = /^(A?L?GPL|GFDL)(-NIV)?-(\d)(?:\.(\d))?(?:\.0)?(\+)?$/i;

/**
 * SPDX's spelling of a license as Debian's copyright files name it, with `and` and `or`; `undefined` where some part of it
 * is a name that this one file gives a license.
 */
export function debianLicense(text: string): string | undefined {
  const words = text
    .trim()
    .split(/\s*,?\s+(and|or)\s+/i)
    .map((word, i) => (i % 2 === 1 ? word.toUpperCase() : spdxName(word.trim())));
  if (words.some((word) => word === undefined) || words.length > 40) return undefined;
  // A choice within a name stays one: `Perl and MIT`.
  const joined = words
    .map((word) => (words.length > 1 && / OR /.test(word ?? '') ? `(${word})` : word))
    .join(' ');
  return readLicense(joined).kind === 'expression' ? joined : undefined;
}

/** What Debian keeps under `/usr/share/common-licenses` by this name: the texts are those of GNU's licenses and a few more. */
export function commonLicense(name: string): readonly string[] {
  const spelled = debianLicense(name);
  if (spelled === undefined) return [];
  // A text does not say whether later versions are meant.
  return spelled.endsWith('-only') ? [spelled, spelled.replace(/-only$/, '-or-later')] : [spelled];
}

function spdxName(name: string): string | undefined {
  const known = name.toLowerCase();
  if (Object.hasOwn(NAMES, known)) return NAMES[known];
  const [, family, niv, major, minor = '0', later] = GNU.exec(name) ?? [];
  if (family !== undefined) {
    const id = `${family.toUpperCase()}-${major}.${minor}${niv === undefined ? '' : '-no-invariants'}`;
    const whole = `${id}-${later === undefined ? 'only' : 'or-later'}`;
    return isListedLicense(whole) ? whole : undefined;
  }
  const reading = readLicense(name);
  return reading.kind === 'expression' && isListedLicense(reading.text) ? reading.text : undefined;
}
