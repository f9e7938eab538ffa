import { compareNumbers, comparePre, semantic } from './semantic.ts';
import type { Ordering } from './types.ts';

/** Semantic versions with a fourth number, without regard to case; build metadata say nothing. */
export const nuget: Ordering = {
  id: 'nuget',
  title: 'NuGet versions',
  spec: 'https://learn.microsoft.com/en-us/nuget/concepts/package-versioning#version-ordering',
  ecosystems: ['NuGet'],
  valid: (version) => semantic(version) !== undefined,
  compare: (a, b) => {
    const [left, right] = [semantic(a.toLowerCase()), semantic(b.toLowerCase())];
    if (left === undefined || right === undefined)
      return Number(left !== undefined) - Number(right !== undefined);
    return compareNumbers(left.numbers, right.numbers) || comparePre(left.pre, right.pre);
  },
};
