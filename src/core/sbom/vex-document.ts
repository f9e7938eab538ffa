import type { Fault } from '../base/result.ts';
import type {
  DocumentError,
  DocumentFormat,
  Party,
  StatedDocument,
  VexStatement,
} from '../model/document.ts';
import type { ScanReport } from '../model/scan.ts';
import { nothingStated } from '../model/stated.ts';
import type { DocumentReading } from './types.ts';

/** What a document that states no components says as a whole. */
export interface VexDocument {
  readonly format: DocumentFormat;
  readonly version: string;
  readonly id?: string | undefined;
  readonly title?: string | undefined;
  readonly revision?: string | undefined;
  readonly created?: string | undefined;
  readonly parties: readonly Party[];
  readonly vex: readonly VexStatement[];
  readonly scan?: ScanReport;
  readonly errors: readonly DocumentError[];
  /** What the absence of errors proves: `true`, or `undefined` where the rules held are not all there are. */
  readonly without: true | undefined;
  readonly validity: string;
}

/** A VEX document or a scanner's report as the case takes it. A document with errors is not valid, whatever else is not checked. */
export function vexReading(parts: VexDocument, faults: readonly Fault[]): DocumentReading {
  const { id, title, revision, created, without, ...rest } = parts;
  const document: StatedDocument = {
    ...rest,
    serialization: 'json',
    ...(id === undefined ? {} : { id }),
    ...(title === undefined ? {} : { title }),
    ...(revision === undefined ? {} : { revision }),
    ...(created === undefined ? {} : { created }),
    lifecycles: [],
    describes: [],
    completeness: [],
    external: [],
    unresolved: [],
    counts: { components: 0, relations: 0 },
    valid: parts.errors.length > 0 ? false : without,
  };
  return {
    document,
    stated: nothingStated(!faults.some(({ severity }) => severity === 'error')),
    diagnostics: faults,
  };
}
