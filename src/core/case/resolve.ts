import type { Limits } from '../base/limits.ts';
import type { Fault } from '../base/result.ts';
import { catalogTree } from '../catalog/catalog-tree.ts';
import type { Cataloged } from '../catalog/ownership.ts';
import type { FileReading } from '../catalog/types.ts';
import { linkFaults } from './link-faults.ts';
import type { CaseTree } from './model.ts';

/** A tree with what its catalogers make of it. */
export interface ResolvedTree {
  readonly tree: CaseTree;
  readonly cataloged: readonly Cataloged[];
  readonly faults: readonly Fault[];
}

/** Runs every cataloger over one tree (see {@link catalogTree}). */
export function resolveTree(tree: CaseTree, readings: readonly FileReading[], limits: Limits): ResolvedTree {
  const archive = tree.image === undefined ? tree.name.slice(tree.name.lastIndexOf('/') + 1) : undefined;
  const cataloged = catalogTree(tree.squashed, readings, limits, archive);
  return {
    tree,
    cataloged,
    faults: [
      ...tree.squashed.faults,
      ...linkFaults(tree.squashed),
      ...cataloged.flatMap(({ reading }) => reading.diagnostics),
    ],
  };
}
