import type { DigestAlgorithm } from '../base/digest.ts';
import type { SourceId } from '../model/source.ts';
import { integrityOf, packageArchives } from './agreement-archives.ts';
import {
  algorithmOf,
  type ContentEntry,
  type ContentOrder,
  type Located,
  measuredDigest,
  RecordedFiles,
  WHOLE,
  wholeDigest,
} from './contents.ts';
import { externalAlgorithms } from './external-documents.ts';
import { holderOf } from './extra-files.ts';
import type { Job } from './jobs.ts';
import type { CaseLayer, CaseModel, CaseSource } from './model.ts';

/** What records and lockfiles ask for by an algorithm not computed yet: one job a source. */
export function contentJobs(model: CaseModel): Job[] {
  return [...fileOrders(model), ...wholeOrders(model)].map((order) => ({
    kind: 'contents',
    file: order.file,
    name: model.sources.find(({ id }) => id === order.source)?.name ?? order.source,
    order,
  }));
}

interface Wanted {
  readonly layer: CaseLayer;
  readonly entries: Map<number, Set<DigestAlgorithm>>;
}

function fileOrders(model: CaseModel): ContentOrder[] {
  const wanted = new Map<SourceId, Wanted>();
  const want = (at: Located | undefined, digest: string): void => {
    const algorithm = algorithmOf(digest);
    if (at === undefined || algorithm === undefined || measuredDigest(model, at, algorithm).asked) return;
    const one: Wanted = wanted.get(at.layer.source) ?? { layer: at.layer, entries: new Map() };
    wanted.set(at.layer.source, one);
    const algorithms = one.entries.get(at.index) ?? new Set();
    one.entries.set(at.index, algorithms.add(algorithm));
  };
  const files = new Map(model.trees.map((tree) => [tree.id, new RecordedFiles(holderOf(model, tree))]));
  for (const { occurrence, paths, digests = [] } of model.records) {
    const tree = files.get(model.occurrences[occurrence]?.tree ?? '');
    if (tree === undefined) continue;
    for (const [i, digest] of digests.entries()) {
      if (digest === '' || digest.startsWith('sha256:')) continue;
      const entry = tree.entry(paths[i] ?? '');
      want(entry && tree.locate(entry), digest);
    }
  }
  return [...wanted].map(([source, { layer, entries }]) => ({
    source,
    file: layer.file,
    steps: layer.steps,
    entries: [...entries].map(([index, algorithms]) => ({
      index,
      steps: layer.table.steps(index),
      algorithms: [...algorithms],
    })),
  }));
}

/** Package archives that a lockfile of the case gives a checksum of, and documents, where one names another by checksum. */
function wholeOrders(model: CaseModel): ContentOrder[] {
  const wanted = new Map<CaseSource, Set<DigestAlgorithm>>();
  for (const { component, source } of packageArchives(model)) {
    for (const at of model.components[component]?.occurrences ?? []) {
      const one = model.occurrences[at];
      if (one?.state !== 'stated') continue;
      for (const digest of integrityOf(one)) {
        const algorithm = algorithmOf(digest);
        if (algorithm === undefined || wholeDigest(model, source, algorithm).asked) continue;
        wanted.set(source, (wanted.get(source) ?? new Set()).add(algorithm));
      }
    }
  }
  const named = externalAlgorithms(model.documents);
  if (named.size > 0) {
    const documents = new Set(model.documents.map(({ source }) => source));
    for (const source of model.sources) {
      if (!documents.has(source.id)) continue;
      for (const algorithm of named)
        if (!wholeDigest(model, source, algorithm).asked)
          wanted.set(source, (wanted.get(source) ?? new Set()).add(algorithm));
    }
  }
  return [...wanted].map(([{ id, ref, size }, algorithms]) => {
    const whole: ContentEntry = {
      index: WHOLE,
      steps: ref.steps.length > 0 ? ref.steps : [{ op: 'slice', start: 0, end: size, name: '' }],
      algorithms: [...algorithms],
    };
    return { source: id, file: ref.file, steps: [], entries: [whole] };
  });
}
