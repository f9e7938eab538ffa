import type { CaseModel } from '../case/model.ts';

/** Whether anything beyond a digest was read of any source: members, packages, images, claims. */
export function wasInspected(model: CaseModel): boolean {
  return (
    model.sources.some(({ entries, kind }) => entries > 0 && kind !== 'unknown') ||
    model.images.length > 0 ||
    model.attestations.length > 0
  );
}
