import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { agreementsOf } from '../../src/core/case/agreement.ts';
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

/** Databases and packages that the real package managers write, held against what the same tools list and verify. */
const folder = scratchFolder();

/** What the records of a tree come to: files that agree, and those that were changed. */
async function held(root: string) {
  const inspected = await inspectFolder(root);
  const agreements = agreementsOf(inspected.model);
  return {
    inspected,
    agrees: agreements.reduce((sum, one) => sum + one.agrees, 0),
    changed: agreements.flatMap(({ changed }) => changed.map(({ path }) => path)),
    reported: inspected.report().findings.filter(({ rule }) => rule.startsWith('integrity.own')).length,
  };
}

/** The same tree with one file changed. */
function tampered(root: string, path: string): string {
  const twin = `${root}-tampered`;
  cpSync(root, twin, { recursive: true, verbatimSymlinks: true });
  writeFileSync(join(twin, path), 'changed\n');
  return twin;
}

describe.skipIf(lacks('rpmbuild', '--version'))('rpm', () => {
  const DATABASE = '/usr/lib/sysimage/rpm';
  const LEAVE_LOG =
    'import os,sqlite3,sys\nc=sqlite3.connect(sys.argv[1])\nc.execute("PRAGMA journal_mode=WAL")\nc.execute("PRAGMA wal_autocheckpoint=0")\nc.execute("DELETE FROM Packages")\nc.commit()\nos._exit(0)';
  const spec = (name: string, version: string, tags: string) => `Name: ${name}
Version: ${version}
Release: 1
Summary: ${name}
License: MIT
BuildArch: noarch
${tags}
%description
-
%install
mkdir -p %{buildroot}/opt/${name} %{buildroot}/etc
echo ${name} > %{buildroot}/opt/${name}/data
echo a=1 > %{buildroot}/etc/${name}.conf
%post -p <lua>
x = 1
%verifyscript -p <lua>
y = 2
%triggerin -p <lua> -- loupe-other
z = 3
%filetriggerin -p <lua> -- /opt/other
u = 4
%transfiletriggerin -p <lua> -- /opt/other
v = 5
%files
/opt/${name}/data
%config(noreplace) /etc/${name}.conf
`;

  function build(): { readonly packages: readonly string[]; readonly root: string } {
    const top = join(folder, 'rpm');
    writeFiles(top, {
      'cart.spec': spec('loupe-cart', '2.0.1', 'Epoch: 3\nProvides: cart-api = 2\n'),
      'shop.spec': spec('loupe-shop', '1.2', 'Requires: cart-api >= 2\n'),
    });
    run(
      'rpmbuild',
      '-bb',
      '--quiet',
      '--define',
      `_topdir ${top}/top`,
      `${top}/cart.spec`,
      `${top}/shop.spec`,
    );
    const packages = ['loupe-cart-2.0.1-1', 'loupe-shop-1.2-1'].map((name) =>
      join(top, 'top/RPMS/noarch', `${name}.noarch.rpm`),
    );
    const root = join(top, 'root');
    mkdirSync(root);
    run(
      'rpm',
      '--root',
      root,
      '--dbpath',
      DATABASE,
      '--define',
      '_db_backend sqlite',
      '-i',
      '--nodeps',
      ...packages,
    );
    return { packages, root };
  }

  it("writes a SQLite database: its packages, their edge and their files' digests are those that rpm lists and verifies", async () => {
    const { packages, root } = build();
    const query = (...args: readonly string[]) => run('rpm', '--root', root, '--dbpath', DATABASE, ...args);
    const { inspected, agrees, changed } = await held(root);
    const listed = query('-qa', '--qf', '%{NAME}@%|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}\n');
    expect(foundBy(inspected, 'rpm')).toEqual(listed.trim().split('\n').sort());
    expect(foundBy(inspected, 'rpm')).toHaveLength(2);
    expect(inspected.model.components.map(({ purl }) => purl).sort()).toEqual([
      'pkg:rpm/loupe-cart@2.0.1-1?arch=noarch&epoch=3&upstream=loupe-cart-2.0.1-1.src.rpm',
      'pkg:rpm/loupe-shop@1.2-1?arch=noarch&upstream=loupe-shop-1.2-1.src.rpm',
    ]);
    const provider = query('-q', '--whatprovides', 'cart-api', '--qf', '%{NAME}');
    expect(edgesIn(inspected)).toEqual([`loupe-shop -> ${provider} (Requires)`]);
    expect([agrees, changed]).toEqual([4, []]);
    const hooks = inspected.model.observations.filter(({ kind }) => kind === 'hook.rpm-scriptlet');
    // As many as rpm itself lists, each by the same first line.
    const scripts = query('-qa', '--scripts', '--triggers', '--filetriggers');
    const statements = [...scripts.matchAll(/^[a-z] = \d$/gm)].map(([line]) => line);
    expect(statements).toHaveLength(10);
    expect(hooks.map(({ detail }) => detail.replace(/^.*: /, '')).sort()).toEqual(statements.sort());
    expect(
      hooks.flatMap(({ detail }) =>
        detail.includes('of loupe-cart: ') ? [detail.replace(/ of loupe.*/, '')] : [],
      ),
    ).toEqual(['%post', '%verifyscript', 'a trigger', 'a file trigger', 'a file trigger of the transaction']);
    expect(inspected.model.diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([]);

    const twin = tampered(root, 'opt/loupe-shop/data');
    expect((await held(twin)).changed).toEqual(['opt/loupe-shop/data']);
    const verified = (where: string) =>
      runAnyway('rpm', '--root', where, '--dbpath', DATABASE, '-Va', '--nodeps', '--nomtime').trim();
    expect(verified(root)).toBe('');
    expect(verified(twin)).toMatch(/^S.5\S+\s+\/opt\/loupe-shop\/data$/);

    // What SQLite has written to its log and not to the database yet, as a process that is stopped leaves it.
    if (!lacks('python3', '-c', 'import sqlite3')) {
      const live = `${root}-live`;
      cpSync(root, live, { recursive: true, verbatimSymlinks: true });
      run('python3', '-c', LEAVE_LOG, `${live}${DATABASE}/rpmdb.sqlite`);
      const { inspected: stopped } = await held(live);
      expect(foundBy(stopped, 'rpm')).toHaveLength(2);
      expect(stopped.model.diagnostics.map(({ message }) => message)).toContainEqual(
        expect.stringMatching(
          /rpmdb\.sqlite-wal" holds [\d,]+ bytes of changes that are not in the database yet/,
        ),
      );
    }

    for (const path of packages) {
      const one = await inspectFile(path);
      const files = run('rpm', '-qlp', path).trim().split('\n').sort();
      const entries = (one.report(true).entries ?? []).map((entry) => `/${entry.path}`);
      expect(entries.sort()).toEqual(files);
      expect(agreementsOf(one.model).flatMap(({ changed: wrong }) => wrong)).toEqual([]);
      expect(foundBy(one, 'rpm.archive')).toEqual([
        run('rpm', '-qp', '--qf', '%{NAME}@%|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}', path),
      ]);
    }
  }, 120_000);
});

describe.skipIf(lacks('pacman', '--version') || lacks('bsdtar', '--version'))('pacman', () => {
  function pack(name: string, version: string, more: string): string {
    const root = join(folder, `pacman-${name}`);
    writeFiles(root, {
      [`usr/share/${name}/a file`]: `${name}\n`,
      [`etc/${name}.conf`]: 'a=1\n',
      '.PKGINFO': `pkgname = ${name}\npkgbase = ${name}\npkgver = ${version}\npkgdesc = a\nurl = https://example.org\nbuilddate = 1700000000\npackager = P\nsize = 9\narch = any\nlicense = MIT\nbackup = etc/${name}.conf\n${more}`,
    });
    const options = '!all,use-set,type,uid,gid,mode,time,size,md5,sha256,link';
    runIn(root, 'bsdtar', '-czf', '.MTREE', '--format=mtree', '--options', options, '.PKGINFO', 'etc', 'usr');
    const archive = join(folder, `${name}-${version}-any.pkg.tar.xz`);
    runIn(root, 'bsdtar', '-cJf', archive, '.PKGINFO', '.MTREE', 'etc', 'usr');
    return archive;
  }

  it('installs packages: they, their edge and the digests of their mtree are those that it lists and verifies', async () => {
    const archives = [
      pack('loupe-cart', '1:2.0.1-1', ''),
      pack('loupe-shop', '1.2-4', 'depend = loupe-cart>=1:2\n'),
    ];
    const root = join(folder, 'pacman');
    const at = (where: string) => [
      '--root',
      where,
      '--dbpath',
      `${where}/var/lib/pacman`,
      '--config',
      '/dev/null',
    ];
    mkdirSync(join(root, 'var/lib/pacman'), { recursive: true });
    run('pacman', ...at(root), '--cachedir', folder, '--noconfirm', '--noscriptlet', '-U', ...archives);
    const { inspected, agrees, changed } = await held(root);
    const listed = run('pacman', ...at(root), '-Q')
      .trim()
      .split('\n');
    expect(listed).toHaveLength(2);
    expect(foundBy(inspected, 'pacman')).toEqual(listed.map((line) => line.replace(' ', '@')).sort());
    expect(edgesIn(inspected)).toEqual(['loupe-shop -> loupe-cart (DEPENDS)']);
    expect([agrees, changed]).toEqual([4, []]);
    const [algorithms] = agreementsOf(inspected.model).map((one) => one.algorithms);
    expect(algorithms).toEqual(['sha256']);

    const twin = tampered(root, 'usr/share/loupe-shop/a file');
    expect((await held(twin)).changed).toEqual(['usr/share/loupe-shop/a file']);
    expect(runAnyway('pacman', ...at(twin), '-Qkk')).toContain('loupe-shop: 6 total files, 1 altered file');

    for (const [i, path] of archives.entries()) {
      const one = await inspectFile(path);
      expect(foundBy(one, 'pacman.archive')).toEqual([listed[i]?.replace(' ', '@')]);
      expect(agreementsOf(one.model)).toMatchObject([{ agrees: 3, changed: [], extra: [], missing: [] }]);
    }
  }, 120_000);
});

describe.skipIf(lacks('dpkg-deb', '--version'))('dpkg', () => {
  function pack(name: string, version: string, more: string): string {
    const root = join(folder, `dpkg-${name}`);
    writeFiles(root, {
      [`usr/share/${name}/data`]: `${name}\n`,
      [`etc/${name}.conf`]: 'a=1\n',
      'DEBIAN/control': `Package: ${name}\nVersion: ${version}\nArchitecture: all\nMaintainer: A <a@example.org>\n${more}Description: a\n`,
      'DEBIAN/conffiles': `/etc/${name}.conf\n`,
    });
    writeFiles(root, { 'DEBIAN/md5sums': runIn(root, 'md5sum', `usr/share/${name}/data`) });
    chmodSync(join(root, 'DEBIAN'), 0o755);
    const out = join(folder, `${name}.deb`);
    run('dpkg-deb', '--root-owner-group', '--build', root, out);
    return out;
  }

  it('installs packages: they, their edge and the files they recorded are those that it lists and verifies', async () => {
    const archives = [
      pack('loupe-cart', '3:2.0.1-1', 'Provides: cart-api (= 2)\n'),
      pack('loupe-shop', '1.2', 'Depends: cart-api (>= 2)\n'),
    ];
    const root = join(folder, 'dpkg');
    const at = (where: string) => [`--root=${where}`, `--admindir=${where}/var/lib/dpkg`];
    writeFiles(root, { 'var/lib/dpkg/status': '' });
    for (const path of ['info', 'updates']) mkdirSync(join(root, 'var/lib/dpkg', path));
    run('dpkg', ...at(root), '--force-not-root', '--force-script-chrootless', '-i', ...archives);
    const { inspected, agrees, changed } = await held(root);
    const listed = run('dpkg-query', ...at(root), '-W', '-f', `\${Package}@\${Version}\n`)
      .trim()
      .split('\n');
    expect(listed).toHaveLength(2);
    expect(foundBy(inspected, 'dpkg')).toEqual(listed.sort());
    expect(edgesIn(inspected)).toEqual(['loupe-shop -> loupe-cart (Depends)']);
    expect([agrees, changed]).toEqual([4, []]);

    const twin = tampered(root, 'usr/share/loupe-shop/data');
    expect((await held(twin)).changed).toEqual(['usr/share/loupe-shop/data']);
    expect(run('dpkg', ...at(root), '--verify')).toBe('');
    expect(runAnyway('dpkg', ...at(twin), '--verify').trim()).toBe('??5??????   /usr/share/loupe-shop/data');

    for (const path of archives) {
      const one = await inspectFile(path);
      const [name, version] = run('dpkg-deb', '-W', path).trim().split('\t');
      expect(foundBy(one, 'deb.archive')).toEqual([`${name}@${version}`]);
      expect(agreementsOf(one.model)).toMatchObject([{ agrees: 1, changed: [], missing: [] }]);
    }
  }, 120_000);
});

/** What a tool prints, whatever its exit status: verifying a tree that differs is a failure to the tool. */
function runAnyway(name: string, ...args: readonly string[]): string {
  return run('sh', '-c', '"$@" || true', 'sh', name, ...args);
}
