import type { DigestAlgorithm } from '../base/digest.ts';
import { displayName } from '../base/names.ts';
import { type Fault, fault } from '../base/result.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { ExternalDocument, StatedDocument } from '../model/document.ts';
import type { SourceId } from '../model/source.ts';
import { algorithmOf, type Contents, wholeDigest } from './contents.ts';
import type { CaseSource } from './model.ts';

/**
 * What became of a document that another one names: only what was dropped can be it. `unchecked`: the id fits, and a
 * checksum that is stated is not computed yet or cannot be. `several`: more than one has the id, and no checksum decides.
 */
export type ExternalState = 'resolved' | 'unchecked' | 'not-dropped' | 'checksum-differs' | 'several';

export interface External {
  /** Document that names the other. */
  readonly from: SourceId;
  readonly named: ExternalDocument;
  readonly state: ExternalState;
  /** The one that is meant, or that has the id and another checksum. */
  readonly target: SourceId | undefined;
  /** What tells that it is the one. */
  readonly by: 'digest' | 'id' | undefined;
}

interface Held {
  readonly sources: readonly CaseSource[];
  readonly documents: readonly (StatedDocument & { readonly source: SourceId })[];
  readonly contents: Contents;
}

/** Every document that a document of the case names, resolved among the documents of the case, whatever their order. */
export function resolveExternals(held: Held): readonly External[] {
  const naming = held.documents.filter(({ external }) => external.length > 0);
  if (naming.length === 0) return [];
  const sources = new Map(held.sources.map((source) => [source.id, source]));
  const candidates = held.documents.flatMap((document) => {
    const source = sources.get(document.source);
    return source === undefined ? [] : [{ source, ids: idsOf(document) }];
  });
  const byId = new Map<string, CaseSource[]>();
  for (const { source, ids } of candidates)
    for (const id of ids) byId.set(id, [...(byId.get(id) ?? []), source]);
  const byDigest = digestIndex(
    held,
    candidates.map(({ source }) => source),
    naming,
  );
  return naming.flatMap(({ source: from, external }) =>
    external.map((named): External => {
      const sameBytes = named.digests.flatMap((digest) => byDigest.get(digest) ?? []);
      const [exact] = sameBytes;
      if (exact !== undefined) return { from, named, state: 'resolved', target: exact, by: 'digest' };
      const called = byId.get(externalId(named.ref)) ?? [];
      const [one, ...others] = called;
      if (one === undefined) return { from, named, state: 'not-dropped', target: undefined, by: undefined };
      if (others.length > 0) return { from, named, state: 'several', target: undefined, by: 'id' };
      const compared = named.digests.map((digest) => {
        const algorithm = algorithmOf(digest);
        return algorithm === undefined ? undefined : wholeDigest(held, one, algorithm).digest;
      });
      const state =
        named.digests.length === 0
          ? 'resolved'
          : compared.some((digest) => digest !== undefined)
            ? 'checksum-differs'
            : 'unchecked';
      return { from, named, state, target: one.id, by: 'id' };
    }),
  );
}

/** Algorithms by which documents name others: all documents of the case must be known by them. */
export function externalAlgorithms(documents: Held['documents']): ReadonlySet<DigestAlgorithm> {
  return new Set(
    documents.flatMap(({ external }) =>
      external.flatMap(({ digests }) => digests.flatMap((digest) => algorithmOf(digest) ?? [])),
    ),
  );
}

function digestIndex(
  held: Held,
  candidates: readonly CaseSource[],
  naming: Held['documents'],
): ReadonlyMap<string, readonly SourceId[]> {
  const algorithms = externalAlgorithms(naming);
  const found = new Map<string, SourceId[]>();
  for (const source of candidates) {
    for (const algorithm of algorithms) {
      const { digest } = wholeDigest(held, source, algorithm);
      if (digest !== undefined) found.set(digest, [...(found.get(digest) ?? []), source.id]);
    }
  }
  return found;
}

/** The names a document goes by: a CycloneDX one with its version, and without. */
function idsOf({ id, format }: StatedDocument): string[] {
  if (id === undefined) return [];
  if (format !== 'CycloneDX') return [plainId(id)];
  const name = plainId(id);
  return [...new Set([name, name.replace(/\/[^/]*$/, '')])];
}

const plainId = (id: string) =>
  id.replace(/#$/, '').replace(/^urn:uuid:[0-9a-f-]+/i, (urn) => urn.toLowerCase());

/** `urn:cdx:SERIAL/VERSION#REF` names the document `urn:uuid:SERIAL/VERSION` (CycloneDX, BOM-Link). */
export function externalId(ref: string): string {
  const [, link] = /^urn:cdx:([^#]+)/i.exec(ref) ?? [];
  return link === undefined ? plainId(ref) : `urn:uuid:${link.toLowerCase()}`;
}

/** Which element of the other document a BOM-Link means; `undefined`: the document. */
export function linkedElement(ref: string): string | undefined {
  const [, element] = /^urn:cdx:[^#]+#(.+)$/is.exec(ref) ?? [];
  if (element === undefined) return undefined;
  try {
    return decodeURIComponent(element);
  } catch {
    return element;
  }
}

const CODES: Readonly<Partial<Record<ExternalState, Fault['code']>>> = {
  'not-dropped': 'document.external-missing',
  'checksum-differs': 'document.external-differs',
  several: 'document.external-several',
};

/** One thing to say for each document and state, with the first of its kind. */
export function externalDiagnostics(externals: readonly External[], held: Held): Diagnostic[] {
  const names = new Map(held.sources.map(({ id, path }) => [id, displayName(path)]));
  const groups = new Map<string, External[]>();
  for (const one of externals) {
    if (CODES[one.state] === undefined) continue;
    const key = `${one.from}\0${one.state}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap(([first, ...more]) => {
    const code = first === undefined ? undefined : CODES[first.state];
    if (first === undefined || code === undefined) return [];
    const name = names.get(first.from) ?? '';
    const ref = displayName(first.named.ref.slice(0, 200));
    const rest = more.length === 0 ? '' : ` So it is with ${more.length.toLocaleString('en')} more.`;
    const said = sentence(first, name, ref, names.get(first.target ?? '') ?? '');
    const severity = first.state === 'not-dropped' ? 'info' : 'warning';
    return diagnose(first.from, [fault(code, severity, `${said}${rest}`, { entry: first.named.pointer })]);
  });
}

function sentence({ state, named }: External, name: string, ref: string, target: string): string {
  switch (state) {
    case 'checksum-differs':
      return `"${name}" names "${target}" (${ref}) with ${displayName(named.digests[0] ?? '')}, which is not the checksum of the file in this case: it means another version of it.`;
    case 'several':
      return `"${name}" names the document ${ref}, and more than one file of this case is called so; without a checksum none of them is taken to be it.`;
    default:
      return `"${name}" names another document, ${ref}, which is not in this case: what it says there is not known.`;
  }
}
