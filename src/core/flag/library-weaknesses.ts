import { LIBRARY_WEAKNESSES, type LibraryWeakness } from './data/javascript-libraries.ts';
import { LIBRARIES_TABLE } from './data/libraries-table.ts';

const SEVERITY = { c: 'critical', h: 'high', m: 'medium', l: 'low' } as const;

let kept: ReadonlyMap<string, readonly LibraryWeakness[]> | undefined;

/** Published weaknesses of a library by its name on npm; our own table says of some in words what they are. */
export function weaknessesOf(library: string): readonly LibraryWeakness[] {
  kept ??= bundledWeaknesses();
  const own = Object.hasOwn(LIBRARY_WEAKNESSES, library) ? (LIBRARY_WEAKNESSES[library] ?? []) : [];
  const told = new Set(own.flatMap(({ ids }) => ids));
  return [...own, ...(kept.get(library) ?? []).filter(({ ids }) => !ids.some((id) => told.has(id)))];
}

/** The bundled table as it was published. */
export function bundledWeaknesses(): ReadonlyMap<string, readonly LibraryWeakness[]> {
  return new Map(
    LIBRARIES_TABLE.split(/(?:^|\s)=/).flatMap((part) => {
      const [library = '', ...words] = part.trim().split(/\s+/);
      return library === '' ? [] : [[library, words.map(weakness)] as const];
    }),
  );
}

function weakness(word: string): LibraryWeakness {
  const [range = '', letter = '', ids = ''] = word.split(':');
  const [from = '', fixed = ''] = range.split('..');
  return {
    fixed,
    ...(from === '' ? {} : { from }),
    severity: SEVERITY[letter as keyof typeof SEVERITY] ?? 'medium',
    ids: ids.split(','),
  };
}
