import type { FactRow } from '../../core/case/views.ts';

/** Facts that say the same, with all who say it. The strongest way of knowing stands for them. */
export interface MergedFact extends FactRow {
  readonly sayers: readonly string[];
}

const ORDER: readonly FactRow['how'][] = ['verified', 'measured', 'stated', 'derived'];

/** One row for each value of each label, in the order given. Values that differ stay apart: a conflict is shown. */
export function mergeFacts(facts: readonly FactRow[]): readonly MergedFact[] {
  const merged = new Map<string, MergedFact>();
  for (const fact of facts) {
    const key = `${fact.label}\0${fact.absent ?? ''}\0${fact.value}`;
    const known = merged.get(key);
    const says = fact.pointer === undefined ? fact.says : `${fact.says}, ${fact.pointer}`;
    if (known === undefined) {
      merged.set(key, { ...fact, sayers: [says] });
      continue;
    }
    const stronger = ORDER.indexOf(fact.how) < ORDER.indexOf(known.how) ? fact : known;
    merged.set(key, { ...stronger, sayers: [...known.sayers, says] });
  }
  return [...merged.values()];
}
