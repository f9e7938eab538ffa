import { coveredBy } from '../case/advisories/coverage.ts';
import { noDataSentence } from '../case/advisories/no-data.ts';
import type { CaseModel } from '../case/model.ts';
import type { SourceId } from '../model/source.ts';
import type { ReportAdvisoryData, ReportDataState, ReportVex } from './schema.ts';

/** What is known of a component by the advisory data in use. */
export function reportDataState(model: CaseModel, index: number): ReportDataState {
  const superseded = model.advisories.superseded.get(index);
  return { ...stateOf(model, index), ...(superseded === undefined ? {} : { superseded }) };
}

function stateOf({ advisories, components }: CaseModel, index: number): ReportDataState {
  const found = advisories.states[index] ?? { state: 'no-data', why: { kind: 'none' } };
  const question = 'vulnerability';
  if (found.state === 'matched') return { question, state: 'matched', asOf: null };
  if (found.state === 'clean') return { question, state: 'clean', asOf: found.asOf };
  return { question, state: 'no-data', asOf: null, why: noDataSentence(found.why, components) };
}

/** VEX documents, with the statements that have no effect and why. */
export function reportVex({ advisories }: CaseModel, number: (id: SourceId) => string): ReportVex[] {
  return advisories.vex
    .map(({ source, authors, accepted, signed, statements, unmatched, unresolved }) => ({
      source: number(source),
      authors,
      accepted: accepted ?? null,
      signed,
      statements,
      unmatched: unmatched.map(({ statement, why }) => ({
        vulnerability: statement.vulnerability,
        products: [...statement.products, ...statement.subcomponents],
        status: statement.status,
        pointer: statement.pointer,
        why,
      })),
      unresolved,
    }))
    .sort((a, b) => Number(a.source.slice(1)) - Number(b.source.slice(1)));
}

/** The advisory data in use, by digest. */
export function reportAdvisoryData({ advisories }: CaseModel): ReportAdvisoryData[] {
  return advisories.data
    .filter(({ used }) => used)
    .map(({ name, sha256 = '', header, confirmed, signature, checked, faults }) => ({
      name,
      sha256,
      signature,
      checked,
      faults: faults.map(({ message }) => message),
      confirmed,
      records: header.records,
      withdrawn: header.withdrawn,
      licenses: [...new Set(header.sources.flatMap(({ licences }) => licences))].sort(),
      ecosystems: header.ecosystems.map((one) => ({
        name: one.name,
        records: one.records,
        newest: one.newest,
        coverage: coveredBy({ header, confirmed }).includes(one)
          ? ('complete' as const)
          : ('partial' as const),
      })),
    }))
    .sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
}
