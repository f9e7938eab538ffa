import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { AUDIT, depV0 } from '../fixtures/catalog/cargo-auditable.ts';
import { file, tar } from '../fixtures/tar.ts';
import { inspectFiles } from '../inspect.ts';

/** What real tools write, held against what the same tools list. A tool that is not there is told, and skipped. */
const folder = mkdtempSync(join(tmpdir(), 'loupe-tools-'));
afterAll(() => rmSync(folder, { recursive: true }));

function lacks(...tool: readonly [string, ...string[]]): boolean {
  const [name, ...args] = tool;
  const absent = spawnSync(name, args).status !== 0;
  if (absent) console.warn(`\n*** ${tool.join(' ')} does not run here: its test is SKIPPED. ***\n`);
  return absent;
}

function run(name: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(name, args);
  if (status !== 0) throw new Error(`${name} ${args.join(' ')}: ${stderr}`);
  return stdout.toString();
}

function filesBelow(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => join(root, path))
    .filter((path) => statSync(path).isFile());
}

async function inspectFolder(root: string, prefix: string) {
  const members = filesBelow(root).map((path) =>
    file(`${prefix}/${relative(root, path)}`, readFileSync(path)),
  );
  return inspectFiles([{ name: 'tree.tar', bytes: tar(members) }]);
}

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
    expect(model.relations.from.length).toBe(1);
    expect(model.records.length).toBe(2);
    expect(report().findings.filter(({ rule }) => rule.startsWith('integrity.'))).toEqual([]);
  }, 60_000);
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
