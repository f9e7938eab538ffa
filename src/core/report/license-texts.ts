import type { Agreement } from '../case/license-agreement.ts';
import {
  componentLicenses,
  type LicenseFile,
  licensedComponents,
  licenseFilesOf,
} from '../case/license-texts.ts';
import type { CaseModel } from '../case/model.ts';
import type { SourceId } from '../model/source.ts';

/**
 * The license texts of a component against what it declares. Components without texts are not listed. `component` is `null`
 * for files that belong to none, or to one of several: there nothing is compared.
 */
export interface ReportLicenseTexts {
  readonly component: string | null;
  readonly agreement: Agreement | null;
  readonly declared: readonly string[];
  /** Texts and names that are not among the declared. */
  readonly others: readonly string[];
  readonly files: readonly {
    readonly source: string;
    readonly path: string;
    readonly kind: LicenseFile['kind'];
    /** Texts of SPDX's list that stand in it word for word: each the ids that share it. */
    readonly texts: readonly { readonly ids: readonly string[]; readonly pointer: string | null }[];
    /** Names in fields for them, as written, with the ids they mean. */
    readonly stated: readonly { readonly raw: string; readonly ids: readonly string[] }[];
    readonly words: number;
    readonly recognized: number;
  }[];
}

/** `number` gives a source its number, `idOf` a component its id; in the order of these ids, then files of none. */
export function reportLicenseTexts(
  model: CaseModel,
  number: (source: SourceId) => string,
  idOf: ReadonlyMap<number, string>,
): ReportLicenseTexts[] {
  const sources = new Map(model.trees.map(({ id, source }) => [id, source]));
  const fileRow = ({ tree, path, kind, texts, stated, words, recognized }: LicenseFile) => ({
    source: number(sources.get(tree) ?? ''),
    path,
    kind,
    texts: texts.map(({ ids, pointer }) => ({ ids, pointer: pointer ?? null })),
    stated,
    words,
    recognized,
  });
  const order = [...idOf.keys()];
  const rank = new Map(order.map((component, i) => [component, i]));
  const owned = [...licensedComponents(model)]
    .sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0))
    .map((component): ReportLicenseTexts => {
      const { agreement, declared, others, files } = componentLicenses(model, component);
      return {
        component: idOf.get(component) ?? null,
        agreement,
        declared,
        others,
        files: files.map(fileRow),
      };
    });
  const free = licenseFilesOf(model).filter(({ component }) => component === undefined);
  const none = { component: null, agreement: null, declared: [], others: [] };
  return free.length === 0 ? owned : [...owned, { ...none, files: free.map(fileRow) }];
}
