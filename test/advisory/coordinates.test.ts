import { describe, expect, test } from 'vitest';
import { coordinatesOf } from '../../src/core/advisory/coordinates.ts';

const names = (purl: string, title?: string) => {
  const placed = coordinatesOf(purl, { title });
  return 'unplaced' in placed
    ? placed.unplaced
    : placed.coordinates.map(({ ecosystem, name, version }) => `${ecosystem} ${name} ${version}`);
};

describe('package URLs in the ecosystems of OSV', () => {
  test.each([
    ['pkg:npm/%40angular/core@1.0.0', ['npm @angular/core 1.0.0']],
    ['pkg:pypi/Zope.Interface_X@1.0', ['PyPI zope-interface-x 1.0']],
    [
      'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.0',
      ['Maven org.apache.logging.log4j:log4j-core 2.14.0'],
    ],
    ['pkg:golang/stdlib@1.20.7', ['Go stdlib 1.20.7']],
    ['pkg:golang/std@1.20.7', ['Go stdlib 1.20.7']],
    ['pkg:golang/github.com/a/b@v1.0.0', ['Go github.com/a/b v1.0.0']],
    ['pkg:composer/symfony/http-kernel@4.0.0', ['Packagist symfony/http-kernel 4.0.0']],
    ['pkg:github/actions/checkout@v4', ['GitHub Actions actions/checkout v4']],
    ['pkg:swift/github.com/apple/swift-nio@2.0.0', ['SwiftURL github.com/apple/swift-nio 2.0.0']],
  ])('%s', (purl, expected) => {
    expect(names(purl)).toEqual(expected);
  });

  test.each([
    // The source package, and its own version where that is another.
    [
      'pkg:deb/debian/libssl3@3.0.11-1?arch=amd64&distro=debian-12&upstream=openssl',
      ['Debian:12 openssl 3.0.11-1'],
    ],
    ['pkg:deb/debian/a@1.0-1%2Bb1?distro=debian-12.13&upstream=b%401.0-1', ['Debian:12 b 1.0-1']],
    ['pkg:deb/debian/a@1.0-1?distro=debian-12&epoch=2', ['Debian:12 a 2:1.0-1']],
    ['pkg:deb/debian/a@2:1.0-1?distro=debian-12&epoch=2', ['Debian:12 a 2:1.0-1']],
    ['pkg:deb/debian/a@1.0-1?distro=bookworm', ['Debian:12 a 1.0-1']],
    ['pkg:deb/debian/a@1.0-1~bpo12%2B1?distro=debian-12', ['Debian:13 a 1.0-1~bpo12+1']],
    ['pkg:deb/ubuntu/a@1.0?distro=ubuntu-22.04', ['Ubuntu:22.04:LTS a 1.0']],
    ['pkg:deb/ubuntu/a@1.0?distro=ubuntu-24.10', ['Ubuntu:24.10 a 1.0']],
    [
      'pkg:deb/ubuntu/a@1.0%2Besm1?distro=jammy',
      ['Ubuntu:22.04:LTS a 1.0+esm1', 'Ubuntu:Pro:22.04:LTS a 1.0+esm1'],
    ],
    [
      'pkg:apk/alpine/libcrypto3@3.1.4-r5?distro=alpine-3.19.1&upstream=openssl',
      ['Alpine:v3.19 openssl 3.1.4-r5'],
    ],
    ['pkg:apk/wolfi/curl@8.0-r0?distro=wolfi-20230201', ['Wolfi curl 8.0-r0']],
    [
      'pkg:rpm/almalinux/httpd-devel@2.4.57-5.el9?distro=almalinux-9.3&epoch=1&upstream=httpd-2.4.57-5.el9.src.rpm',
      ['AlmaLinux:9 httpd 1:2.4.57-5.el9', 'AlmaLinux:9 httpd-devel 1:2.4.57-5.el9'],
    ],
    ['pkg:rpm/rocky/bash@5.1-2.el9?distro=rocky-9.3', ['Rocky Linux:9 bash 5.1-2.el9']],
  ])('%s: source package and release', (purl, expected) => {
    expect(names(purl)).toEqual(expected);
  });

  test('SUSE is called by the title of its os-release', () => {
    const purl = 'pkg:rpm/sles/bash@4.4-1?distro=sles-15.5';
    expect(names(purl, 'SUSE Linux Enterprise Server 15 SP5')).toEqual([
      'SUSE:Linux Enterprise Server 15 SP5 bash 4.4-1',
    ]);
    expect(names(purl)).toBe('release');
  });

  test.each([
    ['pkg:deb/debian/a@1.0', 'release'],
    ['pkg:deb/raspbian/a@1.0?distro=raspbian-12', 'distribution'],
    ['pkg:rpm/fedora/a@1.0?distro=fedora-40', 'distribution'],
    ['pkg:maven/log4j-core@2.14.0', 'group'],
    ['pkg:npm/a', 'version'],
    ['pkg:generic/openssl@1.0', 'ecosystem'],
    ['pkg:constructor/a@1.0', 'ecosystem'],
    ['openssl', 'purl'],
  ])('%s is not looked up: %s', (purl, why) => {
    expect(names(purl)).toBe(why);
  });
});
