import { describe, expect, test } from 'vitest';
import { alternativeText, meets, parseDepends } from '../../src/core/catalog/debian-depends.ts';
import { debianVersionCompare } from '../../src/core/catalog/debian-version.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';

const sign = (a: string, b: string) => ['<', '=', '>'][Math.sign(debianVersionCompare(a, b)) + 1];

describe('Debian versions', () => {
  test.each([
    ['1.0~rc1', '<', '1.0'],
    ['1.0', '<', '1.0a'],
    ['1.0a', '<', '1.0+b1'],
    ['1:0', '>', '9.9'],
    ['0:1.0', '=', '1.0'],
    ['1.0-0', '=', '1.0'],
    ['1.010', '=', '1.10'],
    ['1.9', '<', '1.10'],
    ['2.36-9+deb12u9', '<', '2.36-9+deb12u14'],
    ['1.0-1-2', '<', '1.0-2-1'],
    ['99999999999999999999999999', '<', '100000000000000000000000000'],
    ['a:1', '=', 'a:1'],
    ['', '<', '0a'],
    ['~~', '<', '~'],
  ])('%s %s %s', (a, expected, b) => {
    expect(sign(a, b)).toBe(expected);
    expect(sign(b, a)).toBe({ '<': '>', '>': '<', '=': '=' }[expected]);
  });
});

describeCorpus('Debian version vectors', () => {
  test.each(['debian-versions.txt', 'debian-versions-generated.txt'])('%s', (name) => {
    const lines = new TextDecoder().decode(corpusBytes('flag', 'semver', name)).split('\n');
    const vectors = lines.flatMap((line) => /^(\S+) ([<=>]) (\S+)$/.exec(line.trim()) ?? []);
    const wrong: string[] = [];
    let count = 0;
    for (let at = 0; at < vectors.length; at += 4) {
      const [line = '', a = '', expected = '', b = ''] = vectors.slice(at, at + 4);
      count++;
      if (sign(a, b) !== expected) wrong.push(line);
    }
    expect(count).toBeGreaterThan(15);
    expect(wrong).toEqual([]);
  });
});

describe('relationship fields', () => {
  const readBack = (field: string) =>
    parseDepends(field).map((clause) => clause.map(alternativeText).join(' | '));

  test('clauses, alternatives, qualifiers and constraints', () => {
    expect(readBack('libc6 (>= 2.34), python3:any | python3.11 (>>3),\n awk')).toEqual([
      'libc6 (>= 2.34)',
      'python3:any | python3.11 (>> 3)',
      'awk',
    ]);
    expect(readBack('a (< 1), b (> 2)')).toEqual(['a (<= 1)', 'b (>= 2)']);
  });

  test('what is no name is left out', () => {
    expect(readBack(', |, (>= 1), <!nocheck>, ok')).toEqual(['ok']);
    expect(readBack('')).toEqual([]);
  });

  test.each([
    ['<<', [true, false, false]],
    ['<=', [true, true, false]],
    ['=', [false, true, false]],
    ['>=', [false, true, true]],
    ['>>', [false, false, true]],
  ] as const)('%s 2.0', (operator, expected) => {
    expect(['1.0', '2.0', '3.0'].map((version) => meets(version, { operator, version: '2.0' }))).toEqual(
      expected,
    );
  });
});
