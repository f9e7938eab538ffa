import type { CaseModel } from '../src/core/case/model.ts';
import type { TextAccess } from '../src/core/case/read-texts.ts';
import { NOTICES_FILE, notices } from '../src/core/report/notices.ts';
import type { ExportId } from '../src/core/report/sbom-exporter.ts';
import { sbomExports } from '../src/core/report/sbom-exports.ts';

/** A case as a file of another format; license texts are read again from the dropped files. */
export async function exportCase(
  model: CaseModel,
  format: ExportId,
  toolVersion: string,
  access: TextAccess,
): Promise<{ readonly name: string; readonly blob: Blob }> {
  if (format === 'notices')
    return { name: NOTICES_FILE, blob: new Blob([await notices(model, access)], { type: 'text/plain' }) };
  const { fileName, write } = sbomExports[format];
  const document = write(model, { toolVersion, evaluatedAt: new Date().toISOString() });
  return {
    name: fileName,
    blob: new Blob([JSON.stringify(document, null, 1)], { type: 'application/json' }),
  };
}
