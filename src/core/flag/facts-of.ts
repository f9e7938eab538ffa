import type { Occurrence } from '../case/model.ts';

/** What the sources say of an occurrence under one field, absences left out. */
export function textsOf({ facts }: Occurrence, field: string): readonly string[] {
  return facts.flatMap((fact) =>
    fact.field === field && typeof fact.value === 'string' ? [fact.value] : [],
  );
}
