import { describe, expect, test } from 'vitest';
import { canonicalPurl } from '../../src/core/base/purl.ts';

describe('package URLs as people write them', () => {
  test.each([
    ['pkg:npm/lodash@4.17.21', 'pkg:npm/lodash@4.17.21'],
    ['pkg:npm/@angular/core@16.2.0', 'pkg:npm/%40angular/core@16.2.0'],
    ['pkg:npm/%40angular/core@16.2.0', 'pkg:npm/%40angular/core@16.2.0'],
    ['PKG:PyPI/Django_Allauth@1', 'pkg:pypi/django-allauth@1'],
    [
      'pkg://deb/Debian/libc6@2.36-9+deb12u14?distro=debian-12&arch=amd64',
      'pkg:deb/debian/libc6@2.36-9%2Bdeb12u14?arch=amd64&distro=debian-12',
    ],
    ['pkg:deb/debian/g%2B%2B@4%3A12.2.0-3%2Bb1', 'pkg:deb/debian/g%2B%2B@4:12.2.0-3%2Bb1'],
    [
      'pkg:deb/debian/libstdc%2B%2B6@12.2.0-14%2Bdeb12u1',
      'pkg:deb/debian/libstdc%2B%2B6@12.2.0-14%2Bdeb12u1',
    ],
    ['pkg:deb/debian/G%2B%2B@4%2b1', 'pkg:deb/debian/g%2B%2B@4%2B1'],
    ['pkg:golang/github.com/a/b@v1#sub/path', 'pkg:golang/github.com/a/b@v1'],
    ['pkg:maven/org.example/lib', 'pkg:maven/org.example/lib'],
  ])('%s is %s', (raw, canonical) => {
    expect(canonicalPurl(raw)).toBe(canonical);
  });

  test.each(['', 'lodash', 'pkg:npm', 'pkg:npm/', 'pkg:/lodash', 'pkg:n&g?inx/nginx@0.8.9', 'pkg:npm/%zz@1'])(
    '"%s" is none',
    (raw) => {
      expect(canonicalPurl(raw)).toBeUndefined();
    },
  );

  test('qualifiers that were seen before vouch for nothing else', () => {
    const query = 'arch=amd64&distro=debian-12';
    const raw = ['zlib1g@1%3A1.2.13', 'Zlib1g@1', 'g+@1', 'a//b@1', 'a@1%2B2', 'a@', 'a'];
    const canonical = ['zlib1g@1:1.2.13', 'zlib1g@1', 'g%2B@1', 'a/b@1', 'a@1%2B2', 'a', 'a'];
    for (const _ of [1, 2])
      for (const [i, one] of raw.entries())
        expect(canonicalPurl(`pkg:deb/debian/${one}?${query}`)).toBe(
          `pkg:deb/debian/${canonical[i]}?${query}`,
        );
    expect(canonicalPurl('pkg:deb/debian/a@1?')).toBe('pkg:deb/debian/a@1');
    expect(canonicalPurl('pkg:npm/a@1?x=a%3Ab')).toBe('pkg:npm/a@1?x=a:b');
  });
});
