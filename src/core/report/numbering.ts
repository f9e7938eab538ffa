import type { CaseSource } from '../case/model.ts';
import type { SourceId } from '../model/source.ts';

/** Ids of a report: `s1`, `s2`, ... in an order that depends on the bytes alone. */
export interface SourceNumbers {
  readonly ordered: readonly CaseSource[];
  /** A source that is not part of the case (a digest the user named) keeps its own name. */
  id(source: SourceId): string;
}

/** Dropped files by (sha256, name), each followed by what is inside it, in archive order. */
export function numberSources(sources: readonly CaseSource[]): SourceNumbers {
  const children = new Map<SourceId | undefined, CaseSource[]>();
  for (const source of sources) children.set(source.parent, [...(children.get(source.parent) ?? []), source]);
  const key = (source: CaseSource) => `${source.digests.sha256 ?? ''}\0${source.path}`;
  const top = (children.get(undefined) ?? []).sort((a, b) => (key(a) < key(b) ? -1 : 1));

  const ordered: CaseSource[] = [];
  const stack = top.reverse();
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    ordered.push(next);
    // Ids of sources inside others count up in archive order.
    const below = (children.get(next.id) ?? []).sort((a, b) => (a.id < b.id ? 1 : -1));
    stack.push(...below);
  }
  const ids = new Map(ordered.map((source, i) => [source.id, `s${i + 1}`]));
  return { ordered, id: (source) => ids.get(source) ?? source };
}
