import type { Digests } from '../base/digest.ts';
import type { FileKey } from '../model/source.ts';
import { BEING_CHECKED } from '../sbom/cyclonedx-schema.ts';
import type { Contents } from './contents.ts';
import type { Harvest } from './jobs.ts';

/** All that was learned of one dropped file. A new object at every change, so that what is derived can be kept. */
export interface FileFacts {
  readonly key: FileKey;
  /** Name, or path within the dropped folder. */
  readonly name: string;
  readonly size: number;
  readonly harvests: readonly Harvest[];
  /** Of the whole file, as far as known. */
  readonly digests: Digests;
  /** Digests of single files inside, by the source that holds them. */
  readonly contents: Contents;
  /** Sentences on work that was begun and not ended. */
  readonly interrupted: readonly string[];
}

export function newFacts(key: FileKey, name: string, size: number): FileFacts {
  return { key, name, size, harvests: [], digests: {}, contents: new Map(), interrupted: [] };
}

/** Facts with what a source states, told before all is known of it; what it told before that is less. */
export function withEarly(facts: FileFacts, early: Harvest): FileFacts {
  const others = facts.harvests.filter(({ source }) => source.id !== early.source.id);
  return { ...facts, harvests: [...others, early] };
}

/** Facts with what a job found; what it told early takes its place in what came of it. */
export function withHarvests(facts: FileFacts, harvests: readonly Harvest[]): FileFacts {
  const ids = new Set(harvests.map(({ source }) => source.id));
  const early = new Map(facts.harvests.map((harvest) => [harvest.source.id, harvest.stated]));
  const whole = harvests.map(({ statedEarly, ...harvest }): Harvest => {
    const stated = statedEarly === true ? early.get(harvest.source.id) : undefined;
    return stated === undefined ? harvest : { ...harvest, stated };
  });
  return { ...facts, harvests: [...facts.harvests.filter(({ source }) => !ids.has(source.id)), ...whole] };
}

/** Facts of a file whose work was broken off: what was told early stays, and nothing more becomes known of it. */
export function withInterruption(facts: FileFacts, sentence: string): FileFacts {
  const harvests = facts.harvests.map((harvest) =>
    harvest.document?.validity === BEING_CHECKED.validity
      ? { ...harvest, document: { ...harvest.document, validity: 'Not checked: the work was interrupted.' } }
      : harvest,
  );
  return { ...facts, harvests, interrupted: [...facts.interrupted, sentence] };
}
