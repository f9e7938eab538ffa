import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { npmPurl, purl } from '../../src/core/catalog/purl.ts';
import { corpusPath, describeCorpus } from '../corpus.ts';

describe('package URLs', () => {
  test('write what the specification leaves plain, and escape the rest', () => {
    expect(
      purl({
        type: 'deb',
        namespace: 'Debian',
        name: 'Libc6',
        version: '1:2~rc1+b1',
        qualifiers: { arch: 'amd64' },
      }),
    ).toBe('pkg:deb/debian/libc6@1:2~rc1%2Bb1?arch=amd64');
    expect(purl({ type: 'generic', name: "a b!'()*", version: '' })).toBe('pkg:generic/a%20b%21%27%28%29%2A');
    expect(
      purl({ type: 'generic', name: 'x', qualifiers: { z: '1', Empty: ' ', a: 'é/?&', none: undefined } }),
    ).toBe('pkg:generic/x?a=%C3%A9%2F%3F%26&z=1');
  });

  test('npm names keep their case, scopes are namespaces', () => {
    expect(npmPurl('JSONStream', '1.3.5')).toBe('pkg:npm/JSONStream@1.3.5');
    expect(npmPurl('@angular/core', '16.2.0')).toBe('pkg:npm/%40angular/core@16.2.0');
    expect(npmPurl('../../etc', '1')).toBe('pkg:npm/..%2F..%2Fetc@1');
  });

  test('PyPI names are lower case, with hyphens for underscores', () => {
    expect(purl({ type: 'pypi', name: 'Django_Allauth', version: '1' })).toBe('pkg:pypi/django-allauth@1');
  });

  test('what cannot be encoded gives none', () => {
    expect(purl({ type: 'npm', name: '  ', version: '1' })).toBeUndefined();
    expect(npmPurl('a\ud800', '1')).toBeUndefined();
    expect(purl({ type: 'npm', name: 'a', qualifiers: { x: '\udc00' } })).toBeUndefined();
  });
});

interface Vector {
  readonly test_type: string;
  readonly expected_failure: boolean;
  readonly input: {
    readonly type: string;
    readonly namespace: string | null;
    readonly name: string;
    readonly version: string | null;
    readonly qualifiers: Record<string, string> | null;
    readonly subpath: string | null;
  };
  readonly expected_output: string;
}

describeCorpus("the purl specification's own suite", () => {
  const folder = corpusPath('flag', 'purl', 'tests', 'types');
  test.each(['deb', 'npm', 'pypi', 'generic', 'gem', 'cargo', 'golang', 'composer', 'nuget', 'github'])(
    'builds of type %s',
    (type) => {
      const file = readdirSync(folder).find((name) => name === `${type}-test.json`) ?? '';
      const { tests }: { tests: Vector[] } = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'));
      const builds = tests.filter(
        (one) => one.test_type === 'build' && !one.expected_failure && one.input.subpath === null,
      );
      expect(builds.length).toBeGreaterThan(0);
      for (const { input, expected_output } of builds) {
        const { namespace, version, qualifiers } = input;
        const made = purl({
          type: input.type,
          name: input.name,
          namespace: namespace ?? undefined,
          version: version ?? undefined,
          qualifiers: qualifiers ?? {},
        });
        expect(made).toBe(expected_output);
      }
    },
  );
});
