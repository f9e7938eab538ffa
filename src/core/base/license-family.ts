import { type LicenseNode, readLicense } from './license-expression.ts';

/**
 * What a licence asks of those who pass the software on, coarsely. Public domain dedications count as permissive. A hint
 * for sorting, not legal advice: it follows the licence's name, not what is done with the software.
 */
export type LicenseFamily = 'permissive' | 'weak-copyleft' | 'strong-copyleft' | 'unknown' | 'invalid';

/** Families by the start of SPDX's ids, the longer first where one starts another. */
const STARTS: readonly (readonly [start: RegExp, family: LicenseFamily])[] = [
  [
    /^(?:AGPL|GPL|SSPL|OSL|EUPL|CECILL-(?:1|2)|RPL|Sleepycat|QPL|CC-BY-SA|NPOSL|Watcom|APSL-1|ODbL|copyleft-next|TMate|BSD-Protection|Linux-man-pages-copyleft)/,
    'strong-copyleft',
  ],
  [
    /^(?:LGPL|MPL|EPL|CDDL|CPL|IPL|MS-RL|CECILL-C|APSL|SPL-1\.0|LPL|Nokia|RSCPL|SISSL|wxWindows|GFDL|OFL|LPPL|Artistic-1|Artistic-2|ErlPL|Interbase|YPL|gSOAP|CPAL|NPL|OGTSL|ClArtistic|Ruby)/,
    'weak-copyleft',
  ],
  [
    /^(?:0BSD|AAL|AFL|Apache|Beerware|BlueOak|Boehm|BSD-(?!Protection)|BSL-1\.0|bzip2|CC0|CC-BY-\d|CC-PDDC|CDLA-Permissive|CNRI|curl|ECL|EFL|Entessa|Fair|FSF(?:AP|UL)|FTL|HPND|ICU|IJG|Info-ZIP|Intel$|ISC|JSON|libpng|Libpng|libtiff|Linux-man-pages-1-para|LPD|MIT|MirOS|MS-PL|MulanPSL|NAIST|NCSA|NIST|NTP|OLDAP|OpenSSL|PDDL|PHP|PostgreSQL|PSF|Python|SGI-B-2|SMLNJ|SSH-|Spencer|TCL|Unicode|Unlicense|UPL|Vim|W3C|WTFPL|X11|Xnet|Zend|Zlib|zlib|ZPL|blessing)/,
    'permissive',
  ],
];

/** A family by its name; `undefined` for any other word. */
export function readLicenseFamily(word: string): LicenseFamily | undefined {
  return (Object.keys(WEIGHT) as LicenseFamily[]).find((family) => family === word);
}

/** Family of one licence, alone or with an exception. */
export function familyOfLicense(license: string, exception?: string): LicenseFamily {
  return familyOf({ license, orLater: false, ...(exception === undefined ? {} : { exception }) });
}

const WEIGHT: Readonly<Record<LicenseFamily, number>> = {
  permissive: 0,
  'weak-copyleft': 1,
  'strong-copyleft': 2,
  unknown: 3,
  invalid: 4,
};

/** Exceptions that let what is linked go its own way: they make a strong copyleft a weak one. */
const LINKING =
  /^(?:Classpath|GCC|Linux-syscall|OCaml-LGPL|FLTK|WxWindows|eCos|LLGPL|Libtool|Autoconf|Bison|Font|GNU-compiler|OpenJDK-assembly|u-boot|i2p|mif|freertos|gnu-javamail|LZMA|Nokia-Qt|Qt-)/i;

/**
 * Family of a licence expression. Of a choice (`OR`) the freer counts, of a union (`AND`) the stricter; what is
 * only a reference, or of no family known here, is unknown; what is no expression of SPDX is invalid.
 */
export function licenseFamily(text: string): LicenseFamily {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const reading = readLicense(text);
  const family =
    reading.kind === 'expression'
      ? familyOf(reading.node)
      : reading.kind === 'invalid'
        ? 'invalid'
        : 'unknown';
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(text, family);
  return family;
}

/** Tens of thousands of components are under a few dozen licences: each text is parsed once. */
const remembered = new Map<string, LicenseFamily>();
const MOST_REMEMBERED = 1000;

function familyOf(node: LicenseNode): LicenseFamily {
  if ('license' in node) {
    const family = STARTS.find(([start]) => start.test(node.license))?.[1] ?? 'unknown';
    return family === 'strong-copyleft' && LINKING.test(node.exception ?? '') ? 'weak-copyleft' : family;
  }
  const families = node.parts.map(familyOf);
  const pick = node.operator === 'or' ? freer : stricter;
  return families.reduce(pick);
}

function freer(a: LicenseFamily, b: LicenseFamily): LicenseFamily {
  return WEIGHT[a] <= WEIGHT[b] ? a : b;
}

function stricter(a: LicenseFamily, b: LicenseFamily): LicenseFamily {
  return WEIGHT[a] >= WEIGHT[b] ? a : b;
}

/** Family of a component by all that is said of its licence: several statements bind together. */
export function familyOfAll(texts: readonly string[]): LicenseFamily {
  return texts.length === 0 ? 'unknown' : texts.map(licenseFamily).reduce(stricter);
}
