import { describe, expect, test } from 'vitest';
import { matchesPurl } from '../../src/core/advisory/purl-pattern.ts';
import { versionIsIn } from '../../src/core/advisory/vers.ts';
import { parsePurl } from '../../src/core/base/purl-parse.ts';

function means(pattern: string, purl: string): boolean {
  const [a, b] = [parsePurl(pattern), parsePurl(purl)];
  if (a === undefined || b === undefined) throw new Error('no purl');
  return matchesPurl(a, b);
}

describe('a purl of a VEX statement is a pattern', () => {
  const installed = 'pkg:deb/debian/curl@7.88.1-10?arch=amd64&distro=debian-12.13';

  test.each([
    'pkg:deb/debian/curl',
    'pkg:deb/debian/curl@7.88.1-10',
    'pkg:deb/debian/curl@7.88.1-10?distro=debian-12',
    'pkg:deb/debian/curl?arch=amd64',
    'pkg:deb/debian/curl?repository_url=https://example.org',
  ])('%s means it', (pattern) => {
    expect(means(pattern, installed)).toBe(true);
  });

  test.each([
    'pkg:deb/debian/curl@7.88.1-1',
    'pkg:deb/debian/curl?distro=debian-1',
    'pkg:deb/debian/curl?arch=arm64',
    'pkg:deb/ubuntu/curl',
    'pkg:deb/debian/libcurl4',
    'pkg:deb/debian/curl@7.88.1-10#usr/bin/curl',
    'pkg:npm/curl',
  ])('%s does not', (pattern) => {
    expect(means(pattern, installed)).toBe(false);
  });

  test('names are compared as their type does', () => {
    expect(means('pkg:pypi/Zope_Interface', 'pkg:pypi/zope.interface@1.0')).toBe(true);
    expect(means('pkg:npm/JSONStream', 'pkg:npm/jsonstream@1.0.0')).toBe(false);
  });
});

describe('versions that a statement names', () => {
  test.each([
    ['1.0.0', '1.0.0', true],
    ['1.0.0', '1.0.1', false],
    ['vers:npm/*', '1.0.0', true],
    ['vers:npm/>=1.0.0|<2.0.0', '1.5.0', true],
    ['vers:npm/>=1.0.0|<2.0.0', '2.0.0', false],
    ['vers:npm/>=1.0.0|<2.0.0|>=3.0.0', '2.5.0', false],
    ['vers:npm/>=1.0.0|<2.0.0|>=3.0.0', '3.5.0', true],
    ['vers:npm/<2.0.0', '0.1.0', true],
    ['vers:npm/>=1.0.0|!=1.5.0', '1.5.0', false],
    ['vers:npm/1.0.0|1.2.0', '1.2.0', true],
    ['vers:npm/1.0.0|1.2.0', '1.1.0', false],
    ['vers:npm/>=1.0.0', 'latest', undefined],
    ['vers:npm/>=soon', '1.0.0', undefined],
    ['vers:npm/<2.0.0%zz', '1.0.0', undefined],
  ])('%s, of %s: %s', (stated, version, expected) => {
    expect(versionIsIn(stated, { version, ecosystem: 'npm', type: 'npm' })).toBe(expected);
  });
});
