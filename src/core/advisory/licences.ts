/** Licences of the databases that OSV gathers, by how their ids begin (https://google.github.io/osv.dev/data/). */
const LICENCES: readonly (readonly [prefix: string, licence: string])[] = [
  ['GHSA-', 'CC-BY-4.0'],
  ['PYSEC-', 'CC-BY-4.0'],
  ['GO-', 'CC-BY-4.0'],
  ['OSV-', 'CC-BY-4.0'],
  ['RUSTSEC-', 'CC0-1.0'],
  ['HSEC-', 'CC0-1.0'],
  ['MAL-', 'Apache-2.0'],
  ['BIT-', 'Apache-2.0'],
  ['RSEC-', 'Apache-2.0'],
];

/** `undefined` where it is not known. */
export function licenceOf(id: string): string | undefined {
  return LICENCES.find(([prefix]) => id.startsWith(prefix))?.[1];
}
