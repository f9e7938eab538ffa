import { directory, file, type Member, symlink, whiteout } from '../../test/fixtures/tar.ts';
import type { SampleLayer } from './image.ts';

/** A made-up service that serves tide tables: a Debian base, a runtime, an application. */
export function tideLayers(): readonly SampleLayer[] {
  return [
    { createdBy: '/bin/sh -c #(nop) ADD rootfs.tar.xz in /', files: base() },
    { createdBy: 'RUN npm ci --omit=dev && pip install tide-model', files: runtime() },
    { createdBy: 'COPY server.js /srv/tide/ # and the old date library removed', files: application('') },
  ];
}

/** The same image, in which somebody exchanged the last layer after the manifest was written. */
export function alteredTideLayers(): readonly SampleLayer[] {
  return tideLayers().map((layer, i, all) =>
    i < all.length - 1 ? layer : { ...layer, replacedBy: application("require('./extra.js');\n") },
  );
}

interface DebianPackage {
  readonly name: string;
  readonly version: string;
  readonly depends?: string;
  readonly source?: string;
  readonly files?: readonly string[];
}

const DEBIAN: readonly DebianPackage[] = [
  { name: 'base-files', version: '12.4+deb12u11', files: ['/etc/debian_version', '/etc/os-release'] },
  {
    name: 'bash',
    version: '5.2.15-2+b8',
    depends: 'base-files (>= 2.1.12), debianutils (>= 5.6-0.1)',
    files: ['/bin/bash'],
  },
  { name: 'ca-certificates', version: '20230311+deb12u1', depends: 'openssl (>= 1.1.1)' },
  { name: 'debianutils', version: '5.7-0.5~deb12u1', depends: 'libc6 (>= 2.34)' },
  { name: 'gcc-12-base', version: '12.2.0-14+deb12u1', source: 'gcc-12' },
  {
    name: 'libc6',
    version: '2.36-9+deb12u13',
    depends: 'libgcc-s1',
    source: 'glibc',
    files: ['/lib/x86_64-linux-gnu/libc.so.6'],
  },
  {
    name: 'libgcc-s1',
    version: '12.2.0-14+deb12u1',
    depends: 'gcc-12-base (= 12.2.0-14+deb12u1), libc6 (>= 2.35)',
    source: 'gcc-12',
  },
  { name: 'libssl3', version: '3.0.17-1~deb12u2', depends: 'libc6 (>= 2.34)', source: 'openssl' },
  {
    name: 'openssl',
    version: '3.0.17-1~deb12u2',
    depends: 'libc6 (>= 2.34), libssl3 (>= 3.0.17)',
    files: ['/usr/bin/openssl'],
  },
  { name: 'tzdata', version: '2025b-0+deb12u2' },
  { name: 'zlib1g', version: '1:1.2.13.dfsg-1', depends: 'libc6 (>= 2.14)', source: 'zlib' },
];

function base(): readonly Member[] {
  const owned = DEBIAN.flatMap(({ files }) => files ?? []).filter((path) => path !== '/etc/os-release');
  return [
    directory('etc'),
    file(
      'etc/os-release',
      'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\nID=debian\n',
    ),
    file('etc/motd', 'The sea is in the harbour.\n'),
    directory('var/lib/dpkg'),
    file('var/lib/dpkg/status', DEBIAN.map(stanza).join('\n')),
    ...DEBIAN.map(({ name, files = [] }) =>
      file(`var/lib/dpkg/info/${name}.list`, `/.\n${files.join('\n')}\n`),
    ),
    ...owned.map((path) =>
      file(path.slice(1), `sample of ${path}\n`, { mode: path.startsWith('/etc') ? 0o644 : 0o755 }),
    ),
  ];
}

function stanza({ name, version, depends, source }: DebianPackage): string {
  return [
    `Package: ${name}`,
    'Status: install ok installed',
    'Priority: required',
    'Section: base',
    'Maintainer: Sample Maintainers <sample@example.org>',
    'Architecture: amd64',
    ...(source === undefined ? [] : [`Source: ${source}`]),
    `Version: ${version}`,
    ...(depends === undefined ? [] : [`Depends: ${depends}`]),
    'Description: a package of the sample',
    '',
  ].join('\n');
}

interface NpmPackage {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  /** Folder under `node_modules`; the name when nothing else is said. */
  readonly at?: string;
}

const NPM: readonly NpmPackage[] = [
  {
    name: '@harbour/server',
    version: '4.1.0',
    dependencies: { '@harbour/router': '^2.0.0', 'plain-log': '^1.0.0' },
  },
  { name: '@harbour/router', version: '2.3.1', dependencies: { 'path-words': '^3.0.0' } },
  { name: 'path-words', version: '3.0.4' },
  { name: 'plain-log', version: '1.2.0', dependencies: { 'pad-both': '^2.0.0' } },
  { name: 'pad-both', version: '2.0.1' },
  { name: 'tide-tables', version: '5.0.2', dependencies: { 'moon-phase': '^1.4.0', 'pad-both': '^1.0.0' } },
  { name: 'pad-both', version: '1.9.0', at: 'tide-tables/node_modules/pad-both' },
  { name: 'moon-phase', version: '1.4.3', dependencies: { 'old-dates': '^0.9.0' } },
  { name: 'old-dates', version: '0.9.7' },
];

function runtime(): readonly Member[] {
  const dependencies = { '@harbour/server': '^4.0.0', 'tide-tables': '^5.0.0' };
  return [
    directory('srv/tide'),
    file(
      'srv/tide/package.json',
      pretty({ name: 'tide', version: '1.0.0', license: 'Apache-2.0', dependencies }),
    ),
    ...NPM.flatMap(({ at, ...manifest }) => {
      const folder = `srv/tide/node_modules/${at ?? manifest.name}`;
      return [
        file(`${folder}/package.json`, pretty({ ...manifest, license: 'MIT' })),
        file(`${folder}/index.js`, `module.exports = ${JSON.stringify(manifest.name)};\n`),
      ];
    }),
    ...pythonPackage('tide-model', '1.2.0', ['harmonics>=2.0']),
    ...pythonPackage('harmonics', '2.1.5', []),
  ];
}

function pythonPackage(name: string, version: string, requires: readonly string[]): readonly Member[] {
  const module = name.replaceAll('-', '_');
  const folder = 'usr/local/lib/python3.11/site-packages';
  const head = `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\nLicense: BSD-3-Clause\n`;
  return [
    file(
      `${folder}/${module}-${version}.dist-info/METADATA`,
      head + requires.map((one) => `Requires-Dist: ${one}\n`).join(''),
    ),
    file(`${folder}/${module}-${version}.dist-info/INSTALLER`, 'pip\n'),
    file(`${folder}/${module}.py`, `"""A sample of ${name}."""\n`),
  ];
}

function application(extra: string): readonly Member[] {
  return [
    file('etc/motd', 'High water at six.\n'),
    file('srv/tide/server.js', `${extra}require('@harbour/server').listen(8080);\n`),
    ...(extra === '' ? [] : [file('srv/tide/extra.js', "// Nobody's manifest names this file.\n")]),
    whiteout('srv/tide/node_modules/old-dates'),
    symlink('usr/local/bin/tide', '/srv/tide/server.js'),
    file('usr/local/bin/as-root', 'sample of a program that anyone runs as root\n', { mode: 0o4755 }),
  ];
}

function pretty(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
