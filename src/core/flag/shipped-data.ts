import { KNOWN_EXPLOITED_FROM } from '../advisory/data/known-exploited.ts';
import { exploitedInForce } from '../case/exploitation.ts';
import type { CaseModel } from '../case/model.ts';
import type { BundledData } from '../model/bundled-data.ts';
import { END_OF_LIFE_TABLE_FROM } from './data/end-of-life-table.ts';
import { LIBRARIES_TABLE_FROM } from './data/libraries-table.ts';

/** Tables that ship with Loupe, made of what others publish (`npm run data`). */
export const shippedData: readonly BundledData[] = [
  KNOWN_EXPLOITED_FROM,
  END_OF_LIFE_TABLE_FROM,
  LIBRARIES_TABLE_FROM,
];

/** Older than this, shipped data are said to be old. */
const OLD_AFTER_DAYS = 90;
const DAY = 86_400_000;

/** Shipped data as a case uses them. */
export interface ShippedDataUse extends BundledData {
  /** Whole days since they were published, at the time asked for. */
  readonly ageInDays: number;
  readonly old: boolean;
  /** Newer data that the user accepted are in force instead. */
  readonly replacedBy?: { readonly name: string; readonly sha256: string; readonly released: string };
}

/** What ships with Loupe, how old it is `at` a time (RFC 3339), and what the user put in its place. */
export function shippedDataOf(
  { settings }: Pick<CaseModel, 'settings'>,
  at: string,
): readonly ShippedDataUse[] {
  const { catalog, from } = exploitedInForce(settings.references);
  return shippedData.map((one) => {
    const ageInDays = Math.max(0, Math.floor((Date.parse(at) - Date.parse(one.released)) / DAY));
    const use = { ...one, ageInDays, old: ageInDays > OLD_AFTER_DAYS };
    if (one !== KNOWN_EXPLOITED_FROM || from === undefined) return use;
    return { ...use, replacedBy: { name: from.name, sha256: from.sha256, released: catalog.released } };
  });
}
