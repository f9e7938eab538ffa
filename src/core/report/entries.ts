import type { CaseModel } from '../case/model.ts';
import type { SourceNumbers } from './numbering.ts';
import type { ReportEntry } from './schema.ts';

/** Every path of every tree: what is there in the end, and what a later layer took away. */
export function reportEntries(model: CaseModel, numbers: SourceNumbers): ReportEntry[] {
  const out: ReportEntry[] = [];
  for (const tree of model.trees) {
    const source = numbers.id(tree.source);
    const diffID = (layer: number) => tree.layers[layer]?.diffID ?? null;
    for (const entry of tree.squashed.entries()) {
      out.push({
        source,
        path: entry.path,
        type: entry.type,
        mode: entry.mode.toString(8).padStart(4, '0'),
        size: entry.size,
        link: entry.link ?? null,
        sha256: entry.sha256 ?? null,
        layer: diffID(entry.layer),
        state: 'present',
      });
    }
    for (const { entry, by } of tree.squashed.removed()) {
      out.push({
        source,
        path: entry.path,
        type: entry.type,
        mode: entry.mode.toString(8).padStart(4, '0'),
        size: entry.size,
        link: entry.link ?? null,
        sha256: entry.sha256 ?? null,
        layer: diffID(entry.layer),
        state: 'removed',
        removedIn: diffID(by) ?? `layer ${by + 1}`,
      });
    }
  }
  return out;
}
