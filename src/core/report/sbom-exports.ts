import { cyclonedxExport } from './cyclonedx.ts';
import type { SbomExporter, SbomExportId } from './sbom-exporter.ts';
import { spdxExport } from './spdx.ts';

/** Standard formats that the catalogue of a case can be written in. */
export const sbomExports: Readonly<Record<SbomExportId, SbomExporter>> = {
  cyclonedx: cyclonedxExport,
  spdx: spdxExport,
};
