import { describe, expect, test } from 'vitest';
import { compileGlob, GlobIndex } from '../../src/core/catalog/match.ts';

describe('globs', () => {
  test.each([
    [
      '**/package.json',
      ['package.json', 'a/package.json', 'a/b/package.json'],
      ['a/package.jsonx', 'xpackage.json'],
    ],
    ['a/*', ['a/b'], ['a', 'a/b/c']],
    ['*/PKG-INFO', ['x-1/PKG-INFO'], ['PKG-INFO', 'a/b/PKG-INFO']],
    ['**/*.x/{A,B.C}', ['q.x/A', 'p/q.x/B.C'], ['q.x/BxC', 'q/A']],
    ['a.b+c', ['a.b+c'], ['aXb+c', 'a.bbc']],
    ['d/**', ['d/', 'd/a/b'], ['d']],
  ])('%s', (glob, yes, no) => {
    const pattern = compileGlob(glob);
    expect(yes.filter((path) => !pattern.test(path))).toEqual([]);
    expect(no.filter((path) => pattern.test(path))).toEqual([]);
  });

  test('names with line ends match as others do', () => {
    expect(compileGlob('**/*.x').test('a\nb/c\n.x')).toBe(true);
  });

  test('an index gives each value once, by name or by pattern', () => {
    const index = new GlobIndex<string>();
    index.add('**/a', 'exact');
    index.add('x/a', 'exact');
    index.add('**/*', 'any');
    expect(index.match('x/a')).toEqual(['exact', 'any']);
    expect(index.match('__proto__')).toEqual(['any']);
  });
});
