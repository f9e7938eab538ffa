import { describe, expect, test } from 'vitest';
import { distroOf, parseOsRelease } from '../../src/core/catalog/os-release.ts';
import { stanza } from '../fixtures/catalog/dpkg.ts';
import { catalogLayers, type FixtureLayer } from '../fixtures/tree.ts';

describe('values', () => {
  test.each([
    ['ID=debian', 'debian'],
    ['ID="debian"', 'debian'],
    ["ID='deb\\ian'", 'deb\\ian'],
    ['ID="a \\"b\\" \\$c \\\\ \\`d"', 'a "b" $c \\ `d'],
    ['  ID=debian  # not a comment', 'debian  # not a comment'],
    ['ID="unclosed', 'unclosed'],
    ['#ID=x\nID=first\nID=last', 'last'],
    ['ID=a\\', 'a\\'],
  ])('%s', (text, expected) => {
    expect(parseOsRelease(text).get('ID')?.value).toBe(expected);
  });
});

describe('the distribution of a tree', () => {
  const distro = async (...layers: FixtureLayer[]) => {
    const { tree, readings } = await catalogLayers(layers);
    return distroOf(tree, readings);
  };

  test('etc/os-release overrides usr/lib/os-release', async () => {
    expect(
      await distro({
        'usr/lib/os-release': 'ID=debian\nVERSION_ID=12',
        'etc/os-release': 'ID=mine\nPRETTY_NAME="My OS 1"',
      }),
    ).toEqual({ id: 'mine', versionId: undefined, title: 'My OS 1' });
  });

  test('the file that stands in the end counts, else the last that was removed', async () => {
    const debian = (version: string) => ({ 'usr/lib/os-release': `ID=debian\nVERSION_ID=${version}` });
    expect(await distro(debian('11'), debian('12'))).toMatchObject({ versionId: '12' });
    expect(await distro(debian('11'), debian('12'), { 'usr/lib/os-release': null })).toMatchObject({
      versionId: '12',
    });
    expect(await distro({})).toBeUndefined();
  });

  test('goes into the package URLs of its packages', async () => {
    const status = { 'var/lib/dpkg/status': stanza('a', '1') };
    const purl = async (...layers: FixtureLayer[]) => (await catalogLayers(layers)).of('dpkg').found[0]?.purl;
    expect(await purl(status, { 'etc/os-release': 'ID=Ubuntu\nVERSION_ID="24.04"' })).toBe(
      'pkg:deb/ubuntu/a@1?arch=amd64&distro=Ubuntu-24.04',
    );
    expect(await purl(status, { 'etc/os-release': 'ID=debian' })).toBe(
      'pkg:deb/debian/a@1?arch=amd64&distro=debian',
    );
  });
});
