import type { Fault } from '../base/result.ts';
import type { SourceId } from './source.ts';

/** A {@link Fault} that knows which source it speaks of. Colors nothing: red comes from findings alone. */
export interface Diagnostic extends Fault {
  readonly source: SourceId;
}

export function diagnose(source: SourceId, faults: readonly Fault[]): Diagnostic[] {
  return faults.map((found) => ({ ...found, source }));
}
