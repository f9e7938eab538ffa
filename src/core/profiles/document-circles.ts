import type { CaseDocument, CaseModel } from '../case/model.ts';
import { type Circles, circlesIn } from '../graph/circles.ts';

const kept = new WeakMap<CaseDocument, Circles>();

/**
 * Dependencies of a document that lead back to where they start. They are common, and no fault by themselves. Worked out
 * when it is asked for, once for a document of a model; linear in what the case holds.
 */
export function circlesOf({ relations }: CaseModel, document: CaseDocument): Circles {
  const known = kept.get(document);
  if (known !== undefined) return known;
  const { first, count } = document.occurrences;
  const from: number[] = [];
  const to: number[] = [];
  for (let i = 0; i < relations.from.length; i++) {
    const a = (relations.from[i] ?? 0) - first;
    const b = (relations.to[i] ?? 0) - first;
    if (a < 0 || a >= count || b < 0 || b >= count || relations.kind[i] !== 'dependsOn') continue;
    from.push(a);
    to.push(b);
  }
  const { selves, circles, components } = circlesIn(count, from, to);
  const found = { selves, circles, components };
  kept.set(document, found);
  return found;
}
