import type { Unknown } from '../../advisory/evaluate.ts';
import type { ReportedPackage } from '../../model/scan.ts';
import type { SourceId } from '../../model/source.ts';
import type { NoData } from '../advisories/conclude.ts';
import type { TreeId } from '../model.ts';
import type { DescribedBy } from '../reconcile/types.ts';

export type ScanState = 'both' | 'only-scanner' | 'only-loupe';

/** Why Loupe does not say what a scanner says. */
export type WhyNotHere =
  /** No such package was found in the artifact. */
  | { readonly kind: 'not-found' }
  | { readonly kind: 'other-version'; readonly versions: readonly string[] }
  /** The report names it without package URL, and packages of several kinds are called so. */
  | { readonly kind: 'ambiguous' }
  /** The advisory data have the record, and this version is in none of its ranges. */
  | { readonly kind: 'outside' }
  /** Older data have it about this version; newer data in use have the record otherwise. */
  | { readonly kind: 'superseded'; readonly sentence: string }
  /** They have the record, and it cannot be told whether it affects this version. */
  | { readonly kind: 'undecided'; readonly why: Unknown }
  /** They say nothing of this package under any of these names. */
  | { readonly kind: 'not-listed' }
  | { readonly kind: 'no-data'; readonly why: NoData }
  /** Loupe found it, and a VEX statement that counts says that it does not apply. */
  | { readonly kind: 'suppressed'; readonly sentence: string };

/** Why a scanner may not say what Loupe says. */
export type WhyNotThere =
  /** It lies in a removed layer only, where few scanners look. */
  | 'removed'
  /** A document or lockfile states it; it was not found installed. */
  | 'stated';

/** One vulnerability of one package, as the report has it, as Loupe has it, or both. */
export interface ScanRow {
  readonly state: ScanState;
  /** All names that either side gives it, the one it is called by first. */
  readonly ids: readonly string[];
  /** Index of {@link CaseModel.components}; absent where the report's package is not in the case. */
  readonly component: number | undefined;
  /** How the report's package was joined to the component. */
  readonly join: 'reference' | 'purl' | 'name' | undefined;
  readonly package: ReportedPackage;
  /** The scanner's own word. */
  readonly severity: string | undefined;
  /** What the scanner, and what Loupe's data call fixed. */
  readonly fixedSaid: string | undefined;
  readonly fixedFound: string | undefined;
  readonly path: string | undefined;
  readonly pointers: readonly string[];
  readonly here: WhyNotHere | undefined;
  readonly there: WhyNotThere | undefined;
}

/** A scanner's report held against Loupe's own findings. It changes none of them. */
export interface HeldScan {
  readonly document: SourceId;
  /** How it is known which artifact it is about; `undefined`: it is held against everything in the case. */
  readonly by: DescribedBy | undefined;
  readonly trees: readonly TreeId[];
  /** Digests that it gives its target, none of which is in the case. */
  readonly otherDigests: readonly string[];
  readonly rows: readonly ScanRow[];
  readonly counts: Readonly<Record<ScanState, number>>;
}
