import type { CaseModel } from '../model.ts';
import type { Pair } from '../reconcile/pair.ts';
import type { Change } from './types.ts';

/**
 * Relations of paired things that only one side has. Ends are the pairs themselves, so that a dependency that only
 * changed its version is the same relation. Where one side states no relation at all, nothing is compared: silence is
 * no change.
 */
export function relationChanges(
  model: CaseModel,
  pairs: readonly Pair[],
): (pair: number) => Change | undefined {
  const first = edgesOf(model, pairs, 'left');
  const second = edgesOf(model, pairs, 'right');
  if (first.size === 0 || second.size === 0) return () => undefined;
  return (pair) => {
    const before = first.get(pair) ?? new Map<string, string>();
    const after = second.get(pair) ?? new Map<string, string>();
    const gone = [...before].flatMap(([key, said]) => (after.has(key) ? [] : [said])).sort();
    const come = [...after].flatMap(([key, said]) => (before.has(key) ? [] : [said])).sort();
    if (gone.length === 0 && come.length === 0) return undefined;
    return { field: 'relation', first: gone.join(', '), second: come.join(', ') };
  };
}

const COMPARED = new Set(['dependsOn', 'contains', 'staticLink', 'dynamicLink']);

/** By pair: its relations, `kind` and pair at the other end, with the name of that end. */
function edgesOf(
  model: CaseModel,
  pairs: readonly Pair[],
  side: 'left' | 'right',
): Map<number, Map<string, string>> {
  const pairOf = new Map<number, number>();
  pairs.forEach((pair, index) => {
    for (const at of pair[side]?.at ?? []) pairOf.set(at, index);
  });
  const out = new Map<number, Map<string, string>>();
  const { relations } = model;
  for (let i = 0; i < relations.from.length; i++) {
    const kind = relations.kind[i] ?? 'other';
    const from = pairOf.get(relations.from[i] ?? -1);
    const to = pairOf.get(relations.to[i] ?? -1);
    if (from === undefined || to === undefined || !COMPARED.has(kind)) continue;
    const other = model.components[model.occurrences[relations.to[i] ?? -1]?.component ?? -1]?.name ?? '';
    const said = kind === 'dependsOn' ? other : `${kind === 'contains' ? 'contains' : 'links'} ${other}`;
    const own = out.get(from) ?? new Map<string, string>();
    out.set(from, own.set(`${kind}\0${to}`, said));
  }
  return out;
}
