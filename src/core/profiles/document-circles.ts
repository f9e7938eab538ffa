import type { CaseDocument, CaseModel } from '../case/model.ts';
import { buildGraph } from '../graph/csr.ts';
import { stronglyConnected } from '../graph/scc.ts';

/** Dependencies of a document that lead back to where they start. They are common, and no fault by themselves. */
export interface Circles {
  /** Components that are said to depend on themselves. */
  readonly selves: number;
  /** Groups of components of which each depends on each other, by whatever way, and how many there are in all of them. */
  readonly circles: number;
  readonly components: number;
}

const kept = new WeakMap<CaseDocument, Circles>();

/** Worked out when it is asked for, once for a document of a model; linear in what the case holds. */
export function circlesOf({ relations }: CaseModel, document: CaseDocument): Circles {
  const known = kept.get(document);
  if (known !== undefined) return known;
  const { first, count } = document.occurrences;
  const from: number[] = [];
  const to: number[] = [];
  const selves = new Set<number>();
  for (let i = 0; i < relations.from.length; i++) {
    const a = (relations.from[i] ?? 0) - first;
    const b = (relations.to[i] ?? 0) - first;
    if (a < 0 || a >= count || b < 0 || b >= count || relations.kind[i] !== 'dependsOn') continue;
    if (a === b) selves.add(a);
    else {
      from.push(a);
      to.push(b);
    }
  }
  const { sizes } = stronglyConnected(buildGraph(count, from, to));
  const circles = sizes.filter((size) => size > 1);
  const found = {
    selves: selves.size,
    circles: circles.length,
    components: circles.reduce((sum, size) => sum + size, 0),
  };
  kept.set(document, found);
  return found;
}
