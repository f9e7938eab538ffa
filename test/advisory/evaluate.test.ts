import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/core/advisory/evaluate.ts';
import { readOsv } from '../../src/core/advisory/record.ts';
import type { Affected } from '../../src/core/advisory/types.ts';

function affected(
  ecosystem: string,
  type: string,
  events: readonly object[],
  versions: readonly string[] = [],
): Affected {
  const record = readOsv({
    id: 'EXAMPLE-1',
    affected: [
      { package: { ecosystem, name: 'a' }, ranges: events.length === 0 ? [] : [{ type, events }], versions },
    ],
  });
  const [one] = record?.affected ?? [];
  if (one === undefined) throw new Error('not read');
  return one;
}

const npm = (...events: object[]) => affected('npm', 'SEMVER', events);
const states = (one: Affected, ...versions: string[]) =>
  versions.map((version) => evaluate(one, version).status);

describe('OSV evaluation', () => {
  test('introduced is on at its version, fixed off at its own, whatever the order they are written in', () => {
    const one = npm({ fixed: '2.0.0' }, { introduced: '3.0.0' }, { introduced: '1.0.0' }, { fixed: '3.1.0' });
    expect(states(one, '0.9.0', '1.0.0', '1.9.9', '2.0.0', '3.0.5', '3.1.0')).toEqual([
      'not-affected',
      'affected',
      'affected',
      'not-affected',
      'affected',
      'not-affected',
    ]);
    expect(evaluate(one, '1.5.0')).toEqual({ status: 'affected', by: 'range', fixed: '2.0.0' });
    expect(evaluate(one, '3.0.0')).toMatchObject({ fixed: '3.1.0' });
  });

  test('last_affected is off behind its version', () => {
    const one = npm({ introduced: '0' }, { last_affected: '1.2.0' });
    expect(states(one, '1.2.0', '1.2.1')).toEqual(['affected', 'not-affected']);
    expect(evaluate(one, '1.0.0')).toMatchObject({ fixed: undefined });
  });

  test('one version can be the first and the last that is affected', () => {
    const one = npm({ introduced: '1.2.0' }, { last_affected: '1.2.0' });
    expect(states(one, '1.1.9', '1.2.0', '1.2.1')).toEqual(['not-affected', 'affected', 'not-affected']);
  });

  test('nothing at or behind a limit is affected', () => {
    expect(states(npm({ introduced: '0' }, { limit: '1.2.0' }), '1.1.9', '1.2.0')).toEqual([
      'affected',
      'not-affected',
    ]);
    expect(states(npm({ introduced: '0' }, { limit: '*' }), '9.0.0')).toEqual(['affected']);
  });

  test('a version that is listed is affected even outside of the ranges', () => {
    const one = affected('PyPI', 'ECOSYSTEM', [{ introduced: '1.0' }, { fixed: '1.1' }], ['0.9', '1.0rc1']);
    expect(evaluate(one, '0.9.0')).toEqual({ status: 'affected', by: 'versions', fixed: '1.1' });
    expect(states(one, '0.8', '1.1')).toEqual(['not-affected', 'not-affected']);
  });

  test('a package that is bad from the beginning is bad in whatever version, readable or not', () => {
    expect(states(npm({ introduced: '0' }), '1.0.0', 'latest')).toEqual(['affected', 'affected']);
  });

  test.each([
    ['a version without a place in the order', npm({ introduced: '1.0.0' }), 'workspace:*', 'version'],
    ['a record that names no version', npm({ introduced: '0' }, { fixed: 'soon' }), '1.0.0', 'record'],
    ['commits only', affected('npm', 'GIT', [{ introduced: '0' }, { fixed: 'abc' }]), '1.0.0', 'git'],
    [
      'ranges where no order is defined',
      affected('OSS-Fuzz', 'ECOSYSTEM', [{ introduced: '1' }]),
      '1.0.0',
      'order',
    ],
    ['a range that begins nowhere', npm({ fixed: '2.0.0' }), '1.0.0', 'record'],
    ['a range of no events', affected('npm', 'SEMVER', [{}]), '1.0.0', 'record'],
    ['nothing to go by', affected('npm', 'SEMVER', []), '1.0.0', 'record'],
  ])('%s: unknown, never clean', (_what, one, version, why) => {
    expect(evaluate(one, version)).toEqual({ status: 'unknown', why });
  });

  test('what one record lists beside commits can be told', () => {
    const one = affected('npm', 'GIT', [{ introduced: '0' }], ['1.0.0']);
    expect(states(one, '1.0.0', '1.0.1')).toEqual(['affected', 'not-affected']);
  });
});

describe('an OSV record', () => {
  test.each([
    ['a range that cannot be read', { ranges: [{ type: 'SEMVER', events: [{ introduced: 0 }] }] }],
    ['a range of a type that nobody knows', { ranges: [{ type: 'DATE', events: [{ introduced: '0' }] }] }],
    ['ranges that are no list', { ranges: { type: 'SEMVER' } }],
    ['versions that are no text', { versions: [1.2, '3.0.0'] }],
    ['versions that are no list', { versions: '1.2' }],
  ])('with %s: what it does not name is unknown, never clean', (_what, said) => {
    const record = readOsv({
      id: 'EXAMPLE-1',
      affected: [{ package: { ecosystem: 'npm', name: 'a' }, versions: ['1.0.0'], ...said }],
    });
    const [one] = record?.affected ?? [];
    expect(one === undefined ? undefined : evaluate(one, '1.2.0')).toEqual({
      status: 'unknown',
      why: 'record',
    });
  });

  test('counts what it says of no package', () => {
    const record = readOsv({
      id: 'EXAMPLE-1',
      affected: [
        { ranges: [{ type: 'GIT', repo: 'x', events: [{ introduced: '0' }] }] },
        { package: { ecosystem: 'npm', name: 'b' }, versions: ['1.0.0'] },
      ],
    });
    expect(record?.affected.map(({ name }) => name)).toEqual(['b']);
    expect(record?.unplaced).toBe(1);
  });

  test.each([
    ['2026-01-02T03:04:05Z', true],
    ['', false],
    ['false', false],
    [false, false],
    [null, false],
  ])('is taken back by a time alone: withdrawn %j', (withdrawn, taken) => {
    expect(readOsv({ id: 'EXAMPLE-1', withdrawn })?.withdrawn).toBe(taken);
  });

  test.each([[[]], [null], ['GHSA'], [{}], [{ id: 1 }], [{ id: 'a\nb' }]])('%j is none', (value) => {
    expect(readOsv(value)).toBeUndefined();
  });
});
