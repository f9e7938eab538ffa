import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parsePurl } from '../../src/core/base/purl-parse.ts';
import { purl } from '../../src/core/catalog/purl.ts';
import { corpusPath, describeCorpus } from '../corpus.ts';

it('takes a purl apart from its ends inward', () => {
  expect(parsePurl('pkg:deb/debian/lib%2Bx@1%3A2.0-1?arch=amd64&distro=debian-12#a/b')).toEqual({
    type: 'deb',
    namespace: 'debian',
    name: 'lib+x',
    version: '1:2.0-1',
    qualifiers: new Map([
      ['arch', 'amd64'],
      ['distro', 'debian-12'],
    ]),
    subpath: 'a/b',
  });
});

it('reads the scope of an npm package, encoded or not', () => {
  const named = (text: string) => {
    const found = parsePurl(text);
    return [found?.namespace, found?.name, found?.version];
  };
  expect(named('pkg:npm/%40babel/core@7.0.0')).toEqual(['@babel', 'core', '7.0.0']);
  expect(named('pkg:npm/@babel/core@7.0.0')).toEqual(['@babel', 'core', '7.0.0']);
  expect(named('pkg:npm/@babel/core')).toEqual(['@babel', 'core', undefined]);
});

it.each(['', 'npm/a@1', 'pkg:', 'pkg:npm', 'pkg:npm/', 'pkg:n pm/a', 'pkg:npm/%zz'])(
  'says nothing of %j',
  (text) => {
    expect(parsePurl(text)).toBeUndefined();
  },
);

it('keeps a qualifier that is named like a member of every object as data', () => {
  expect(parsePurl('pkg:npm/a@1?__proto__=x')?.qualifiers.get('__proto__')).toBe('x');
});

describeCorpus('the purl suite', () => {
  const root = corpusPath('flag', 'purl');
  const cases = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => {
      const content: unknown = JSON.parse(readFileSync(`${root}/${file}`, 'utf8'));
      const tests =
        typeof content === 'object' && content !== null && 'tests' in content ? content.tests : [];
      return Array.isArray(tests) ? tests : [];
    });

  it('is taken apart as the suite says, but for the case of names, which types rule over', () => {
    const differ: string[] = [];
    let read = 0;
    for (const one of cases) {
      if (one.test_type !== 'parse' || one.expected_failure || typeof one.expected_output !== 'object')
        continue;
      const found = parsePurl(one.input);
      const expected = purl({ ...one.expected_output, qualifiers: one.expected_output.qualifiers ?? {} });
      const written =
        found === undefined
          ? undefined
          : purl({ ...found, qualifiers: Object.fromEntries(found.qualifiers) });
      if (written?.toLowerCase() !== expected?.toLowerCase()) differ.push(one.input);
      read++;
    }
    // Only `git`, a type of its own rule: there the slash belongs to the name.
    expect(differ.filter((text) => !text.startsWith('pkg:git/'))).toEqual([]);
    expect(read).toBeGreaterThan(30);
  });
});
