import { DEFAULT_LIMITS, type Limits } from '../base/limits.ts';
import { fault } from '../base/result.ts';
import type { FileReading } from '../catalog/types.ts';
import { ladder, type MeasuredLayer } from '../image/ladder.ts';
import { mediaTypeFault } from '../image/layers.ts';
import { squash } from '../image/squash.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { EntryTable } from '../model/entry-table.ts';
import type { SourceId } from '../model/source.ts';
import { documentSignature } from '../verify/document-signature.ts';
import type { SignedPart } from '../verify/jsf.ts';
import type { AttestationResult } from '../verify/result.ts';
import { concludeAdvisories } from './advisories/conclude.ts';
import { type LookedUp, NOTHING_LOOKED_UP } from './advisories/lookups.ts';
import { carriedBy } from './digest-list.ts';
import { externalDiagnostics, resolveExternals } from './external-documents.ts';
import { withExternalRelations } from './external-relations.ts';
import type { FileFacts } from './facts.ts';
import type { Harvest } from './jobs.ts';
import { type Joined, joinsAlike, joinTrees } from './join.ts';
import type {
  CaseAttestation,
  CaseDocument,
  CaseImage,
  CaseLayer,
  CaseModel,
  CaseSource,
  CaseTree,
} from './model.ts';
import { placeNested } from './nested-places.ts';
import { type ResolvedTree, resolveTree } from './resolve.ts';
import { NO_SETTINGS, type Settings } from './settings.ts';
import { trustOf } from './verify-claim.ts';

/**
 * What a tree amounts to, kept while the harvests it is made of stay the same objects, and what all trees amount to
 * together, kept while they state and hold the same. Never changes a result.
 */
export class BuildCache {
  readonly #trees = new Map<string, { readonly made: readonly Harvest[]; readonly tree: ResolvedTree }>();
  #joined:
    | { readonly trees: readonly ResolvedTree[]; readonly limits: Limits; readonly joined: Joined }
    | undefined;

  joined(trees: readonly ResolvedTree[], limits: Limits): Joined {
    const last = this.#joined;
    const same =
      last !== undefined &&
      last.limits === limits &&
      last.trees.length === trees.length &&
      last.trees.every((one, i) => joinsAlike(one, trees[i]));
    const joined = same ? last.joined : joinTrees(trees, limits);
    this.#joined = { trees, limits, joined };
    return joined;
  }

  tree(id: string, made: readonly Harvest[], make: () => ResolvedTree): ResolvedTree {
    const known = this.#trees.get(id);
    if (
      known !== undefined &&
      known.made.length === made.length &&
      known.made.every((one, i) => one === made[i])
    ) {
      return known.tree;
    }
    const tree = make();
    this.#trees.set(id, { made, tree });
    return tree;
  }

  /** Forgets trees that are no longer part of the case. */
  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of this.#trees.keys()) if (!ids.has(id)) this.#trees.delete(id);
  }
}

/**
 * What the facts amount to (DESIGN §5): a pure function of the facts, whatever the order of drops. Identical bytes
 * dropped twice are one source with two names.
 */
export function buildCase(
  files: readonly FileFacts[],
  limits: Limits = DEFAULT_LIMITS,
  cache: BuildCache = new BuildCache(),
  settings: Settings = NO_SETTINGS,
  verified: Verified = NOTHING_VERIFIED,
  lookedUp: LookedUp = NOTHING_LOOKED_UP,
): CaseModel {
  const distinct = mergeTwins(files);
  const read = distinct.flatMap(caseSources);
  const images: CaseImage[] = [];
  const resolved: ResolvedTree[] = [];
  for (const { facts } of distinct) {
    const harvests = new Map(facts.harvests.map((harvest) => [harvest.source.id, harvest]));
    for (const harvest of facts.harvests) {
      const made =
        harvest.image === undefined
          ? bareTree(harvest, limits, cache)
          : imageTrees(harvest, harvests, limits, cache);
      for (const { tree } of made) if (tree.image !== undefined) images.push(tree.image);
      resolved.push(...made);
    }
  }
  cache.keepOnly(new Set(resolved.map(({ tree }) => tree.id)));
  const { stated, cut, ...inTrees } = cache.joined(resolved, limits);
  const trees = resolved.map(({ tree }) => (cut.has(tree.id) ? { ...tree, complete: false } : tree));
  const unkept = new Map(
    resolved
      .map(({ tree: { id, source } }) => [source, cut.get(id)] as const)
      .filter(([, sentence]) => sentence !== undefined),
  );
  const sources = read.map((source) => {
    const sentence = unkept.get(source.id);
    return sentence === undefined ? source : { ...source, notInspected: [...source.notInspected, sentence] };
  });
  const joined = { ...inTrees, ...placeNested(sources, trees, inTrees) };
  const diagnostics = [
    ...sources.flatMap((source) => source.diagnostics),
    ...resolved.flatMap(({ tree, faults }) => diagnose(tree.source, faults)),
    ...joined.diagnostics,
  ];
  const trust = trustOf(settings, limits);
  const merged = mergedAway(files, sources);
  const attestations = carriedBy(sources.flatMap((source) => attestationsOf(source, verified, merged)));
  const signed = signedParts(distinct);
  const documents = sources.flatMap(({ id, document }): CaseDocument[] => {
    if (document === undefined) return [];
    const parts = signed.get(id);
    const signature = parts === undefined ? {} : { signature: documentSignature(parts, trust.keys) };
    const partly = unkept.has(id) ? { partlyRead: true as const } : {};
    return [{ ...document, source: id, occurrences: stated.get(id) ?? NONE_STATED, ...signature, ...partly }];
  });
  const contents = new Map(distinct.flatMap(({ facts }) => [...facts.contents]));
  const externals = resolveExternals({ sources, documents, contents });
  diagnostics.push(...externalDiagnostics(externals, { sources, documents, contents }));
  const { relations, occurrences } = joined;
  const across = withExternalRelations(relations, externals, documents, occurrences, limits.graphEdges);
  const advisories = concludeAdvisories(
    { sources, settings, documents, images, attestations, ...joined },
    lookedUp,
  );
  for (const { source, faults } of advisories.data) diagnostics.push(...diagnose(source, faults));
  return {
    sources,
    trees,
    images,
    ...joined,
    relations: across,
    advisories,
    contents,
    documents,
    externals,
    attestations,
    roots: trust.roots,
    settings,
    diagnostics,
  };
}

function signedParts(distinct: readonly Named[]): ReadonlyMap<SourceId, readonly SignedPart[]> {
  const harvests = distinct.flatMap(({ facts }) => facts.harvests);
  return new Map(
    harvests.flatMap(({ source, signed }) => (signed === undefined ? [] : [[source.id, signed]])),
  );
}

const NONE_STATED = { first: 0, count: 0 };

/** Results of verification by source, as far as they are there. */
export type Verified = ReadonlyMap<SourceId, readonly AttestationResult[]>;

const NOTHING_VERIFIED: Verified = new Map();

/** A claim that was not verified yet has no result: nothing is shown for it but that it is there. */
function attestationsOf(
  source: CaseSource,
  verified: Verified,
  merged: ReadonlySet<SourceId>,
): CaseAttestation[] {
  return (verified.get(source.id) ?? []).map((result) => ({
    source: source.id,
    ...result,
    about: result.about.filter((one) => !merged.has(one.source)),
  }));
}

/** Sources that are the same bytes as another and were merged with it: a claim is about the one that is kept. */
function mergedAway(files: readonly FileFacts[], kept: readonly CaseSource[]): ReadonlySet<SourceId> {
  const ids = new Set(kept.map(({ id }) => id));
  const all = files.flatMap(({ harvests }) => harvests.map(({ source }) => source.id));
  return new Set(all.filter((id) => !ids.has(id)));
}

interface Named {
  readonly facts: FileFacts;
  readonly names: readonly string[];
}

/** One entry per distinct bytes, in an order that does not depend on the drops. */
function mergeTwins(files: readonly FileFacts[]): Named[] {
  const byDigest = new Map<string, FileFacts[]>();
  for (const facts of files) {
    const key = facts.digests.sha256 ?? `\0${facts.key}`;
    byDigest.set(key, [...(byDigest.get(key) ?? []), facts]);
  }
  return [...byDigest.values()].map((twins) => {
    // Of twins the one that was read best speaks for both; names in a fixed order.
    const sorted = [...twins].sort(
      (a, b) =>
        a.interrupted.length - b.interrupted.length || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
    );
    const [facts = twins[0]] = sorted;
    if (facts === undefined) throw new Error('no twin');
    return {
      facts,
      names: [facts.name, ...new Set(sorted.map(({ name }) => name).filter((name) => name !== facts.name))],
    };
  });
}

function caseSources({ facts, names }: Named): CaseSource[] {
  const interrupted = facts.interrupted.map((sentence) =>
    fault('job.interrupted', 'error', sentence, { offset: 0 }),
  );
  if (facts.harvests.length === 0) return [pendingSource(facts, names, diagnose(facts.key, interrupted))];
  const inOrder = [...facts.harvests].sort((a, b) => (a.source.id < b.source.id ? -1 : 1));
  // A file may have told of what is in it before it was read to its end.
  const told = inOrder.some(({ source }) => source.id === facts.key);
  const pending = told ? [] : [pendingSource(facts, names, diagnose(facts.key, interrupted))];
  const read = inOrder.map((harvest): CaseSource => {
    const top = harvest.source.id === facts.key;
    const { source } = harvest;
    return {
      ...source,
      digests: top ? { ...source.digests, ...facts.digests } : source.digests,
      notInspected: top ? [...source.notInspected, ...facts.interrupted] : source.notInspected,
      names: top ? names : [source.name],
      diagnostics: top ? [...harvest.diagnostics, ...diagnose(source.id, interrupted)] : harvest.diagnostics,
      entries: harvest.entries?.paths.length ?? 0,
      locked: harvest.locked ?? 0,
      layer: harvest.layer,
      claim: harvest.claim,
      document: harvest.document,
      reference: harvest.reference,
      advisories: harvest.advisories,
    };
  });
  return [...pending, ...read];
}

/** A file of which nothing has been read yet, or nothing could be. */
function pendingSource(
  facts: FileFacts,
  names: readonly string[],
  diagnostics: readonly Diagnostic[],
): CaseSource {
  return {
    id: facts.key,
    parent: undefined,
    path: facts.name,
    name: facts.name,
    kind: 'unknown',
    role: 'subject',
    size: facts.size,
    digests: facts.digests,
    ref: { file: facts.key, steps: [] },
    notInspected: facts.interrupted,
    names,
    diagnostics,
    entries: 0,
    locked: 0,
    layer: undefined,
    claim: undefined,
    document: undefined,
    reference: undefined,
    advisories: undefined,
  };
}

function caseLayer(harvest: Harvest): CaseLayer {
  const { source, entries, inside } = harvest;
  return {
    source: source.id,
    file: source.ref.file,
    table: new EntryTable(entries),
    diffID: harvest.layer?.diffID === undefined ? undefined : `sha256:${harvest.layer.diffID}`,
    steps: [...source.ref.steps, ...inside],
  };
}

/** The tree of a source that holds entries and is not part of an image. */
function bareTree(harvest: Harvest, limits: Limits, cache: BuildCache): ResolvedTree[] {
  if (harvest.entries === undefined || harvest.layer !== undefined) return [];
  const { source } = harvest;
  return [
    cache.tree(source.id, [harvest], () => {
      const layer = caseLayer(harvest);
      const tree: CaseTree = {
        id: source.id,
        source: source.id,
        name: source.path,
        image: undefined,
        layers: [layer],
        squashed: squash([layer], 'keep'),
        complete: source.notInspected.length === 0,
      };
      const resolved = resolveTree(tree, harvest.readings, limits);
      return harvest.stated === undefined ? resolved : { ...resolved, stated: harvest.stated };
    }),
  ];
}

/** One tree per image of an archive; images may share layers. */
function imageTrees(
  harvest: Harvest,
  harvests: ReadonlyMap<SourceId, Harvest>,
  limits: Limits,
  cache: BuildCache,
): ResolvedTree[] {
  const measured = new Map<string, MeasuredLayer>();
  const byBlob = new Map<string, Harvest>();
  for (const layer of harvests.values()) {
    if (layer.layer === undefined || layer.source.parent !== harvest.source.id) continue;
    // Bytes that a short file cuts off are not inspected, not contradicted.
    if (!layer.layer.cut) measured.set(layer.layer.blob, layer.layer);
    byBlob.set(layer.layer.blob, layer);
  }
  return (harvest.image?.images ?? []).map((plan, number) => {
    const read = plan.layers.map(({ file }) => (file === undefined ? undefined : byBlob.get(file.path)));
    const made = [harvest, ...read.flatMap((layer) => layer ?? [])];
    const id = `${harvest.source.id}#${number}`;
    return cache.tree(id, made, () => {
      const layers = read.map((layer) => (layer === undefined ? undefined : caseLayer(layer)));
      const present = layers.map((layer, i) => layer ?? absentLayer(harvest, plan.layers[i]?.diffID));
      const image: CaseImage = {
        tree: id,
        source: harvest.source.id,
        plan,
        ladder: ladder(plan, measured),
        layers,
      };
      const readings = read.flatMap((layer, i) =>
        (layer?.readings ?? []).map((one): FileReading => ({ ...one, layer: i })),
      );
      const tree: CaseTree = {
        id,
        source: harvest.source.id,
        name: plan.ref ?? harvest.source.name,
        image,
        layers: present,
        squashed: squash(present),
        complete: read.every((layer) => layer !== undefined && layer.source.notInspected.length === 0),
      };
      const resolved = resolveTree(tree, readings, limits);
      const mislabeled = plan.layers.flatMap((layer, i) => {
        const codec = read[i]?.layer?.codec;
        return read[i] === undefined ? [] : (mediaTypeFault(layer, codec) ?? []);
      });
      return { ...resolved, faults: [...resolved.faults, ...mislabeled] };
    });
  });
}

/** Keeps the numbers of the layers above it right. */
function absentLayer(harvest: Harvest, diffID: string | undefined): CaseLayer {
  return {
    source: harvest.source.id,
    file: harvest.source.ref.file,
    table: new EntryTable(),
    diffID,
    steps: [],
  };
}
