import { displayName } from '../base/names.ts';
import type { Knowing } from '../model/knowing.ts';
import { AGREEMENT_STATE, type Agreement } from './license-agreement.ts';
import { componentLicenses, licensedComponents } from './license-texts.ts';
import type { CaseModel, TreeId } from './model.ts';

/** The license texts of a component against what it declares, for its drawer. */
export interface LicenseEvidence {
  readonly agreement: Agreement;
  readonly state: Knowing;
  readonly declared: readonly string[];
  /** Texts and names that are not among the declared. */
  readonly others: readonly string[];
  readonly files: readonly LicenseFileRow[];
  /** Files beyond those that are shown. */
  readonly more: number;
}

export interface LicenseFileRow {
  readonly tree: TreeId;
  readonly path: string;
  /** Texts that stand in it word for word, with the line they begin at. */
  readonly texts: readonly string[];
  /** Licenses that it names and holds no text of. */
  readonly stated: readonly string[];
  /** Words that are part of no text that was recognized. */
  readonly rest: number;
}

const SHOWN = 20;

/** `undefined` where nothing is declared and no text was found. */
export function licenseEvidence(model: CaseModel, component: number): LicenseEvidence | undefined {
  const { agreement, declared, others, files } = componentLicenses(model, component);
  if (agreement === 'nothing' && files.length === 0) return undefined;
  return {
    agreement,
    state: AGREEMENT_STATE[agreement],
    declared: declared.map(displayName),
    others: others.map(displayName),
    files: files.slice(0, SHOWN).map(({ tree, path, texts, stated, words, recognized }) => ({
      tree,
      path: displayName(path),
      texts: texts.map(({ ids, pointer }) => [ids.join(' or '), pointer].filter(Boolean).join(', ')),
      stated: [...new Set(stated.map(({ raw }) => displayName(raw)))].slice(0, SHOWN),
      rest: words - recognized,
    })),
    more: Math.max(0, files.length - SHOWN),
  };
}

/** How each component with texts stands to them; empty, and cheap, where a case holds no license files. */
export function licenseStates(model: CaseModel): ReadonlyMap<number, Agreement> {
  return new Map(
    licensedComponents(model).map((component) => [component, componentLicenses(model, component).agreement]),
  );
}
