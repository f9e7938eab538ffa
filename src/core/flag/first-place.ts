import type { CaseModel, CaseSource, Component } from '../case/model.ts';

type Placed = Pick<CaseModel, 'sources' | 'occurrences'>;

const STATES = ['present', 'removed', 'stated'];

/**
 * Indices of a component's occurrences: where it was found before where it is only stated; then in the order of the
 * report, which depends on the bytes alone and not on the order of drops.
 */
export function placesInOrder({ sources, occurrences }: Placed, component: Component): readonly number[] {
  if (component.occurrences.length < 2) return component.occurrences;
  const dropped = droppedAmong(sources);
  const keyed = component.occurrences.map((at) => {
    const { state = '', source = '', path = '' } = occurrences[at] ?? {};
    const [root = '', ...inside] = source.split('>');
    const top = dropped.get(root);
    return {
      at,
      key: [
        String(STATES.indexOf(state)),
        top?.digests.sha256 ?? '',
        top?.path ?? '',
        inside.join('>'),
        path,
      ],
    };
  });
  return keyed.sort((a, b) => compare(a.key, b.key)).map(({ at }) => at);
}

const kept = new WeakMap<readonly CaseSource[], ReadonlyMap<string, CaseSource>>();

function droppedAmong(sources: readonly CaseSource[]): ReadonlyMap<string, CaseSource> {
  const known =
    kept.get(sources) ??
    new Map(sources.filter(({ parent }) => parent === undefined).map((one) => [one.id, one]));
  kept.set(sources, known);
  return known;
}

function compare(a: readonly string[], b: readonly string[]): number {
  for (const [i, text] of a.entries()) {
    const other = b[i] ?? '';
    if (text !== other) return text < other ? -1 : 1;
  }
  return 0;
}
