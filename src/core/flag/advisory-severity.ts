import type { Advisory } from '../advisory/types.ts';
import type { FindingSeverity } from '../model/finding.ts';

const RATINGS: Readonly<Record<string, FindingSeverity>> = {
  critical: 'critical',
  high: 'high',
  important: 'high',
  moderate: 'medium',
  medium: 'medium',
  low: 'low',
  negligible: 'low',
  unimportant: 'none',
};

/** How severe the databases call it: the word of the first record that has one. */
export function ratedSeverity(advisories: readonly Advisory[]): FindingSeverity | undefined {
  for (const { rating, severity } of advisories) {
    const words = [
      rating,
      ...severity.filter(({ type }) => !type.startsWith('CVSS')).map(({ score }) => score),
    ];
    for (const word of words) {
      const key = word?.toLowerCase() ?? '';
      if (Object.hasOwn(RATINGS, key)) return RATINGS[key];
    }
  }
  return undefined;
}
