/** Coordinates that nothing states, and in words what they were taken from. */
export interface GuessedCoordinates {
  readonly group: string | undefined;
  readonly name: string;
  readonly version: string | undefined;
  readonly from: string;
}

/** A reverse domain name: two parts or more, none of them empty. */
const DOMAIN = /^[a-z][a-z0-9_-]*(?:\.[A-Za-z0-9_-]+)+$/;

/**
 * Guesses the coordinates of a Java archive by its file name (`NAME-VERSION.jar`) and the manifest's attributes, given
 * by lower-case name. A symbolic name that ends in the artifact's is its group before it.
 */
export function guessCoordinates(
  archive: string,
  attributes: ReadonlyMap<string, string>,
): GuessedCoordinates {
  const stem = archive.replace(/\.[A-Za-z]{2,5}$/, '');
  const cut = versionAt(stem);
  const name = cut < 0 ? stem : stem.slice(0, cut);
  const symbolic = attributes.get('bundle-symbolicname')?.split(';', 1)[0]?.trim() ?? '';
  const vendor = attributes.get('implementation-vendor-id')?.trim() ?? '';
  const versions: readonly (readonly [string, string | undefined])[] = [
    ['the file name', cut < 0 ? undefined : stem.slice(cut + 1)],
    ['Implementation-Version', attributes.get('implementation-version')],
    ['Bundle-Version', attributes.get('bundle-version')],
    ['Specification-Version', attributes.get('specification-version')],
  ];
  const [versionFrom, version] = versions.find(([, value]) => value !== undefined && value !== '') ?? [];
  const group = groupOf(name, symbolic, vendor);
  const parts = [
    'name from the file name',
    version === undefined ? 'no version' : `version from ${versionFrom}`,
    group === undefined ? 'no group' : `group from ${group.from}`,
  ];
  return { group: group?.group, name, version, from: parts.join(', ') };
}

/** The hyphen before the first part that begins with a digit: `commons-lang3-3.12.0` is cut before `3.12.0`. */
function versionAt(stem: string): number {
  for (let at = stem.indexOf('-', 1); at >= 0; at = stem.indexOf('-', at + 1))
    if (/^[0-9]/.test(stem.slice(at + 1, at + 2))) return at;
  return -1;
}

function groupOf(
  name: string,
  symbolic: string,
  vendor: string,
): { readonly group: string; readonly from: string } | undefined {
  if (symbolic.endsWith(`.${name}`) && DOMAIN.test(symbolic))
    return { group: symbolic.slice(0, -name.length - 1), from: 'Bundle-SymbolicName' };
  if (DOMAIN.test(vendor)) return { group: vendor, from: 'Implementation-Vendor-Id' };
  return undefined;
}
