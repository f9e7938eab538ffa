import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { agreementsOf } from '../../src/core/case/agreement.ts';
import { AUDIT, depV0 } from '../fixtures/catalog/cargo-auditable.ts';
import { file, tar } from '../fixtures/tar.ts';
import {
  edgesIn,
  filesBelow,
  foundBy,
  inspectFile,
  inspectFolder,
  lacks,
  run,
  runIn,
  scratchFolder,
  writeFiles,
} from '../fixtures/tools.ts';
import { buildZip } from '../fixtures/zip.ts';
import { inspectFiles } from '../inspect.ts';

/** What real tools write, held against what the same tools list. A tool that is not there is told, and skipped. */
const folder = scratchFolder();

describe.skipIf(lacks('objcopy', '--version'))('objcopy', () => {
  it('puts a record of crates into a real program, where it is found and read', async () => {
    const record = join(folder, 'dep-v0');
    const program = join(folder, 'shop');
    writeFileSync(record, depV0(AUDIT));
    run('objcopy', `--add-section=.dep-v0=${record}`, '/bin/true', program);
    const { model } = await inspectFiles([
      { name: 'shop.tar', bytes: tar([file('bin/shop', readFileSync(program))]) },
    ]);
    const crates = model.components.filter(({ purl }) => purl?.startsWith('pkg:cargo/'));
    expect(crates.map(({ name, version }) => `${name}@${version}`).sort()).toEqual(
      AUDIT.packages.map(({ name, version }) => `${name}@${version}`),
    );
    expect(model.relations.from.length).toBe(2);
    expect(model.diagnostics).toEqual([]);
  });
});

describe.skipIf(lacks('python3', '-m', 'pip', '--version'))('pip', () => {
  it('installs packages from files; they are those that it lists, with their edge, and agree with their RECORD', async () => {
    const site = join(folder, 'site');
    mkdirSync(site);
    const wheels = [wheel('loupe_shop', '1.2', ['loupe-cart>=2']), wheel('loupe_cart', '2.0.1', [])];
    run('python3', '-m', 'pip', 'install', '--quiet', '--no-index', '--no-deps', '--target', site, ...wheels);
    const listed: { name: string; version: string }[] = JSON.parse(
      run('python3', '-m', 'pip', 'list', '--path', site, '--format', 'json', '--disable-pip-version-check'),
    );
    const { model, report } = await inspectFolder(site, 'usr/lib/python3/site-packages');
    const found = model.occurrences.flatMap(({ cataloger, component }) =>
      cataloger === 'python.installed' ? (model.components[component] ?? []) : [],
    );
    expect(listed).toHaveLength(2);
    const normal = (name: string) => name.toLowerCase().replaceAll('_', '-');
    expect(found.map(({ name, version }) => `${normal(name)}@${version}`).sort()).toEqual(
      listed.map(({ name, version }) => `${normal(name)}@${version}`).sort(),
    );
    const frozen = run('python3', '-m', 'pip', 'freeze', '--path', site, '--disable-pip-version-check');
    const asked = await inspectFiles([{ name: 'requirements.txt', bytes: encodeUtf8(frozen) }]);
    // What came from a file is frozen with its address in the place of its version.
    expect(foundBy(asked, 'requirements.txt', 'stated').map((one) => normal(one.replace(/@.*/, '')))).toEqual(
      listed.map(({ name }) => normal(name)).sort(),
    );
    expect(model.relations.from.length).toBe(1);
    expect(model.records.length).toBe(2);
    expect(report().findings.filter(({ rule }) => rule.startsWith('integrity.'))).toEqual([]);
  }, 60_000);
});

describe.skipIf(lacks('npm', '--version'))('npm', () => {
  it('installs packages from files: the folders and the lockfile give what it lists, and the archives their checksums', async () => {
    const app = join(folder, 'npm');
    const packed = [
      { name: 'loupe-cart', version: '2.0.1' },
      { name: 'loupe-shop', version: '1.2.0', dependencies: { 'loupe-cart': '^2.0.0' } },
    ].map((manifest) => {
      const root = join(folder, `npm-${manifest.name}`);
      writeFiles(root, { 'package.json': JSON.stringify(manifest), 'index.js': 'exports.a = 1;\n' });
      return join(root, runIn(root, 'npm', 'pack', '--silent').trim());
    });
    writeFiles(app, { 'package.json': '{"name":"loupe-app","version":"1.0.0"}' });
    runIn(app, 'npm', 'install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', ...packed);
    const tree: unknown = JSON.parse(runIn(app, 'npm', 'query', '*'));
    const listed = Array.isArray(tree) ? tree.map((one) => `${one.name}@${one.version}`).sort() : [];
    const inspected = await inspectFolder(app, 'app');
    expect(listed).toHaveLength(3);
    expect(foundBy(inspected, 'npm.installed')).toEqual(listed);
    expect(new Set(edgesIn(inspected).map((edge) => edge.replace(/ \(.*/, '')))).toEqual(
      new Set(['loupe-app -> loupe-cart', 'loupe-app -> loupe-shop', 'loupe-shop -> loupe-cart']),
    );
    const held = await inspectFiles(
      [...packed, join(app, 'package-lock.json')].map((path) => ({
        name: relative(folder, path),
        bytes: readFileSync(path),
      })),
    );
    const agreements = agreementsOf(held.model);
    expect(agreements.map(({ agrees, changed, algorithms }) => [agrees, changed, algorithms])).toEqual([
      [1, [], ['sha512']],
      [1, [], ['sha512']],
    ]);
  }, 120_000);
});

describe.skipIf(lacks('go', 'version'))('go', () => {
  const CART = {
    'go.mod': 'module example.org/cart\n\ngo 1.19\n',
    'cart.go': 'package cart\n\nconst Size = 2\n',
  };

  /** A proxy of modules on disk (go.dev/ref/mod, "GOPROXY protocol"), so that nothing is fetched. */
  function proxy(): string {
    const at = join(folder, 'proxy');
    const version = 'example.org/cart/@v/v1.0.1';
    writeFiles(at, { [`${version}.info`]: '{"Version":"v1.0.1"}', [`${version}.mod`]: CART['go.mod'] });
    const members = Object.entries(CART).map(([name, content]) => ({
      name: `example.org/cart@v1.0.1/${name}`,
      content,
    }));
    writeFileSync(join(at, `${version}.zip`), buildZip(members));
    return at;
  }

  /** `path@version` of every module that the tool reads from a program; what it does not record is left out. */
  function modules(program: string): string[] {
    const [first = '', ...lines] = run('go', 'version', '-m', program).trim().split('\n');
    const rows = lines.map((line) => line.trim().split('\t'));
    const named = rows.flatMap(([kind, path, version]) =>
      kind === 'mod' || kind === 'dep' ? [`${path}@${version}`] : [],
    );
    const main = rows.flatMap(([kind, path]) =>
      kind === 'path' && named.length === 0 ? [`${path}@undefined`] : [],
    );
    return [...named, ...main, `stdlib@${first.replace(/^.*: go/, '')}`]
      .map((one) => one.replace('@(devel)', '@undefined'))
      .sort();
  }

  it.each(['linux', 'windows', 'darwin'])(
    'builds a program for %s: its modules are those that it lists',
    async (system) => {
      const shop = join(folder, 'go-shop');
      writeFiles(shop, {
        'go.mod': 'module example.org/shop\n\ngo 1.19\n\nrequire example.org/cart v1.0.1\n',
        'main.go': 'package main\n\nimport "example.org/cart"\n\nfunc main() { println(cart.Size) }\n',
      });
      const program = join(folder, `shop-${system}`);
      const settings = {
        GOOS: system,
        GOPROXY: `file://${proxy()}`,
        GOSUMDB: 'off',
        GOFLAGS: '-mod=mod -modcacherw',
        GOPATH: join(folder, 'go-path'),
        GOCACHE: join(folder, 'go-cache'),
        CGO_ENABLED: '0',
        GOTOOLCHAIN: 'local',
      };
      const env = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
      runIn(shop, 'env', ...env, 'go', 'build', '-o', program, '.');
      const inspected = await inspectFile(program);
      expect(foundBy(inspected, 'go.buildinfo')).toEqual(modules(program));
      expect(foundBy(inspected, 'go.buildinfo')).toContain('example.org/cart@v1.0.1');
      expect(edgesIn(inspected)).toEqual([
        'example.org/shop -> example.org/cart (dep)',
        'example.org/shop -> stdlib (go)',
      ]);
      const sums = inspected.model.occurrences.flatMap(({ facts }) =>
        facts.flatMap(({ field, value }) => (field === 'go-sum' ? [value] : [])),
      );
      expect(readFileSync(join(shop, 'go.sum'), 'utf8')).toContain(`example.org/cart v1.0.1 ${sums[0]}\n`);
    },
    240_000,
  );

  it.skipIf(lacks('gron', '--version'))(
    'reads a program of a Debian package, which records no modules, as it does',
    async () => {
      const inspected = await inspectFile('/usr/bin/gron');
      expect(foundBy(inspected, 'go.buildinfo')).toEqual(modules('/usr/bin/gron'));
      expect(inspected.model.diagnostics.map(({ message }) => message)).toEqual([
        expect.stringContaining('its modules are not recorded'),
      ]);
    },
    60_000,
  );
});

/** Writes a wheel with one module (PyPA, "Binary distribution format"), packed by Python itself. */
function wheel(name: string, version: string, requires: readonly string[]): string {
  const root = join(folder, `${name}-files`);
  const info = join(root, `${name}-${version}.dist-info`);
  mkdirSync(join(root, name), { recursive: true });
  mkdirSync(info);
  writeFileSync(join(root, name, '__init__.py'), `VERSION = "${version}"\n`);
  const metadata = ['Metadata-Version: 2.1', `Name: ${name}`, `Version: ${version}`];
  const lines = [...metadata, ...requires.map((one) => `Requires-Dist: ${one}`)];
  writeFileSync(join(info, 'METADATA'), `${lines.join('\n')}\n`);
  writeFileSync(
    join(info, 'WHEEL'),
    'Wheel-Version: 1.0\nGenerator: loupe\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
  );
  const paths = filesBelow(root).map((path) => relative(root, path));
  const record = `${name}-${version}.dist-info/RECORD`;
  writeFileSync(join(root, record), [...paths, record].map((path) => `${path},,\n`).join(''));
  const out = join(folder, `${name}-${version}-py3-none-any.whl`);
  const pack =
    'import sys,os,zipfile\nroot,out=sys.argv[1:]\nwith zipfile.ZipFile(out,"w") as z:\n for d,_,fs in os.walk(root):\n  for f in fs:\n   p=os.path.join(d,f); z.write(p,os.path.relpath(p,root))';
  run('python3', '-c', pack, root, out);
  return out;
}
