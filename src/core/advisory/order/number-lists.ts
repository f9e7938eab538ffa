import { compareNumerals } from '../../base/numerals.ts';
import { compareLists, longerIsLater, type Ordering } from './types.ts';

/** Orders lists of numbers of which the longer one is the later: `1.0` before `1.0.0`. */
function numberList(separator: RegExp, form: RegExp): Pick<Ordering, 'valid' | 'compare'> {
  return {
    valid: (version) => form.test(version.trim()),
    compare: (a, b) =>
      compareLists(a.trim().split(separator), b.trim().split(separator), compareNumerals, longerIsLater),
  };
}

export const cran: Ordering = {
  id: 'cran',
  title: 'R package versions',
  spec: 'https://stat.ethz.ch/R-manual/R-devel/library/base/html/numeric_version.html',
  ecosystems: ['CRAN', 'Bioconductor'],
  ...numberList(/[.-]/, /^[0-9]+(?:[.-][0-9]+)*$/),
};

export const hackage: Ordering = {
  id: 'hackage',
  title: 'Haskell package versions',
  spec: 'https://pvp.haskell.org/#version-numbers',
  ecosystems: ['Hackage'],
  ...numberList(/\./, /^[0-9]+(?:\.[0-9]+)*$/),
};
