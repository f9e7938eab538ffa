import type { CaseModel } from '../model.ts';
import { confirmable, coveredBy } from './coverage.ts';
import { noDataSentence } from './no-data.ts';
import type { CaseVex } from './vex.ts';
import { VEX_UNMATCHED } from './vex-words.ts';
import type { DataPage, DataSourceRow, VexRow } from './views.ts';

/** Rows of each kind that the page shows. */
const SHOWN = 200;

/** What the page shows of the advisory data that were dropped, and of VEX documents. */
export function dataPage(model: CaseModel, version: number): DataPage {
  const { advisories, components } = model;
  const reasons = new Map<string, number>();
  for (const state of advisories.states) {
    if (state.state !== 'no-data') continue;
    // Of those that belong to another package the sentence would be another for each.
    const sentence =
      state.why.kind === 'owned'
        ? 'They belong to packages of the distribution, which are looked up instead.'
        : noDataSentence(state.why, components);
    reasons.set(sentence, (reasons.get(sentence) ?? 0) + 1);
  }
  return {
    version,
    sources: advisories.data.map(
      ({ source, name, sha256, used, confirmed, signature, header, checked, faults }): DataSourceRow => ({
        source,
        name,
        sha256,
        used,
        signature,
        checked: faults.some(({ code }) => code === 'advisory.index-disagrees') ? 'disagrees' : checked,
        records: header.records,
        withdrawn: header.withdrawn,
        // Where all was taken back, no ecosystem has a record.
        newest: [...header.ecosystems, ...header.sources].reduce(
          (last, { newest }) => (newest > last ? newest : last),
          '',
        ),
        licenses: [...new Set(header.sources.flatMap(({ licences }) => licences))].sort(),
        covers: coveredBy({ header, confirmed }).slice(0, SHOWN),
        partial: header.ecosystems.length - coveredBy({ header, confirmed }).length,
        confirmable: confirmable(header)
          .slice(0, SHOWN)
          .map((ecosystem) => ({ ecosystem, confirmed: confirmed.includes(ecosystem) })),
        faults: faults.map(({ message }) => message),
      }),
    ),
    states: dataStates(model),
    reasons: [...reasons]
      .map(([sentence, count]) => ({ sentence, components: count }))
      .sort((a, b) => b.components - a.components || (a.sentence < b.sentence ? -1 : 1))
      .slice(0, SHOWN),
    superseded: [...advisories.superseded.values()].reduce((sum, { length }) => sum + length, 0),
    vex: advisories.vex.map((one) => vexRow(model, one)),
  };
}

/** Of how many components the data say something. */
export function dataStates({ advisories }: CaseModel): DataPage['states'] {
  const states = { matched: 0, clean: 0, noData: 0, pending: 0 };
  for (const one of advisories.states) {
    states[one.state === 'no-data' ? 'noData' : one.state]++;
    if (one.state === 'no-data' && one.why.kind === 'pending') states.pending++;
  }
  return states;
}

function vexRow({ sources, settings }: CaseModel, one: CaseVex): VexRow {
  const source = sources.find(({ id }) => id === one.source);
  return {
    source: one.source,
    name: source?.path ?? '',
    authors: one.authors.map((name) => ({ name, accepted: settings.vexAuthors.includes(name) })),
    nested: source?.parent !== undefined,
    signed: one.signed,
    statements: one.statements,
    unmatched: one.unmatched.slice(0, SHOWN).map(({ statement, why }) => ({
      says: `${statement.vulnerability}: ${statement.status.replaceAll('_', ' ')}`,
      why: VEX_UNMATCHED[why],
    })),
    unresolved: one.unresolved
      .slice(0, SHOWN)
      .map(({ product, why }) => ({ product, why: VEX_UNMATCHED[why] })),
  };
}
