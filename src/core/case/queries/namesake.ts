import type { CaseAttestation, CaseModel, CaseSource } from '../model.ts';

/** A dropped file that has the name of what a statement speaks of, and other bytes. */
export interface Namesake {
  /** Name in the statement. */
  readonly subject: string;
  readonly source: CaseSource;
  /** `sha256:HEX`, as stated and as computed. */
  readonly stated: string;
  readonly actual: string;
}

const byName = new WeakMap<CaseModel, ReadonlyMap<string, readonly CaseSource[]>>();

/** Names prove nothing; but where the only thing that agrees is the name, the claim and the file contradict each other. */
export function namesake(model: CaseModel, { about, statement }: CaseAttestation): Namesake | undefined {
  if (about.length > 0) return undefined;
  for (const { name, digests } of statement?.subjects ?? []) {
    for (const source of droppedAs(model).get(lastPart(name)) ?? []) {
      for (const algorithm of ['sha512', 'sha384', 'sha256'] as const) {
        const [stated, actual] = [digests.get(algorithm), source.digests[algorithm]];
        if (stated !== undefined && actual !== undefined && stated !== actual)
          return {
            subject: name,
            source,
            stated: `${algorithm}:${stated}`,
            actual: `${algorithm}:${actual}`,
          };
      }
    }
  }
  return undefined;
}

function droppedAs(model: CaseModel): ReadonlyMap<string, readonly CaseSource[]> {
  const known = byName.get(model);
  if (known !== undefined) return known;
  const found = new Map<string, CaseSource[]>();
  for (const source of model.sources) {
    if (source.parent !== undefined || source.role !== 'subject') continue;
    for (const name of new Set(source.names.map(lastPart))) {
      if (name !== '') found.set(name, [...(found.get(name) ?? []), source]);
    }
  }
  byName.set(model, found);
  return found;
}

function lastPart(name: string): string {
  return name.split('/').at(-1) ?? '';
}
