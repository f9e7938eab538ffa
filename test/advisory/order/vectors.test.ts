import { expect, test } from 'vitest';
import { orderings } from '../../../src/core/advisory/order/registry.ts';
import { corpusBytes, describeCorpus } from '../../corpus.ts';

/** Files of the vectors by ordering; their lines read `A < B`. */
const FILES: Readonly<Record<string, readonly string[]>> = {
  semver: ['semver-versions'],
  pep440: ['pypi-versions', 'pypi-versions-generated'],
  maven: ['maven-versions', 'maven-versions-generated'],
  rubygems: ['rubygems-versions', 'rubygems-versions-generated'],
  nuget: ['nuget-versions'],
  packagist: ['packagist-versions', 'packagist-versions-generated'],
  pub: ['pub-versions'],
  cran: ['cran-versions', 'cran-versions-generated'],
  hackage: ['hackage-versions'],
  dpkg: ['debian-versions', 'debian-versions-generated'],
  rpm: ['redhat-versions'],
  apk: ['alpine-versions', 'alpine-versions-generated'],
};

/** Vectors that Loupe answers otherwise, each with the reason. */
const EXCEPTIONS: Readonly<Record<string, string>> = {};

interface Vector {
  readonly line: string;
  readonly a: string;
  readonly sign: string;
  readonly b: string;
}

function vectors(files: readonly string[]): Vector[] {
  return files.flatMap((file) =>
    new TextDecoder()
      .decode(corpusBytes('flag', 'semver', `${file}.txt`))
      .split('\n')
      .flatMap((text): Vector[] => {
        const line = text.trim();
        const [, a, sign, b] = /^(\S+) ([<=>]) (\S+)$/.exec(line) ?? [];
        if (line === '' || /^(?:#|\/\/)/.test(line)) return [];
        if (a === undefined || sign === undefined || b === undefined) throw new Error(`no vector: ${line}`);
        return [{ line, a, sign, b }];
      }),
  );
}

const signOf = (order: number) => (order < 0 ? '<' : order > 0 ? '>' : '=');

describeCorpus('orderings against the vectors of osv-scalibr', () => {
  test('every ordering has vectors', () => {
    expect(Object.keys(FILES).sort()).toEqual([...orderings].map(({ id }) => id).sort());
  });

  test.each([...orderings].map((ordering) => [ordering.id, ordering] as const))(
    '%s: 0 wrong, either way round',
    (id, ordering) => {
      const all = vectors(FILES[id] ?? []);
      expect(all.length).toBeGreaterThan(0);
      const wrong = all.filter(
        ({ a, sign, b }) =>
          signOf(ordering.compare(a, b)) !== sign || signOf(-ordering.compare(b, a)) !== sign,
      );
      expect(
        wrong.map(({ line }) => `${id}: ${line}`).filter((line) => !Object.hasOwn(EXCEPTIONS, line)),
      ).toEqual([]);
    },
  );
});
