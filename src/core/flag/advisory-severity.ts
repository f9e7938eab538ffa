import { type CvssScore, cvssScore } from '../advisory/cvss.ts';
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

const NEWEST_FIRST = ['CVSS_V4', 'CVSS_V3', 'CVSS_V2'];

/** The score of the newest version of CVSS that the records give a vector of; of several vectors the highest. */
export function advisoryScore(advisories: readonly Advisory[]): CvssScore | undefined {
  for (const wanted of NEWEST_FIRST) {
    const scores = advisories
      .flatMap(({ severity }) => severity)
      .flatMap(({ type, score }) => (type === wanted ? (cvssScore(score) ?? []) : []));
    if (scores.length > 0) return scores.reduce((a, b) => (b.base > a.base ? b : a));
  }
  return undefined;
}
