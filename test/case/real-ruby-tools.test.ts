import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  edgesIn,
  foundBy,
  inspectFile,
  inspectFolder,
  lacks,
  run,
  runIn,
  scratchFolder,
  writeFiles,
} from '../fixtures/tools.ts';

/** What RubyGems and Bundler write, held against what they list. */
const folder = scratchFolder();
const home = join(folder, 'home');

const gemspec = (name: string, version: string, more: string) =>
  `Gem::Specification.new do |s|\n s.name='${name}'; s.version='${version}'; s.summary='a'; s.authors=['A']; s.license='MIT'; s.homepage='https://example.org'; s.files=['lib/a.rb']\n ${more}\nend\n`;

/** Builds two packages, installs them into a home of their own, and gives their archives. */
function install(): string[] {
  writeFiles(folder, {
    'lib/a.rb': 'A = 1\n',
    'cart.gemspec': gemspec('loupe-cart', '2.0.1', ''),
    'shop.gemspec': gemspec('loupe-shop', '1.2', "s.add_runtime_dependency 'loupe-cart', '~> 2.0'"),
  });
  for (const name of ['cart', 'shop']) runIn(folder, 'gem', 'build', '--quiet', `${name}.gemspec`);
  const archives = ['loupe-cart-2.0.1.gem', 'loupe-shop-1.2.gem'].map((name) => join(folder, name));
  runIn(folder, 'gem', 'install', '--local', '--quiet', '--no-document', '--install-dir', home, ...archives);
  return archives;
}

/** Runs a tool that knows of no other home. */
function atHome(...command: readonly string[]): string {
  return runIn(folder, 'env', `HOME=${folder}`, `GEM_HOME=${home}`, `GEM_PATH=${home}`, ...command);
}

const lacksGem = lacks('gem', '--version');

describe.skipIf(lacksGem)('gem', () => {
  it('builds and installs packages: they and their edge are those that it lists, as archives and as installed', async () => {
    const archives = install();
    // What Ruby brings is listed by every home; ours are those that the home itself holds.
    const listed = atHome('gem', 'list', '--local', '^loupe-').trim().split('\n');
    const inspected = await inspectFolder(home, 'usr/lib/ruby/gems/3.1.0');
    expect(listed).toHaveLength(2);
    expect(foundBy(inspected, 'ruby.gemspec')).toEqual(
      listed.map((line) => line.replace(/ \((.*)\)$/, '@$1')).sort(),
    );
    expect(atHome('gem', 'dependency', '--local', 'loupe-shop')).toContain('  loupe-cart (~> 2.0)\n');
    const [edge, ...others] = edgesIn(inspected);
    expect([edge?.startsWith('loupe-shop -> loupe-cart ('), others]).toEqual([true, []]);
    expect(inspected.model.components.flatMap(({ purl }) => purl ?? []).sort()).toEqual([
      'pkg:gem/loupe-cart@2.0.1',
      'pkg:gem/loupe-shop@1.2',
    ]);
    for (const path of archives) {
      const one = await inspectFile(path);
      const name = /^--- (.+)$/m.exec(run('gem', 'specification', path, 'name'))?.[1];
      expect(foundBy(one, 'gem.archive')[0]?.split('@')[0]).toBe(name);
      const wrong = one.report().findings.filter(({ rule }) => rule.startsWith('integrity.'));
      expect([one.model.records.length, wrong]).toEqual([1, []]);
    }
  }, 60_000);
});

/** Debian has Bundler's command in a package of its own, and Bundler itself in Ruby's. */
const BUNDLE = "require 'bundler'; require 'bundler/cli'; Bundler::CLI.start(ARGV)";

describe.skipIf(lacksGem || lacks('ruby', '-e', "require 'bundler'"))('Bundler', () => {
  it('locks packages: the lockfile gives those that it lists, with their edge', async () => {
    install();
    writeFiles(folder, { Gemfile: 'source "https://rubygems.org"\ngem "loupe-shop", "~> 1.0"\n' });
    atHome('ruby', '-e', BUNDLE, 'lock', '--local');
    const listed = [...atHome('ruby', '-e', BUNDLE, 'list').matchAll(/^ +\* (\S+) \((.+)\)$/gm)];
    const inspected = await inspectFile(join(folder, 'Gemfile.lock'));
    expect(listed).toHaveLength(2);
    expect(foundBy(inspected, 'gemfile.lock', 'stated')).toEqual(
      listed.map(([, name, version]) => `${name}@${version}`).sort(),
    );
    expect(edgesIn(inspected)).toEqual(['loupe-shop -> loupe-cart (specs)']);
  }, 60_000);
});
