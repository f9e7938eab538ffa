import type { CheckRow } from '../../../core/case/views.ts';
import type { Knowing } from '../../../core/model/knowing.ts';

/** Shape of a check's result. `tick`: it passed, and only form was checked; nothing else than a proven pass is green. */
export function checkShape({ status, outside }: Pick<CheckRow, 'status' | 'outside'>): Knowing | 'tick' {
  switch (status) {
    case 'pass':
      return outside ? 'proven' : 'tick';
    case 'fail':
      return 'contradicted';
    case 'absent':
      return 'missing';
    case 'skipped':
    case 'unprovable-offline':
      return 'not-inspected';
  }
}
