import { displayName } from '../base/names.ts';
import type { Knowing } from '../model/knowing.ts';
import { agreementState, agreementsOf, agreesInPart, isWeak, recordName } from './agreement.ts';
import type { RecordedFile } from './agreement-views.ts';
import type { CaseModel, Component, TreeId } from './model.ts';

/** How one package's files agree with what recorded them, as the page shows it. */
export interface OwnRecordRow {
  /** What the files were held against: `dpkg's md5sums`, a lockfile by its path. */
  readonly record: string;
  readonly state: Knowing;
  readonly agrees: number;
  readonly unread: number;
  /** What agrees is not all that the record names. */
  readonly partly: boolean;
  /** Algorithms of the record that are weak. */
  readonly weak: readonly string[];
  readonly groups: readonly {
    readonly kind: 'changed' | 'extra' | 'missing' | 'unchecked' | 'exempted';
    readonly count: number;
    readonly files: readonly { readonly path: string; readonly tree: TreeId; readonly detail: string }[];
  }[];
}

/** Files of a kind that are listed. */
const MOST_LISTED = 20;

/** What every record in the case that speaks of a component's files comes to. */
export function ownRecordRows(model: CaseModel, component: Component): OwnRecordRow[] {
  const own = new Set(component.occurrences);
  return agreementsOf(model)
    .filter(({ occurrence }) => own.has(occurrence))
    .map((agreement) => {
      const place = model.occurrences[agreement.occurrence];
      const stated = place?.state === 'stated';
      const { changed, extra, missing, exempted, unchecked } = agreement;
      return {
        record: stated ? displayName(place.path) : recordName(place?.cataloger ?? ''),
        state: agreementState(agreement),
        agrees: agreement.agrees,
        unread: agreement.unread,
        partly: agreesInPart(agreement),
        weak: agreement.algorithms.filter(isWeak),
        groups: [
          { kind: 'changed' as const, files: changed },
          { kind: 'extra' as const, files: extra },
          { kind: 'missing' as const, files: missing },
          { kind: 'unchecked' as const, files: unchecked },
          { kind: 'exempted' as const, files: exempted },
        ]
          .filter(({ files }) => files.length > 0)
          .map(({ kind, files }) => ({
            kind,
            count: files.length,
            files: files.slice(0, MOST_LISTED).map((file) => ({
              path: displayName(file.path),
              tree: file.tree,
              detail: detailOf(file),
            })),
          })),
      };
    });
}

function detailOf({ stated, found }: RecordedFile): string {
  const parts = [
    stated === undefined ? '' : `recorded ${shortened(stated)}`,
    found === undefined ? '' : `found ${shortened(found)}`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function shortened(digest: string): string {
  return digest
    .split(', ')
    .map((one) => (/^[a-z0-9]+:[0-9a-f]{32,}$/.test(one) ? `${one.slice(0, one.indexOf(':') + 13)}…` : one))
    .join(', ');
}
