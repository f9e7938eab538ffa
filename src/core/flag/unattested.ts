import { displayName } from '../base/names.ts';
import type { CaseModel } from '../case/model.ts';
import type { Rule } from './types.ts';

/** Artifacts that no attestation of the case is about. */
export const unattested: Rule = {
  id: 'attestation.missing',
  title: 'Nothing says who made an artifact',
  grade: 'policy',
  why: 'Without a signature or provenance there is no telling who made it, from what, and whether it was exchanged on the way.',
  mayBeWrong: 'Attestations may lie in a registry or beside the download, and not in this case.',
  remedy: 'Drop the signature or attestation that its publisher gives out with it.',
  *run(model) {
    const spoken = spokenOf(model);
    const images = new Set(model.images.map(({ source }) => source));
    for (const { id, parent, name, role, kind } of model.sources) {
      if (parent !== undefined || role !== 'subject' || kind === 'unknown' || spoken.has(id)) continue;
      // Only what is handed on as a product: an image, or a package or archive that holds components.
      if (
        !images.has(id) &&
        !model.trees.some(
          ({ source, layers }) => source === id && layers.some(({ table }) => table.length > 1),
        )
      )
        continue;
      yield {
        severity: 'low',
        source: id,
        title: `Nothing in this case says who made "${displayName(name)}".`,
        detail: '',
        evidence: [],
      };
    }
  },
};

/** Sources that some attestation is about, with those they lie in. */
function spokenOf({ attestations, sources }: CaseModel): ReadonlySet<string> {
  const parents = new Map(sources.map(({ id, parent }) => [id, parent]));
  const spoken = new Set<string>();
  for (const { about } of attestations) {
    for (const { source } of about)
      for (let at: string | undefined = source; at !== undefined && !spoken.has(at); at = parents.get(at))
        spoken.add(at);
  }
  return spoken;
}
