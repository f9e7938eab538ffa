import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Found, Reading } from '../../src/core/model/reading.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { readOciLayers } from '../fixtures/oci-layers.ts';
import { type CatalogedFixture, catalogLayers, type FixtureLayer } from '../fixtures/tree.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

function tsv(name: string): string[][] {
  const rows = text(corpusBytes('container', 'expected', name))
    .trimEnd()
    .split('\n');
  return rows.map((row) => row.split('\t').map((cell) => cell.trim()));
}

describeCorpus('catalogers on a real image of seven layers', () => {
  let image: CatalogedFixture;
  let layers: readonly FixtureLayer[];
  let diffIDs: readonly string[];

  beforeAll(async () => {
    ({ layers, diffIDs } = readOciLayers(corpusBytes('container', 'lite.oci-gzip.tar')));
    image = await catalogLayers(layers);
  }, 60_000);

  const finalFile = (path: string): string => {
    const content = layers.findLast((layer) => layer[path] !== undefined)?.[path];
    if (!(content instanceof Uint8Array)) throw new Error(`no ${path}`);
    return text(content);
  };
  const present = (id: string) => image.of(id).found.filter(({ place }) => place.state === 'present');
  const diffID = ({ place }: Found) => diffIDs[place.layer ?? -1];
  const fact = (reading: Reading, ref: string, field: string) =>
    reading.facts.find((one) => one.subject === ref && one.field === field)?.value;
  const removed = (id: string) =>
    image
      .of(id)
      .found.filter(({ place }) => place.state === 'removed')
      .map(({ name, version, place }) => `${name}@${version} from ${place.layer} to ${place.removedIn}`);

  describe('dpkg', () => {
    test('finds the 208 packages that dpkg lists: name, version, architecture, source', () => {
      const reading = image.of('dpkg');
      const rows = present('dpkg').map(({ ref, name, version }) =>
        [name, version, fact(reading, ref, 'architecture'), fact(reading, ref, 'source-package')].join(' '),
      );
      const expected = tsv('lite.dpkg.txt').map(
        ([name, version, architecture, source, sourceVersion]) =>
          `${name} ${version} ${architecture} ${source}@${sourceVersion}`,
      );
      expect(expected).toHaveLength(208);
      expect(rows.sort()).toEqual(expected.sort());
    });

    test('gives each package the layer that brought it, not the one that last rewrote the database', () => {
      const expected = tsv('lite.trivy-packages.tsv')
        .filter(([type]) => type === 'debian')
        .map(([, name, version, , , layer]) => `${name} ${version} ${layer}`);
      const rows = present('dpkg').map(
        (found) => `${found.name} ${found.version?.replace(/^[0-9]+:/, '')} ${diffID(found)}`,
      );
      expect(rows.sort()).toEqual(expected.sort());
    });

    test('lists purged packages as removed, with both layers', () => {
      expect(removed('dpkg')).toEqual([
        'python3-requests@2.28.1+dfsg-1 from 1 to 4',
        'fd-find@8.6.0-3 from 2 to 4',
      ]);
    });

    test('names packages canonically, with distribution and source', () => {
      const purls = new Map(present('dpkg').map(({ name, purl }) => [name, purl]));
      expect(purls.get('adduser')).toBe('pkg:deb/debian/adduser@3.134?arch=all&distro=debian-12');
      expect(purls.get('bsdutils')).toBe(
        'pkg:deb/debian/bsdutils@1:2.38.1-5%2Bdeb12u3?arch=amd64&distro=debian-12&upstream=util-linux%402.38.1-5%2Bdeb12u3',
      );
      expect(purls.get('libc-bin')).toBe(
        'pkg:deb/debian/libc-bin@2.36-9%2Bdeb12u14?arch=amd64&distro=debian-12&upstream=glibc',
      );
    });

    test('draws the edges that an independent reading of the final database implies', () => {
      const records = finalFile('var/lib/dpkg/status')
        .split('\n\n')
        .filter((record) => record !== '');
      const field = (record: string, name: string) =>
        new RegExp(`^${name}: (.*)$`, 'm').exec(record)?.[1] ?? '';
      const fields = (name: string) =>
        records.map((record) => [field(record, 'Package'), field(record, name)] as const);
      expectEdges(impliedBy(fields('Depends'), fields('Provides')), 'Depends');
      expectEdges(impliedBy(fields('Pre-Depends'), fields('Provides')), 'Pre-Depends');
      expectEdges(impliedBy(fields('Recommends'), fields('Provides')), 'Recommends');
    });

    test.skipIf(spawnSync('dpkg-query', ['--version']).status !== 0)('and that dpkg-query gives', () => {
      const folder = mkdtempSync(join(tmpdir(), 'dpkg-'));
      try {
        mkdirSync(join(folder, 'info'));
        writeFileSync(join(folder, 'status'), finalFile('var/lib/dpkg/status'));
        const ask = (name: string) =>
          spawnSync('dpkg-query', ['--admindir', folder, '-W', '-f', `\${Package}\t\${${name}}\n`])
            .stdout.toString()
            .trimEnd()
            .split('\n')
            .map((row) => [row.split('\t')[0] ?? '', row.split('\t')[1] ?? ''] as const);
        expect(ask('Depends')).toHaveLength(208);
        expectEdges(impliedBy(ask('Depends'), ask('Provides')), 'Depends');
      } finally {
        rmSync(folder, { recursive: true });
      }
    });

    /** For each package, the installed packages that some alternative of a field names, or that provide it. */
    function impliedBy(
      asks: readonly (readonly [string, string])[],
      provides: readonly (readonly [string, string])[],
    ): Set<string> {
      const installed = new Set(asks.map(([name]) => name));
      const names = (list: string) =>
        [...list.matchAll(/(?<=^|[,|] *)[a-z0-9][^ :,|]*/g)].map(([name]) => name);
      const edges = asks.flatMap(([from, list]) =>
        names(list).flatMap((name) => {
          const providers = provides.filter(([, given]) => names(given).includes(name)).map(([by]) => by);
          return (installed.has(name) ? [name] : providers).map((to) => `${from} -> ${to}`);
        }),
      );
      return new Set(edges);
    }

    function expectEdges(expected: Set<string>, rawKind: string): void {
      const { found, relations } = image.of('dpkg');
      const names = new Map(found.map(({ ref, name }) => [ref, name]));
      const edges = relations
        .filter((one) => one.rawKind === rawKind)
        .map(({ from, to }) => `${names.get(from)} -> ${names.get(to)}`);
      expect(expected.size).toBeGreaterThan(0);
      expect(edges.sort()).toEqual([...expected].sort());
    }
  });

  describe('npm', () => {
    test('finds the 505 installed manifests of 488 packages, in their layer', () => {
      const expected = tsv('lite.trivy-packages.tsv')
        .filter(([type]) => type === 'node-pkg')
        .map(([, name, version, , path, layer]) => `${name} ${version} ${path} ${layer}`);
      const found = present('npm.installed');
      const rows = found.map((one) => `${one.name} ${one.version} ${one.place.path} ${diffID(one)}`);
      expect(rows.sort()).toEqual(expected.sort());
      expect(rows).toHaveLength(505);
      expect(new Set(found.map(({ name, version }) => `${name}@${version}`)).size).toBe(488);
      expect(new Set(found.map(({ purl, place }) => `${purl} ${place.path}`)).size).toBe(505);
    });

    test('left-pad is removed, and still stated by two lockfiles', () => {
      expect(removed('npm.installed')).toEqual(['left-pad@1.3.0 from 3 to 4']);
      const stated = image.of('npm.lock').found.filter(({ name }) => name === 'left-pad');
      expect(stated.map(({ purl, place }) => [purl, place.state, place.path, place.pointer]).sort()).toEqual([
        [
          'pkg:npm/left-pad@1.3.0',
          'stated',
          'app/node_modules/.package-lock.json',
          '/packages/node_modules~1left-pad',
        ],
        ['pkg:npm/left-pad@1.3.0', 'stated', 'app/package-lock.json', '/packages/node_modules~1left-pad'],
      ]);
      expect(image.of('npm.installed').requires.filter(({ scope }) => scope === 'runtime')).toEqual([
        {
          from: 'npm.installed:app/package.json',
          anyOf: [{ name: 'left-pad', constraint: '1.3.0' }],
          scope: 'runtime',
          rawKind: 'dependencies',
        },
      ]);
      expect(image.faults.map(({ message }) => message)).toEqual([
        '"usr/bin/rg" was built by rustc 1.63.0; the crates it was built from are not recorded.',
        '"usr/lib/cargo/bin/fd" was built by rustc 1.63.0; the crates it was built from are not recorded.',
        '1 declared dependency of npm packages was not found where Node would look.',
      ]);
    });

    /** Edges of a lockfile, by its own keys: nearest `node_modules` on the way up. */
    function resolution(path: string): Map<string, string> {
      const { packages } = JSON.parse(finalFile(path));
      const edges = new Map<string, string>();
      for (const [from, entry] of Object.entries<Record<string, Record<string, string>>>(packages)) {
        for (const kind of ['devDependencies', 'peerDependencies', 'dependencies', 'optionalDependencies']) {
          if (kind === 'devDependencies' && from !== '') continue;
          for (const name of Object.keys(entry[kind] ?? {})) {
            const parts = from === '' ? [] : from.split('/node_modules/');
            for (let up = parts.length; up >= 0; up--) {
              const to = [...parts.slice(0, up), name]
                .join('/node_modules/')
                .replace(/^(?!node_modules\/)/, 'node_modules/');
              if (packages[to] === undefined) continue;
              edges.set(`${from} -> ${to}`, kind);
              break;
            }
          }
        }
      }
      return edges;
    }

    test.each(['app/package-lock.json', 'app/node_modules/.package-lock.json'])(
      'draws the edges of %s as an independent resolution does',
      (path) => {
        const key = (ref: string) => decodePointer(ref.slice(`npm.lock:${path}#/packages/`.length));
        const edges = image
          .of('npm.lock')
          .relations.filter(({ from }) => from.startsWith(`npm.lock:${path}#`))
          .map(({ from, to, rawKind }) => [`${key(from)} -> ${key(to)}`, rawKind] as const);
        expect(edges.length).toBeGreaterThan(900);
        expect(new Map(edges)).toEqual(resolution(path));
        expect(new Map(edges).size).toBe(edges.length);
      },
    );

    test('draws the edges of the installed packages as the lockfile implies them', () => {
      const lock = 'app/package-lock.json';
      const installed = new Set(present('npm.installed').map(({ place }) => place.path));
      const folder = (ref: string) => ref.slice('npm.installed:app/'.length).replace(/\/?package\.json$/, '');
      const edges = image
        .of('npm.installed')
        .relations.filter(({ kind }) => kind === 'dependsOn')
        .map(({ from, to, rawKind }) => [`${folder(from)} -> ${folder(to)}`, rawKind] as const);
      const isThere = (edge: string) =>
        edge
          .split(' -> ')
          .every((one) => installed.has(['app', one, 'package.json'].filter(Boolean).join('/')));
      const expected = [...resolution(lock)].filter(([edge]) => isThere(edge));
      expect(new Map(edges)).toEqual(new Map(expected));
      expect(edges.length).toBeGreaterThan(900);
    });

    test('packages that lie inside others are contained, and depend on nothing', () => {
      const { relations } = image.of('npm.installed');
      const inside = relations.filter(({ kind }) => kind === 'contains');
      expect(inside).toHaveLength(8);
      const contained = new Set(inside.map(({ to }) => to));
      expect(relations.some(({ from, kind }) => kind === 'dependsOn' && contained.has(from))).toBe(false);
    });
  });

  test('Python packages are shown with the Debian package that owns them', () => {
    const rows = image
      .of('python.installed')
      .found.map(({ purl, place, ownedBy }) => [purl, place.state, ownedBy]);
    expect(rows.sort()).toEqual([
      ['pkg:pypi/asgiref@3.6.0', 'present', 'dpkg:python3-asgiref:all'],
      ['pkg:pypi/certifi@2022.9.24', 'present', 'dpkg:python3-certifi:all'],
      ['pkg:pypi/chardet@5.1.0', 'present', 'dpkg:python3-chardet:all'],
      ['pkg:pypi/charset-normalizer@3.0.1', 'present', 'dpkg:python3-charset-normalizer:all'],
      ['pkg:pypi/django@3.2.25', 'present', 'dpkg:python3-django:all'],
      ['pkg:pypi/idna@3.3', 'present', 'dpkg:python3-idna:all'],
      ['pkg:pypi/requests@2.28.1', 'removed', 'dpkg:python3-requests:all@2.28.1+dfsg-1'],
      ['pkg:pypi/six@1.16.0', 'present', 'dpkg:python3-six:all'],
      ['pkg:pypi/sqlparse@0.4.2', 'present', 'dpkg:python3-sqlparse:all'],
      ['pkg:pypi/urllib3@1.26.12', 'present', 'dpkg:python3-urllib3:all'],
    ]);
  });

  test('the operating system is the one that usr/lib/os-release names', () => {
    expect(present('os-release').map(({ name, version, type }) => [type, name, version])).toEqual([
      ['operating-system', 'debian', '12'],
    ]);
  });
});

function decodePointer(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}
