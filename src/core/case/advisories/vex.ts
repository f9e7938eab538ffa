import { displayName } from '../../base/names.ts';
import type { VexStatement } from '../../model/document.ts';
import type { SourceId } from '../../model/source.ts';
import type { CaseDocument, CaseModel } from '../model.ts';
import type { LinkFault } from './bom-links.ts';
import type { AdvisoryMatch } from './conclude.ts';
import { type Named, Products } from './vex-products.ts';
import { outdated } from './vex-revisions.ts';
import { heard, type Spoken, silences } from './vex-standing.ts';

/** Why a statement has no effect. */
export type VexUnmatched =
  /** Its document was found inside an artifact: the suspect never brings its own judge. */
  | 'nested'
  /** The user did not accept its author. */
  | 'author'
  /** Its range of versions is of another type of package than its product. */
  | 'range'
  /** None of its products is in the case; or, closer, why a reference to one means nothing. */
  | 'product'
  | LinkFault
  /** It says that something is harmless, and a later version of its document, by the same author, is in the case. */
  | 'outdated'
  /** It says that something is harmless, in a document that gives keys twice: another reader may read another status. */
  | 'ambiguous'
  /** No finding is about its vulnerability in its products. */
  | 'finding';

export interface CaseVex {
  readonly source: SourceId;
  /** Authors that the document names. */
  readonly authors: readonly string[];
  /** The author in force, where one was accepted. */
  readonly accepted: string | undefined;
  /** A verified attestation in the case is about this document. */
  readonly signed: boolean;
  readonly statements: number;
  readonly unmatched: readonly { readonly statement: VexStatement; readonly why: VexUnmatched }[];
  /** References to products that name nothing for certain, of whatever statement; each once. */
  readonly unresolved: readonly { readonly product: string; readonly why: LinkFault }[];
}

export interface AppliedVex {
  readonly documents: readonly CaseVex[];
  readonly matches: readonly AdvisoryMatch[];
}

type Applying = Named & Pick<CaseModel, 'settings'>;

/**
 * Applies VEX statements to matches. A statement counts for products in the case, in a document that was dropped itself,
 * by an author whom the user accepted; which of those that count holds, {@link heard} tells. Suppressed matches stay.
 */
export function applyVex(
  model: Applying,
  matches: readonly AdvisoryMatch[],
  signed: ReadonlySet<SourceId>,
): AppliedVex {
  // Products are looked up among all components: not prepared for a case that holds no statement.
  if (model.documents.every(({ vex }) => vex.length === 0)) return { documents: [], matches };
  const products = new Products(model);
  const byId = new Map<string, number[]>();
  matches.forEach((match, i) => {
    for (const id of namesOf(match)) byId.set(id, [...(byId.get(id) ?? []), i]);
  });
  const spoken = new Map<number, Spoken[]>();
  const documents: CaseVex[] = [];
  const all = model.documents.map((one) => speakers(model, one));
  const old = outdated(all);
  for (const { document, nested, authors, speaking } of all) {
    if (document.vex.length === 0) continue;
    const unmatched: CaseVex['unmatched'][number][] = [];
    const unresolved = new Map<string, LinkFault>();
    for (const statement of document.vex) {
      const faults = nested ? [] : products.unresolved(document, statement);
      for (const { product, why } of faults) unresolved.set(product, why);
      const named = [statement.vulnerability, ...statement.aliases].flatMap((id) => byId.get(id) ?? []);
      const heldAgainst = [...new Set(named)].flatMap((i) => {
        const match = matches[i];
        return match === undefined ? [] : [{ i, speaks: products.speaksOf(document, statement, match) }];
      });
      const about = heldAgainst.filter(({ speaks }) => speaks === 'yes');
      const harmless = silences(statement);
      const refused =
        harmless && document.ambiguous === true
          ? 'ambiguous'
          : harmless && old.has(document.source)
            ? 'outdated'
            : undefined;
      const why = (): VexUnmatched => {
        if (nested) return 'nested';
        if (speaking.length === 0) return 'author';
        if (refused !== undefined) return refused;
        if (heldAgainst.some(({ speaks }) => speaks === 'range')) return 'range';
        return products.has(document, statement) ? 'finding' : (faults[0]?.why ?? 'product');
      };
      if (speaking.length === 0 || refused !== undefined || about.length === 0) {
        unmatched.push({ statement, why: why() });
        continue;
      }
      const said = {
        statement,
        source: document.source,
        created: document.created,
        signed: signed.has(document.source),
        linked: products.linked(document, statement).map((id) => nameOf(model, id)),
      };
      for (const { i } of about)
        spoken.set(i, [...(spoken.get(i) ?? []), ...speaking.map((author) => ({ author, ...said }))]);
    }
    documents.push({
      source: document.source,
      authors,
      accepted: speaking[0],
      signed: signed.has(document.source),
      statements: document.vex.length,
      unmatched,
      unresolved: [...unresolved].map(([product, why]) => ({ product, why })),
    });
  }
  return {
    documents,
    matches: matches.map((match, i) => {
      const of = spoken.get(i);
      return of === undefined ? match : { ...match, vex: heard(of) };
    }),
  };
}

/** A distribution's record of one vulnerability bears that one's name too; one of several does not bear any. */
export function namesOf({ ids, advisories }: AdvisoryMatch): readonly string[] {
  const upstream = advisories.flatMap((one) => (one.upstream.length === 1 ? one.upstream : []));
  return [...new Set([...ids, ...upstream])];
}

/** Whether a document came inside an artifact, whom it names as authors, and which of them count. */
function speakers({ sources, settings }: Applying, document: CaseDocument) {
  const nested = sources.find(({ id }) => id === document.source)?.parent !== undefined;
  const authors = authorsOf(document);
  const speaking = nested ? [] : authors.filter((one) => settings.vexAuthors.includes(one));
  return { document, nested, authors, speaking };
}

/** Who supplies or makes what is described speaks only where the document names no author. */
function authorsOf({ parties }: CaseDocument): readonly string[] {
  const authors = parties.filter(({ role }) => role === 'author');
  const speaking = authors.length > 0 ? authors : parties.filter(({ role }) => role !== 'tool');
  return [...new Set(speaking.flatMap(({ name }) => name ?? []))];
}

function nameOf({ sources }: Applying, source: SourceId): string {
  return displayName(sources.find(({ id }) => id === source)?.path ?? '');
}
