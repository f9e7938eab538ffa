import { expect, test } from 'vitest';
import { archiveTar, ociLayout } from '../fixtures/image.ts';
import { file, hardlink, type Member, symlink, tar } from '../fixtures/tar.ts';
import { inspectFiles } from '../inspect.ts';

const STATUS =
  'Package: a\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\nDescription: d\n\n';

async function told(...members: Member[]) {
  const bytes = archiveTar(
    ociLayout([{ tags: ['a:1'], layers: [{ tar: tar(members), compression: 'none' }] }]),
  );
  const { model } = await inspectFiles([{ name: 'a.tar', bytes }]);
  return model.diagnostics.filter(({ code }) => code === 'catalog.link-unread').map(({ message }) => message);
}

const missing = (from: string, path = 'var/lib/dpkg/status', to = 'opt/dpkg/status') =>
  `"${path}" is there by a link, "${from}", to "${to}", and was not read (Debian packages): packages that it lists are missing here.`;

test.each([
  ['a symbolic link', symlink('var/lib/dpkg/status', '/opt/dpkg/status'), 'var/lib/dpkg/status'],
  ['a hard link', hardlink('var/lib/dpkg/status', 'opt/dpkg/status'), 'var/lib/dpkg/status'],
  ['a folder that is a link', symlink('var/lib/dpkg', '../../opt/dpkg'), 'var/lib/dpkg'],
])('a database that stands at its place by %s is told', async (_what, one, from) => {
  expect(await told(file('opt/dpkg/status', STATUS), one)).toEqual([missing(from)]);
});

test('what a link leads to and is read under its own name is not', async () => {
  const lists = [
    file('usr/lib/os-release', 'ID=debian\n'),
    symlink('etc/os-release', '../usr/lib/os-release'),
    file('usr/lib/apk/db/installed', 'P:a\nV:1\n\n'),
    symlink('lib', 'usr/lib'),
    symlink('var/lib/dpkg/status', '/nowhere'),
  ];
  expect(await told(...lists)).toEqual([]);
});
