import type { Occurrence } from '../case/model.ts';
import { factsWith } from '../case/stated-occurrence.ts';

/** What the sources say of an occurrence under one field, absences left out. */
export function textsOf(place: Occurrence, field: string): readonly string[] {
  return factsWith(place, field).flatMap((fact) =>
    fact.field === field && typeof fact.value === 'string' ? [fact.value] : [],
  );
}
