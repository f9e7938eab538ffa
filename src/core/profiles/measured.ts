import type { CaseDocument, CaseModel, Occurrence } from '../case/model.ts';
import { reconcile } from '../case/reconcile/reconcile.ts';
import type { Measurable } from './types.ts';

/** What Loupe measured of a component in the artifact; by occurrence of the document. */
export type Measured = (at: number) => string | undefined;

const kept = new WeakMap<CaseDocument, Map<Measurable, Measured>>();

/**
 * What can be told from the artifact where the document does not say it (only of components found as a file of their
 * own, and of the artifact itself): never a pass of the rule, which asks what the document says.
 */
export function measuredFor(model: CaseModel, document: CaseDocument, what: Measurable): Measured {
  const known = kept.get(document) ?? new Map<Measurable, Measured>();
  kept.set(document, known);
  const made = known.get(what) ?? measure(model, document, what);
  known.set(what, made);
  return made;
}

function measure(model: CaseModel, document: CaseDocument, what: Measurable): Measured {
  const held = reconcile(model).filter((one) => one.document === document.source);
  const foundAt = new Map<number, Occurrence>();
  for (const { rows } of held) {
    for (const { claimedAt, foundAt: found, state } of rows) {
      if (state !== 'matched' && state !== 'disagrees') continue;
      const place = found.map((at) => model.occurrences[at]).find((one) => one?.state === 'present');
      if (place !== undefined) for (const at of claimedAt) foundAt.set(at, place);
    }
  }
  const trees = new Map(model.trees.map((tree) => [tree.id, tree]));
  const artifact =
    held[0] === undefined ? undefined : model.sources.find(({ id }) => id === held[0]?.artifact);
  const roots = new Set(document.describes.map((ref) => document.occurrences.first + Number(ref)));
  return (at) => {
    if (roots.has(at) && artifact !== undefined) {
      const { sha256, sha512 } = artifact.digests;
      const hashes = { sha256: sha256 && `sha256:${sha256}`, sha512: sha512 && `sha512:${sha512}` };
      return told(what, { name: artifact.name, ...hashes, archive: artifact.entries > 0, executable: false });
    }
    const place = foundAt.get(at);
    const entry = place === undefined ? undefined : trees.get(place.tree)?.squashed.get(place.path);
    if (place === undefined || entry === undefined) return undefined;
    const archive = ARCHIVE.test(place.path);
    const executable = EXECUTABLE.has(place.cataloger);
    // A manifest names a component, and is not the component.
    if (!archive && !executable) return undefined;
    return told(what, {
      name: place.path.slice(place.path.lastIndexOf('/') + 1),
      sha256: entry.sha256 && `sha256:${entry.sha256}`,
      sha512: undefined,
      archive,
      executable,
    });
  };
}

const ARCHIVE = /\.(?:jar|war|ear|par|whl|egg|gem|nupkg|crate|deb|rpm|apk|vsix|tgz)$/i;

/** Catalogers that read a program itself. */
const EXECUTABLE = new Set([
  'go-buildinfo',
  'cargo-auditable',
  'executable',
  'pe-version',
  'binary-classifiers',
]);

interface Seen {
  readonly name: string;
  readonly sha256: string | undefined;
  readonly sha512: string | undefined;
  readonly archive: boolean;
  readonly executable: boolean;
}

function told(what: Measurable, seen: Seen): string | undefined {
  switch (what) {
    case 'sha256':
      return seen.sha256;
    case 'sha512':
      return seen.sha512;
    case 'file-name':
      return seen.name;
    case 'executable':
      return seen.executable ? 'executable' : 'non-executable';
    case 'archive':
      return seen.archive ? 'archive' : 'no archive';
    case 'structured':
      // A container whose parts can be taken out again; nothing is said of the structure of a program.
      return seen.archive ? 'structured' : undefined;
  }
}
