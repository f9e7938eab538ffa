import type { ParsedPurl } from '../base/purl-parse.ts';
import type { Coordinate, Placed } from './coordinates.ts';

/** What os-release says, where more than an id and a version is needed. */
export interface DistroRelease {
  readonly title: string | undefined;
}

/** Releases by their names (distro-info-data; what is newer states its number). */
const CODENAMES: Readonly<Record<string, string>> = {
  wheezy: '7',
  jessie: '8',
  stretch: '9',
  buster: '10',
  bullseye: '11',
  bookworm: '12',
  trixie: '13',
  forky: '14',
  trusty: '14.04',
  xenial: '16.04',
  bionic: '18.04',
  focal: '20.04',
  jammy: '22.04',
  kinetic: '22.10',
  lunar: '23.04',
  mantic: '23.10',
  noble: '24.04',
  oracular: '24.10',
  plucky: '25.04',
  questing: '25.10',
};

/**
 * Names in OSV of a distribution package. The release is part of the ecosystem, since a fix is of one release; most
 * distributions name the source package, whose version may differ from the binary's.
 */
export function distroCoordinates(purl: ParsedPurl, version: string, release?: DistroRelease): Placed {
  const [id, stated] = distroOf(purl);
  const ecosystems = ecosystemOf(id, stated, version, release);
  if ('unplaced' in ecosystems) return ecosystems;
  const epoch = purl.qualifiers.get('epoch');
  const full = withEpoch(purl.type, version, epoch);
  const binary = { name: purl.name, version: full };
  const source = sourceOf(purl, full, epoch);
  const named = ecosystems.binaryToo && source.name !== binary.name ? [source, binary] : [source];
  return {
    coordinates: ecosystems.names.flatMap((ecosystem) =>
      named.map((one): Coordinate => ({ ecosystem, ...one })),
    ),
  };
}

/** A version of dpkg holds its epoch itself; some tools state it apart, as for rpm. */
function withEpoch(type: string, version: string, epoch: string | undefined): string {
  const isApart = type === 'rpm' || (type === 'deb' && !/^[0-9]+:/.test(version));
  return epoch !== undefined && isApart ? `${epoch}:${version}` : version;
}

/** `distro=debian-12`, `distro=bookworm`; the namespace names the distribution where the qualifier does not. */
function distroOf({ namespace, qualifiers }: ParsedPurl): readonly [id: string, release: string | undefined] {
  const stated = qualifiers.get('distro');
  const space = namespace.toLowerCase();
  if (stated === undefined) return [space, undefined];
  if (Object.hasOwn(CODENAMES, stated)) return [space, CODENAMES[stated]];
  const dash = stated.lastIndexOf('-');
  const [id, release] =
    dash < 0
      ? [/^[0-9.]+$/.test(stated) ? space : stated, /^[0-9.]+$/.test(stated) ? stated : undefined]
      : [stated.slice(0, dash), stated.slice(dash + 1)];
  const number = release !== undefined && Object.hasOwn(CODENAMES, release) ? CODENAMES[release] : release;
  return [id.toLowerCase(), number];
}

type Ecosystems =
  | {
      readonly names: readonly string[];
      /** Its records name binary packages, all or some of them. */
      readonly binaryToo: boolean;
    }
  | Extract<Placed, { readonly unplaced: unknown }>;

/** What is called `opensuse-leap` and the like states its title. */
function ecosystemOf(
  id: string,
  release: string | undefined,
  version: string,
  os: DistroRelease | undefined,
): Ecosystems {
  const of = (name: string | undefined, binaryToo = false): Ecosystems =>
    name === undefined ? { unplaced: 'release' } : { names: [name], binaryToo };
  const major = release?.split('.')[0];
  const minor = release?.split('.').slice(0, 2).join('.');
  const withMajor = (name: string) => (major === undefined ? undefined : `${name}:${major}`);
  switch (id) {
    case 'debian': {
      // A backport is built from the package of the next release.
      const backport = /~bpo([0-9]+)\+/.exec(version)?.[1];
      return of(backport === undefined ? withMajor('Debian') : `Debian:${Number(backport) + 1}`);
    }
    case 'ubuntu':
      return minor === undefined ? of(undefined) : ubuntu(minor, version);
    case 'alpine':
      return of(minor === undefined ? undefined : `Alpine:v${minor}`);
    case 'wolfi':
      return of('Wolfi', true);
    case 'chainguard':
      return of('Chainguard', true);
    case 'minimos':
      return of('MinimOS', true);
    case 'alpaquita':
      return of(major === undefined ? undefined : `Alpaquita:${release}`);
    case 'rocky':
    case 'rocky-linux':
    case 'rockylinux':
      return of(withMajor('Rocky Linux'), true);
    case 'almalinux':
    case 'alma':
      return of(withMajor('AlmaLinux'), true);
    case 'mageia':
      return of(withMajor('Mageia'));
    case 'azurelinux':
      return of(withMajor('Azure Linux'));
    case 'photon':
      return of(minor === undefined ? undefined : `Photon OS:${minor}`, true);
    case 'openeuler':
      return of(titled('openEuler', /^openEuler\s+/i, os));
    case 'sles':
    case 'sled':
    case 'suse':
    case 'sle':
      return of(titled('SUSE', /^SUSE\s+/i, os));
    case 'opensuse':
    case 'opensuse-leap':
    case 'opensuse-tumbleweed':
      return of(titled('openSUSE', /^openSUSE\s+/i, os));
    default:
      return { unplaced: 'distribution' };
  }
}

/** `Ubuntu:22.04:LTS`. What Ubuntu Pro built is told by its version, and has records of its own beside. */
function ubuntu(release: string, version: string): Ecosystems {
  const [year = '', month] = release.split('.');
  const name = month === '04' && Number(year) % 2 === 0 ? `${release}:LTS` : release;
  const names = [`Ubuntu:${name}`];
  if (/[+~]esm[0-9]/.test(version)) names.push(`Ubuntu:Pro:${name}`);
  return { names, binaryToo: false };
}

/** OSV calls these by the `PRETTY_NAME` of their os-release. */
function titled(ecosystem: string, own: RegExp, os: DistroRelease | undefined): string | undefined {
  const title = os?.title;
  return title === undefined || !own.test(title) ? undefined : `${ecosystem}:${title.replace(own, '')}`;
}

/** The source package and its version: `upstream=name`, `upstream=name@version`, `upstream=name-1.2-3.src.rpm`. */
function sourceOf(
  { type, name, qualifiers }: ParsedPurl,
  version: string,
  epoch: string | undefined,
): { readonly name: string; readonly version: string } {
  const upstream = qualifiers.get('upstream');
  if (upstream === undefined || upstream === '') return { name, version };
  if (type === 'rpm') {
    const [, source, evr] = /^(.+)-([^-]+-[^-]+)\.(?:no)?src\.rpm$/.exec(upstream) ?? [];
    if (source === undefined || evr === undefined) return { name: upstream, version };
    return { name: source, version: epoch === undefined ? evr : `${epoch}:${evr}` };
  }
  const at = upstream.indexOf('@');
  if (at < 0) return { name: upstream, version };
  return { name: upstream.slice(0, at), version: upstream.slice(at + 1) };
}
