import { withoutTokensIn } from '../base/without-tokens.ts';
import { cyclonedxExport } from './cyclonedx.ts';
import type { SbomExporter, SbomExportId } from './sbom-exporter.ts';
import { spdxExport } from './spdx.ts';

/** Standard formats that the catalogue of a case can be written in. */
export const sbomExports: Readonly<Record<SbomExportId, SbomExporter>> = {
  cyclonedx: masking(cyclonedxExport),
  spdx: masking(spdxExport),
};

/** An export is made to be passed on: secrets that packages state (in URLs, scripts, names) stay here. */
function masking(exporter: SbomExporter): SbomExporter {
  return { ...exporter, write: (model, options) => withoutTokensIn(exporter.write(model, options)) };
}
