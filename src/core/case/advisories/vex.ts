import { groupBy } from '../../base/group.ts';
import { displayName } from '../../base/names.ts';
import type { VexStatement } from '../../model/document.ts';
import type { SourceId } from '../../model/source.ts';
import type { CaseDocument, CaseModel } from '../model.ts';
import type { AdvisoryMatch } from './conclude.ts';
import { type Named, Products } from './vex-products.ts';

/** Why a statement has no effect. */
export type VexUnmatched =
  /** Its document was found inside an artifact: the suspect never brings its own judge. */
  | 'nested'
  /** The user did not accept its author. */
  | 'author'
  /** None of its products is in the case. */
  | 'product'
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
}

export interface Suppression {
  /** In words, for the finding: status, justification, author, and that it is unsigned if it is. */
  readonly sentence: string;
  readonly source: SourceId;
  readonly pointer: string;
}

export interface AppliedVex {
  readonly documents: readonly CaseVex[];
  readonly matches: readonly AdvisoryMatch[];
}

type Applying = Named & Pick<CaseModel, 'sources' | 'settings'>;

/** A statement that speaks of a match, with who says so. */
interface Spoken {
  readonly document: CaseDocument;
  readonly author: string;
  readonly statement: VexStatement;
}

/**
 * Applies VEX statements to matches. A statement counts for products in the case, in a document that was dropped itself,
 * by an author whom the user accepted; of what one author says of one match the newest holds, of two as new the one that
 * warns. Suppressed matches stay.
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
  for (const document of model.documents) {
    if (document.vex.length === 0) continue;
    const nested = model.sources.find(({ id }) => id === document.source)?.parent !== undefined;
    const authors = authorsOf(document);
    const accepted = nested ? undefined : authors.find((one) => model.settings.vexAuthors.includes(one));
    const unmatched: CaseVex['unmatched'][number][] = [];
    for (const statement of document.vex) {
      const why = nested ? 'nested' : accepted === undefined ? 'author' : undefined;
      const named = [statement.vulnerability, ...statement.aliases].flatMap((id) => byId.get(id) ?? []);
      const about = [...new Set(named)].filter((i) => products.speaksOf(document, statement, matches[i]));
      if (why !== undefined || accepted === undefined || about.length === 0) {
        const none = products.has(document, statement) ? 'finding' : 'product';
        unmatched.push({ statement, why: why ?? none });
        continue;
      }
      for (const i of about)
        spoken.set(i, [...(spoken.get(i) ?? []), { document, author: accepted, statement }]);
    }
    documents.push({
      source: document.source,
      authors,
      accepted,
      signed: signed.has(document.source),
      statements: document.vex.length,
      unmatched,
    });
  }
  return {
    documents,
    matches: matches.map((match, i) => {
      const suppressed = suppression(spoken.get(i) ?? [], signed);
      return suppressed === undefined ? match : { ...match, suppressed };
    }),
  };
}

/** A distribution's record of one vulnerability bears that one's name too; one of several does not bear any. */
export function namesOf({ ids, advisories }: AdvisoryMatch): readonly string[] {
  const upstream = advisories.flatMap((one) => (one.upstream.length === 1 ? one.upstream : []));
  return [...new Set([...ids, ...upstream])];
}

/** Who supplies or makes what is described speaks only where the document names no author. */
function authorsOf({ parties }: CaseDocument): readonly string[] {
  const authors = parties.filter(({ role }) => role === 'author');
  const speaking = authors.length > 0 ? authors : parties.filter(({ role }) => role !== 'tool');
  return [...new Set(speaking.flatMap(({ name }) => name ?? []))];
}

function suppression(spoken: readonly Spoken[], signed: ReadonlySet<SourceId>): Suppression | undefined {
  for (const mine of groupBy(spoken, ({ author }) => author).values()) {
    const newest = [...mine].sort(
      (a, b) =>
        instantOf(b) - instantOf(a) ||
        Number(silences(a.statement)) - Number(silences(b.statement)) ||
        (a.statement.pointer < b.statement.pointer ? -1 : 1),
    )[0];
    if (newest === undefined) continue;
    const { status, justification, pointer } = newest.statement;
    if (!silences(newest.statement)) continue;
    const { source } = newest.document;
    const said = status === 'fixed' ? 'fixed' : 'not affected';
    const because = justification === undefined ? '' : ` (${justification.replaceAll('_', ' ')})`;
    const unsigned = signed.has(source) ? '' : '; the VEX document is not signed';
    const sentence = displayName(`${newest.author} says: ${said}${because}${unsigned}.`);
    return { sentence, source, pointer };
  }
  return undefined;
}

function silences({ status }: VexStatement): boolean {
  return status === 'not_affected' || status === 'fixed';
}

/** When it was said, in milliseconds; what states no time that can be read is older than what does. */
function instantOf({ statement, document }: Spoken): number {
  const instant = Date.parse(statement.timestamp ?? document.created ?? '');
  return Number.isNaN(instant) ? Number.MIN_SAFE_INTEGER : instant;
}
