import { groupBy } from '../../base/group.ts';
import type { SourceId } from '../../model/source.ts';
import type { CaseDocument } from '../model.ts';

/** A document with the authors who count for it. */
export interface Spoken {
  readonly document: CaseDocument;
  readonly speaking: readonly string[];
}

/**
 * Documents of which a later version, by an author of theirs, is among these: what only the older one says to be harmless,
 * its author says no longer.
 */
export function outdated(all: readonly Spoken[]): ReadonlySet<SourceId> {
  const versions = all.flatMap(({ document, speaking }) => {
    const version = versionOf(document);
    return version === undefined
      ? []
      : speaking.map((author) => ({ ...version, source: document.source, author }));
  });
  const groups = groupBy(versions, ({ of, author }) => JSON.stringify([of, author]));
  return new Set(
    [...groups.values()].flatMap((group) => {
      const last = group.reduce((a, b) => (compare(b.numbers, a.numbers) > 0 ? b : a));
      return group.filter(({ numbers }) => compare(last.numbers, numbers) > 0).map(({ source }) => source);
    }),
  );
}

/** The id of a BOM ends with its version; `undefined` where the version is no row of numbers. */
function versionOf({ format, id, revision }: CaseDocument) {
  if (id === undefined) return undefined;
  const [, serial = id, number] = (format === 'CycloneDX' ? /^(.*)\/(\d+)$/s.exec(id) : null) ?? [];
  const text = revision ?? number ?? '';
  if (!/^\d{1,15}(?:\.\d{1,15}){0,3}$/.test(text)) return undefined;
  return { of: `${format} ${serial}`, numbers: text.split('.').map(Number) };
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
