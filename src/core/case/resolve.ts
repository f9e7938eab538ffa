import type { Limits } from '../base/limits.ts';
import type { Fault } from '../base/result.ts';
import { catalogTree } from '../catalog/catalog-tree.ts';
import { lifetimeOf, standing } from '../catalog/lifetime.ts';
import type { Cataloged } from '../catalog/ownership.ts';
import type { FileReading } from '../catalog/types.ts';
import type { Observation } from '../model/observation.ts';
import type { Harvest } from './jobs.ts';
import { linkFaults } from './link-faults.ts';
import type { CaseTree } from './model.ts';
import { unreadLinks } from './unread-links.ts';

/** A tree with what its catalogers make of it. */
export interface ResolvedTree {
  readonly tree: CaseTree;
  readonly cataloged: readonly Cataloged[];
  readonly observed: readonly Observed[];
  readonly faults: readonly Fault[];
  /** What the document that the tree consists of states: it counts as it stands. */
  readonly stated?: Harvest['stated'];
}

/** What was seen in a file of the tree, with what became of that file. */
export interface Observed extends Omit<Observation, 'subject'> {
  readonly path: string;
  readonly layer: number;
  readonly state: 'present' | 'removed';
  /** {@link Found.ref} as the resolved readings have it. */
  readonly subject: string | undefined;
}

/** Runs every cataloger over one tree (see {@link catalogTree}). */
export function resolveTree(tree: CaseTree, readings: readonly FileReading[], limits: Limits): ResolvedTree {
  const archive = tree.image === undefined ? tree.name.slice(tree.name.lastIndexOf('/') + 1) : undefined;
  const cataloged = catalogTree(tree.squashed, readings, limits, archive);
  return {
    tree,
    cataloged,
    observed: readings.flatMap((file) => observedIn(tree, file)),
    faults: [
      ...tree.squashed.faults,
      ...linkFaults(tree.squashed),
      ...unreadLinks(tree.squashed, readings),
      ...cataloged.flatMap(({ reading }) => reading.diagnostics),
    ],
  };
}

function observedIn(tree: CaseTree, file: FileReading): Observed[] {
  const { observations = [] } = file.reading;
  if (observations.length === 0) return [];
  const { state } = standing(lifetimeOf(tree.squashed, file));
  return observations.map(({ subject, ...seen }) => ({
    ...seen,
    path: file.path,
    layer: file.layer,
    state,
    subject: subject === undefined ? undefined : `${file.cataloger}:${subject}`,
  }));
}
