import { groupBy } from '../base/group.ts';
import { agreementState, agreementsOf, agreesInPart, isWeak, recordName } from '../case/agreement.ts';
import type { Agreement, RecordedFile } from '../case/agreement-views.ts';
import type { CaseModel } from '../case/model.ts';
import type { SourceId } from '../model/source.ts';

/**
 * Whether packages' files are what their own records say, by the reader of the packages. Who can change a file can
 * change the record: nothing of it is more than *agrees with its own record*.
 */
export interface ReportOwnRecords {
  /** Id of the cataloger that read the records. */
  readonly cataloger: string;
  /** What files were held against: `dpkg's md5sums`, `lockfile`. */
  readonly record: string;
  readonly algorithms: readonly string[];
  /** Those of the algorithms that are weak. */
  readonly weak: readonly string[];
  /** Packages by what became of them. */
  readonly packages: {
    /** As far as their records have digests; `agreeInPart` of them name files that were not checked. */
    readonly agree: number;
    readonly agreeInPart: number;
    readonly contradicted: number;
    readonly missing: number;
    readonly notInspected: number;
  };
  readonly files: {
    readonly agree: number;
    readonly changed: number;
    readonly missing: number;
    readonly extra: number;
    /** Differ or are absent, and may. */
    readonly exempted: number;
    readonly unread: number;
    /** Named by the record without a digest. */
    readonly unchecked: number;
  };
  /** Files that do not agree, exempted ones among them; `exceptionsLeftOut` more are not listed. */
  readonly exceptions: readonly ReportException[];
  readonly exceptionsLeftOut: number;
}

export interface ReportException {
  readonly component: string;
  readonly source: string;
  readonly path: string;
  readonly how: 'changed' | 'missing' | 'extra';
  readonly exempted: boolean;
  /** `alg:hex`, as recorded and as found. */
  readonly stated: string | null;
  readonly found: string | null;
}

const MOST_LISTED = 1000;

/** Counts by kind of record, with what does not agree; `component` gives a component its id, `number` a source its own. */
export function reportOwnRecords(
  model: CaseModel,
  component: (index: number) => string,
  number: (id: SourceId) => string,
): ReportOwnRecords[] {
  const sourceOf = new Map(model.trees.map(({ id, source }) => [id, number(source)]));
  const kinds = groupBy(agreementsOf(model), ({ occurrence }) => kindOf(model, occurrence));
  return [...kinds]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, agreements]) => {
      const [cataloger = '', record = ''] = kind.split('\0');
      const algorithms = [...new Set(agreements.flatMap((one) => one.algorithms))].sort();
      const exceptions = agreements
        .flatMap((one) =>
          exceptionsOf(one, component(model.occurrences[one.occurrence]?.component ?? -1), sourceOf),
        )
        .sort(byPlace);
      return {
        cataloger,
        record,
        algorithms,
        weak: algorithms.filter(isWeak),
        packages: packagesOf(agreements),
        files: {
          agree: sum(agreements, ({ agrees }) => agrees),
          changed: sum(agreements, ({ changed }) => changed.length),
          missing: sum(agreements, ({ missing }) => missing.length),
          extra: sum(agreements, ({ extra }) => extra.length),
          exempted: sum(agreements, ({ exempted }) => exempted.length),
          unread: sum(agreements, ({ unread }) => unread),
          unchecked: sum(agreements, ({ unchecked }) => unchecked.length),
        },
        exceptions: exceptions.slice(0, MOST_LISTED),
        exceptionsLeftOut: Math.max(0, exceptions.length - MOST_LISTED),
      };
    });
}

function kindOf(model: CaseModel, occurrence: number): string {
  const place = model.occurrences[occurrence];
  const cataloger = place?.cataloger ?? '';
  return `${cataloger}\0${place?.state === 'stated' ? 'lockfile' : recordName(cataloger)}`;
}

function packagesOf(agreements: readonly Agreement[]): ReportOwnRecords['packages'] {
  const states = groupBy(agreements, agreementState);
  const count = (state: Parameters<typeof states.get>[0]): number => states.get(state)?.length ?? 0;
  return {
    agree: count('claimed'),
    agreeInPart: (states.get('claimed') ?? []).filter(agreesInPart).length,
    contradicted: count('contradicted'),
    missing: count('missing'),
    notInspected: count('not-inspected'),
  };
}

function exceptionsOf(
  { changed, missing, extra, exempted }: Agreement,
  component: string,
  sourceOf: ReadonlyMap<string, string>,
): ReportException[] {
  const row = (file: RecordedFile, how: ReportException['how'], may: boolean): ReportException => ({
    component,
    source: sourceOf.get(file.tree) ?? '',
    path: file.path,
    how,
    exempted: may,
    stated: file.stated ?? null,
    found: file.found ?? null,
  });
  return [
    ...changed.map((file) => row(file, 'changed', false)),
    ...missing.map((file) => row(file, 'missing', false)),
    ...extra.map((file) => row(file, 'extra', false)),
    ...exempted.map((file) => row(file, file.how, true)),
  ];
}

function byPlace(a: ReportException, b: ReportException): number {
  const key = ({ source, path, how, component }: ReportException) =>
    `${source}\0${path}\0${how}\0${component}`;
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
}

function sum(agreements: readonly Agreement[], of: (one: Agreement) => number): number {
  return agreements.reduce((total, one) => total + of(one), 0);
}
