import { compareNumbers, comparePre, semantic } from './semantic.ts';
import type { Ordering } from './types.ts';

/**
 * Not by the `semver` package: it refuses versions that occur in advisories (numbers past 2^53, two or four numbers).
 * Where it reads both versions, the two agree; a test holds that.
 */
export const semver: Ordering = {
  id: 'semver',
  title: 'Semantic Versioning',
  spec: 'https://semver.org/spec/v2.0.0.html#spec-item-11',
  ecosystems: [
    'npm',
    'crates.io',
    'Go',
    'Hex',
    'SwiftURL',
    'GHC',
    'Julia',
    'Bitnami',
    'VSCode',
    'GitHub Actions',
    'ConanCenter',
    'Kubernetes',
  ],
  valid: (version) => semantic(plain(version)) !== undefined,
  compare: (a, b) => {
    const [left, right] = [semantic(plain(a)), semantic(plain(b))];
    if (left === undefined || right === undefined)
      return Number(left !== undefined) - Number(right !== undefined);
    return compareNumbers(left.numbers, right.numbers) || comparePre(left.pre, right.pre);
  },
};

/** Go writes its versions with a prefix in the advisories of its standard library and its toolchain. */
function plain(version: string): string {
  return version.trim().replace(/^go(?=[0-9])/, '');
}
