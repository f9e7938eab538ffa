import { Cvss2, Cvss3P0, Cvss3P1, Cvss4P0 } from 'ae-cvss-calculator';

export interface CvssScore {
  readonly version: '2.0' | '3.0' | '3.1' | '4.0';
  /** 0 to 10. */
  readonly base: number;
  readonly severity: 'none' | 'low' | 'medium' | 'high' | 'critical';
}

/**
 * Scores a CVSS vector (FIRST, CVSS 2.0 to 4.0). Version 2 has no critical and no none of its own; its scores are
 * weighed like those of version 3. `undefined` for what is no vector or lacks a metric of the base group.
 */
export function cvssScore(vector: string): CvssScore | undefined {
  try {
    const version = versionOf(vector);
    const base = scoreOf(version, vector);
    if (base === undefined || !Number.isFinite(base)) return undefined;
    return { version, base, severity: severityOf(base) };
  } catch {
    return undefined;
  }
}

function versionOf(vector: string): CvssScore['version'] {
  const stated = /^CVSS:(3\.0|3\.1|4\.0)\//.exec(vector)?.[1];
  return stated === '3.0' || stated === '3.1' || stated === '4.0' ? stated : '2.0';
}

function scoreOf(version: CvssScore['version'], vector: string): number | undefined {
  switch (version) {
    case '2.0':
      return new Cvss2(vector).calculateScores().base;
    case '3.0':
      return new Cvss3P0(vector).calculateScores().base;
    case '3.1':
      return new Cvss3P1(vector).calculateScores().base;
    case '4.0':
      return new Cvss4P0(vector).calculateScores().overall;
  }
}

function severityOf(base: number): CvssScore['severity'] {
  if (base >= 9) return 'critical';
  if (base >= 7) return 'high';
  if (base >= 4) return 'medium';
  return base > 0 ? 'low' : 'none';
}
