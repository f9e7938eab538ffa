import { compareIdentifiers, compareNumbers, comparePre, semantic } from './semantic.ts';
import type { Ordering } from './types.ts';

/** Semantic versions, but build metadata are ordered and come after the version without. */
export const pub: Ordering = {
  id: 'pub',
  title: 'Pub versions',
  spec: 'https://pub.dev/documentation/pub_semver/latest/',
  ecosystems: ['Pub'],
  valid: (version) => semantic(version) !== undefined,
  compare: (a, b) => {
    const [left, right] = [semantic(a), semantic(b)];
    if (left === undefined || right === undefined)
      return Number(left !== undefined) - Number(right !== undefined);
    return (
      compareNumbers(left.numbers, right.numbers) ||
      comparePre(left.pre, right.pre) ||
      compareIdentifiers(left.build, right.build)
    );
  },
};
