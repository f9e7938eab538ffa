import fc from 'fast-check';
import library from 'semver';
import { describe, expect, test } from 'vitest';
import { orderingOf, orderings } from '../../../src/core/advisory/order/registry.ts';

const sorted = (ecosystem: string, versions: readonly string[]) => {
  const ordering = orderingOf(ecosystem);
  return [...versions].sort((a, b) => ordering?.compare(a, b) ?? 0);
};

describe('orderings', () => {
  test('an ecosystem with a release has the order of its distribution', () => {
    expect(orderingOf('Debian:12')?.id).toBe('dpkg');
    expect(orderingOf('Ubuntu:Pro:18.04:LTS')?.id).toBe('dpkg');
    expect(orderingOf('Alpine:v3.19')?.id).toBe('apk');
    expect(orderingOf('Root:Alpine:3.18')?.id).toBe('apk');
    expect(orderingOf('Maven:https://maven.google.com')?.id).toBe('maven');
    expect(orderingOf('OSS-Fuzz')).toBeUndefined();
    expect(orderingOf('constructor')).toBeUndefined();
  });

  test.each([
    ['npm', ['1.0.0-alpha', '1.0.0', '1.2', '1.10.0']],
    ['Go', ['go1.20.1', '1.21rc2', '1.21.0'].slice(0, 1).concat('1.21.0')],
    ['PyPI', ['1.0.dev1', '1.0a1', '1.0', '1.0.post1', '1!0.1']],
    ['Maven', ['1.0-alpha-1', '1.0-SNAPSHOT', '1.0', '1.0-sp1', '1.0-1', '1.0.1']],
    ['RubyGems', ['1.0.a', '1.0', '1.0.1', '1.10']],
    ['NuGet', ['1.0.0-Beta', '1.0.0', '1.0.0.1']],
    ['Packagist', ['1.0-dev', '1.0-RC1', '1.0', '1.0pl1']],
    ['Pub', ['1.0.0-a', '1.0.0', '1.0.0+1', '1.0.0+2']],
    ['CRAN', ['0.9', '0.75', '1.0-1']],
    ['Hackage', ['1.0', '1.0.0', '1.1']],
    ['Debian:12', ['1.0~rc1-1', '1.0-1', '1.0-1+deb12u1', '1:0.1']],
    ['Rocky Linux:9', ['1.0~rc1-1.el9', '1.0-1.el9', '1.0-2.el9', '1:0.1-1']],
    ['Alpine:v3.19', ['1.0_rc1-r0', '1.0-r0', '1.0_git20240101~abc-r1', '1.0b-r0', '1.0.1-r0']],
  ])('%s sorts', (ecosystem, versions) => {
    expect(sorted(ecosystem, versions.toReversed())).toEqual(versions);
  });

  test.each([
    ['npm', ['latest', 'file:../a', 'workspace:*', '']],
    ['Go', ['(devel)', '']],
    ['PyPI', ['unknown', '1.0-bulbasaur']],
    ['Debian:12', ['', '-1', '1 2']],
    ['Alpine:v3.19', ['edge', '1.0A', '1..r2']],
    ['Maven', ['$(version)', '']],
    ['RubyGems', ['HEAD']],
    ['NuGet', ['*']],
    ['Packagist', ['dev-main']],
    ['CRAN', ['1.0a']],
  ])('%s has no place for what is no version', (ecosystem, versions) => {
    expect(versions.filter((version) => orderingOf(ecosystem)?.valid(version))).toEqual([]);
  });

  const part = fc.nat(30).map(String);
  const version = fc
    .tuple(
      part,
      part,
      part,
      fc.option(fc.array(fc.oneof(part, fc.constantFrom('a', 'rc', 'Z')), { minLength: 1 })),
    )
    .map(([a, b, c, pre]) => `${a}.${b}.${c}${pre === null ? '' : `-${pre.join('.')}`}`);

  test('semantic versions as the semver package has them', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(Math.sign(orderingOf('npm')?.compare(a, b) ?? NaN)).toBe(library.compare(a, b));
      }),
    );
  });

  const hostile = fc.string({
    unit: fc.constantFrom('0', '1', '01', '.', '-', '_', '~', '+', ':', 'a', 'rc', 'r', '^', 'p'),
    maxLength: 12,
  });

  test.each([...orderings].map((ordering) => [ordering.id, ordering] as const))(
    '%s: any text against any other, the same either way round',
    (_id, ordering) => {
      fc.assert(
        fc.property(hostile, hostile, (a, b) => {
          expect(Math.sign(ordering.compare(a, b))).toBe(-Math.sign(ordering.compare(b, a)) || 0);
        }),
      );
    },
  );

  /** What makes the circle that the order of Maven has of its own; the test below tells it. */
  const ZERO_BEFORE_WORD = /(?:[.-]|(?<![0-9])0+)\.(?:rc|a(?=[0-9]))(?![^0-9.-])/;

  test.each([...orderings].map((ordering) => [ordering.id, ordering] as const))(
    '%s: versions it reads can be sorted',
    (_id, ordering) => {
      const valid = hostile.filter(
        (text) => ordering.valid(text) && !(ordering.id === 'maven' && ZERO_BEFORE_WORD.test(text)),
      );
      fc.assert(
        fc.property(valid, valid, valid, (a, b, c) => {
          if (ordering.compare(a, b) <= 0 && ordering.compare(b, c) <= 0)
            expect(ordering.compare(a, c)).toBeLessThanOrEqual(0);
        }),
      );
    },
  );

  test('maven: a zero before a word of before the release stands behind what comes after the release', () => {
    const maven = orderingOf('Maven');
    const circle = ['1-x', '1.0.rc', '1', '1-x'];
    for (const [i, a] of circle.slice(0, -1).entries())
      expect(maven?.compare(a, circle[i + 1] ?? ''), `${a} and what follows`).toBeLessThan(0);
    expect(circle.filter((text) => ZERO_BEFORE_WORD.test(text))).toEqual(['1.0.rc']);
  });

  test('maven: words before the release come before it, and others after it, whatever stands before them', () => {
    const maven = orderingOf('Maven');
    const sorted = ['1a0', '1-rc', '1', '1.x', '1-x', '1-2', '1.2'];
    for (const [i, a] of sorted.entries())
      for (const [k, b] of sorted.entries())
        expect(Math.sign(maven?.compare(a, b) ?? Number.NaN), `${a} and ${b}`).toBe(Math.sign(i - k));
  });
});
