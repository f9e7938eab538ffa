import type { CaseModel } from '../case/model.ts';

/** Writes the catalogue of a case as a document of a standard format. One file each, one line in `sbom-exports.ts`. */
export interface SbomExporter {
  readonly id: SbomExportId;
  readonly title: string;
  readonly fileName: string;
  /** What a reader of the export should know; `undefined` for nothing. */
  readonly note: string | undefined;
  write(model: CaseModel, options: { readonly toolVersion: string; readonly evaluatedAt: string }): object;
}

export type SbomExportId = 'cyclonedx' | 'spdx';

/** What a case can be written as beside a report. */
export type ExportId = SbomExportId | 'notices';
