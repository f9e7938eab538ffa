import type { Fault } from '../../base/result.ts';
import type { DocumentFormat } from '../../model/document.ts';
import type { ScanReport } from '../../model/scan.ts';
import type { DocumentReading } from '../types.ts';
import { vexReading } from '../vex-document.ts';
import type { Reported } from './reported.ts';

/** A scanner's report as the case takes it; `scan` is absent where the document could not be read at all. */
export function scanReading(
  format: DocumentFormat,
  version: string,
  scan: Omit<ScanReport, 'vulnerabilities'> | undefined,
  reported: Reported,
  faults: readonly Fault[],
): DocumentReading {
  const { tool, toolVersion } = scan ?? {};
  return vexReading(
    {
      format,
      version,
      title: scan?.target,
      created: scan?.ran,
      parties:
        tool === undefined
          ? []
          : [
              {
                role: 'tool',
                kind: 'tool',
                name: tool,
                ...(toolVersion === undefined ? {} : { version: toolVersion }),
              },
            ],
      vex: [],
      ...(scan === undefined ? {} : { scan: { ...scan, vulnerabilities: reported.vulnerabilities } }),
      errors: reported.errors,
      without: undefined,
      validity:
        scan === undefined
          ? 'The document could not be read.'
          : reported.errors.length > 0
            ? 'Parts of it are not what its format says.'
            : 'Not checkable: Loupe reads what is compared, and holds the rest against nothing.',
    },
    [...faults, ...reported.faults],
  );
}

/** `sha256:...` wherever it stands in a text: `name@sha256:...`. */
export function digestsIn(values: readonly unknown[]): string[] {
  const found = values.flatMap((value) =>
    typeof value === 'string'
      ? (/(?:^|@)(sha(?:256|384|512):[0-9a-f]{64,128})$/i.exec(value)?.[1] ?? [])
      : [],
  );
  return [...new Set(found.map((one) => one.toLowerCase()))];
}
