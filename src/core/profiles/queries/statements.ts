import { displayName } from '../../base/names.ts';
import { VEX_UNMATCHED } from '../../case/advisories/vex-words.ts';
import type { CaseDocument, CaseModel } from '../../case/model.ts';
import type { StatementRow } from '../views.ts';

/** Statements, and products of one, that are shown. */
const SHOWN = 200;
const SHOWN_PRODUCTS = 4;

/** What a document says of vulnerabilities, as it says it, and why a statement changes nothing here. */
export function statementRows({ advisories }: CaseModel, { source, vex }: CaseDocument): StatementRow[] {
  const unmatched = advisories.vex.find((one) => one.source === source)?.unmatched ?? [];
  const reasons = new Map(unmatched.map(({ statement, why }) => [statement, why]));
  return vex.slice(0, SHOWN).map((statement): StatementRow => {
    const why = reasons.get(statement);
    return {
      vulnerability: displayName(statement.vulnerability),
      status: statement.status.replaceAll('_', ' '),
      justification: displayName(statement.justification?.replaceAll('_', ' ') ?? ''),
      products: statement.products.slice(0, SHOWN_PRODUCTS).map(displayName),
      moreProducts: Math.max(0, statement.products.length - SHOWN_PRODUCTS),
      without: why === undefined ? undefined : VEX_UNMATCHED[why],
    };
  });
}
