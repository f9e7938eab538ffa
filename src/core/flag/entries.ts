import type { CaseModel, CaseTree } from '../case/model.ts';

/** An entry of any layer of any tree, with what became of it. */
export interface CaseEntry {
  readonly tree: CaseTree;
  readonly layer: number;
  readonly index: number;
  readonly path: string;
  readonly state: 'present' | 'removed';
}

/** Every entry of the case whose row passes, those that a later layer took away included. */
export function* entriesWhere(
  model: CaseModel,
  passes: (table: CaseTree['layers'][number]['table'], index: number) => boolean,
): Generator<CaseEntry> {
  for (const tree of model.trees) {
    for (const [layer, { table }] of tree.layers.entries()) {
      for (let index = 0; index < table.length; index++) {
        if (!passes(table, index)) continue;
        const path = table.path(index);
        const state = tree.squashed.fate(path, layer)?.state === 'present' ? 'present' : 'removed';
        yield { tree, layer, index, path, state };
      }
    }
  }
}
