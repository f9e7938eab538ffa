import type { Threat } from '../../provenance-views.ts';

const TITLES = {
  B: 'Authoring and reviewing',
  C: 'Source code management',
  D: 'External build parameters',
  E: 'Build process',
  F: 'Artifact publication',
  G: 'Distribution channel',
  H: 'Package selection',
} as const;

/** Threats by letter as SLSA v1.1 and v1.2 have them ("Threats & mitigations"); v1.0 cut them otherwise. */
export function threats(...letters: readonly (keyof typeof TITLES)[]): readonly Threat[] {
  return letters.map((letter) => ({ letter, version: 'SLSA v1.2', title: TITLES[letter] }));
}

/** What one of the releases you depend on may bring in (SLSA v1.2, "Dependency threats"); it has no letter. */
export const DEPENDENCY_THREAT: Threat = {
  letter: '',
  version: 'SLSA v1.2',
  title: 'Dependency threats',
};
