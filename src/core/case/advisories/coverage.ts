import { baseOf } from '../../advisory/index-builder.ts';
import type { IndexedEcosystem, IndexHeader } from '../../advisory/index-format.ts';
import type { SourceId } from '../../model/source.ts';
import type { CaseModel } from '../model.ts';
import type { Settings } from '../settings.ts';

/** Advisory data with what the user says of them. */
interface Covering {
  readonly header: IndexHeader;
  /** Ecosystems that the user says they hold in full. */
  readonly confirmed: readonly string[];
}

/** Ecosystems and releases that data cover: as they state, or, where all that they count was read, as the user says. */
export function coveredBy({ header, confirmed }: Covering): readonly IndexedEcosystem[] {
  const whole = isWhole(header);
  return header.ecosystems.filter(
    ({ name, complete }) => complete || (whole && confirmed.includes(baseOf(name))),
  );
}

/** Ecosystems, without releases, that the user may say they hold in full: an archive of several states none by itself. */
export function confirmable({ ecosystems, ...header }: IndexHeader): readonly string[] {
  if (!isWhole(header)) return [];
  const open = ecosystems.filter(({ complete }) => !complete).map(({ name }) => baseOf(name));
  return [...new Set(open)].sort();
}

/** The settings after the user said that data hold all of an ecosystem, or took that back. Only of data in use. */
export function withCoverage(
  { settings, model }: { readonly settings: Settings; readonly model: Pick<CaseModel, 'sources'> },
  source: SourceId,
  ecosystem: string,
  covers: boolean,
): Settings {
  const of = model.sources.find(({ id }) => id === source)?.digests.sha256;
  return {
    ...settings,
    advisories: settings.advisories.map((one) => {
      if (one.sha256 !== of) return one;
      const others = (one.covers ?? []).filter((name) => name !== ecosystem);
      return { ...one, covers: covers ? [...others, ecosystem].sort() : others };
    }),
  };
}

/** Every record that its sources count was read. A single record or a folder counts none. */
function isWhole({ sources }: Pick<IndexHeader, 'sources'>): boolean {
  return sources.length > 0 && sources.every(({ complete }) => complete);
}
