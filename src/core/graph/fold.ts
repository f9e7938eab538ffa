import { at, type Column, type Subgraph, tabulate } from './csr.ts';
import { ALIKE, type FoldLevels, foldLevels, type LevelOptions, TWINS } from './fold-levels.ts';
import type { Components } from './scc.ts';

export interface FoldOptions extends LevelOptions {
  /** Ids of groups to open. */
  readonly open: readonly number[];
  /** Groups there may be at most while none is open, and all in all. */
  readonly calm: number;
  readonly budget: number;
  /** Id of a group from the number of its first member in the whole graph and a small number above 0. */
  readonly idOf: (first: number, step: number) => number;
}

/** A node of the part, or several that are drawn as one. Members are numbers of the part, ascending. */
export interface Group {
  readonly id: number;
  readonly members: readonly number[];
  readonly kind: 'cycle' | 'alike' | 'distance';
}

export interface Fold {
  /** By first member. */
  readonly groups: readonly Group[];
  /** Index of the group of each node. */
  readonly groupOf: Column;
  /** Groups of `open` that were opened; those without room in the budget stay closed. */
  readonly opened: readonly number[];
}

/**
 * Folds cycles, then alike nodes, the largest groups first and no more than needed. A part that is calm but crowded
 * loses only twins: four nodes or more that differ in nothing but their name. `undefined` when that is not enough.
 * Groups are the same whatever is open, so their ids are.
 */
export function foldAlike(part: Subgraph, components: Components, options: FoldOptions): Fold | undefined {
  const { calm } = options;
  const crowded = Math.floor(calm * 0.4);
  if (part.nodes <= calm) {
    const levels = foldLevels(part, components, options, crowded, part.nodes > crowded ? TWINS : 0);
    return shownAs(part, levels, twins(levels), options);
  }
  const levels = foldLevels(part, components, options, calm, ALIKE);
  if ((levels.counts.at(-1) ?? 0) > calm) return undefined;
  return shownAs(part, levels, largestFirst(levels, calm), options);
}

/**
 * Folds a part until it is calm, whatever it takes: after cycles and alike nodes everything of one key and depth, then
 * of one depth, then of neighboring depths.
 */
export function foldDeep(part: Subgraph, components: Components, options: FoldOptions): Fold {
  const levels = foldLevels(part, components, options, options.calm);
  return shownAs(
    part,
    levels,
    partition(everyNode(levels.classOf[0] ?? []), levels.classOf.at(-1) ?? []),
    options,
  );
}

/** Opens what is to be open, as long as there is room. */
function shownAs(part: Subgraph, levels: FoldLevels, groups: readonly Members[], options: FoldOptions): Fold {
  let shown = groups.map((members) => whole(levels, members));
  const id = ({ members, level, chunk }: Piece): number => {
    const first = at(part.whole, at(members, 0));
    return members.length === 1 ? first : options.idOf(first, level * CHUNK_LEVELS + chunk);
  };
  const opened: number[] = [];
  for (const wanted of options.open) {
    const index = shown.findIndex((piece) => piece.members.length > 1 && id(piece) === wanted);
    const piece = shown[index];
    if (piece === undefined) continue;
    const pieces = split(levels, piece);
    if (shown.length + pieces.length - 1 > options.budget) continue;
    opened.push(wanted);
    shown = shown.toSpliced(index, 1, ...pieces);
  }
  const sorted = shown
    .toSorted((a, b) => at(a.members, 0) - at(b.members, 0))
    .map(
      (piece): Group => ({ id: id(piece), members: piece.members, kind: KINDS[piece.level] ?? 'distance' }),
    );
  const groupOf = new Uint32Array(part.nodes);
  sorted.forEach(({ members }, g) => {
    for (const v of members) groupOf[v] = g;
  });
  return { groups: sorted, groupOf, opened };
}

/** By level of `fold-levels.ts`. */
const KINDS: readonly Group['kind'][] = ['alike', 'cycle', 'alike', 'alike'];

type Members = readonly number[];

/** A class of the level that made it, or some of its pieces where it has too many to open at once. */
interface Piece {
  readonly members: Members;
  readonly level: number;
  /** It holds CHUNK ** chunk pieces of its class; 0 when it is the whole class. */
  readonly chunk: number;
}

const CHUNK = 20;
/** Pieces a group opens into at most. */
const PIECES = 2 * CHUNK;
/** More than the chunks within chunks that 250,000 nodes can have. */
const CHUNK_LEVELS = 6;

/** The lowest level that made this class: the same members, the same id. */
function whole({ classOf, sizes }: FoldLevels, members: Members): Piece {
  const first = at(members, 0);
  const level = classOf.findIndex((column, l) => at(sizes[l] ?? [], at(column, first)) === members.length);
  return { members, level, chunk: 0 };
}

/** What a group opens into: its classes one level below, or chunks of them. */
function split(levels: FoldLevels, { members, level }: Piece): Piece[] {
  const classes = partition(members, levels.classOf[level - 1] ?? []);
  if (classes.length <= PIECES) return classes.map((found) => whole(levels, found));
  let chunk = 1;
  while (classes.length > PIECES * CHUNK ** chunk) chunk++;
  const pieces: Piece[] = [];
  for (let i = 0; i < classes.length; i += CHUNK ** chunk) {
    const [first = [], ...rest] = classes.slice(i, i + CHUNK ** chunk);
    if (rest.length === 0) pieces.push(whole(levels, first));
    else pieces.push({ members: [...first, ...rest.flat()].sort((a, b) => a - b), level, chunk });
  }
  return pieces;
}

/** Members by class, classes by their first member. */
function partition(members: Iterable<number>, classOf: ArrayLike<number>): Members[] {
  const classes = new Map<number, number[]>();
  for (const v of members) {
    const known = classes.get(at(classOf, v));
    if (known === undefined) classes.set(at(classOf, v), [v]);
    else known.push(v);
  }
  return [...classes.values()];
}

/** Classes of the highest level, the largest of them, until no more than `settled` groups are left. */
function largestFirst({ classOf, counts }: FoldLevels, settled: number): Members[] {
  const top = classOf.length - 1;
  const finer = classOf[top - 1] ?? [];
  const coarse = partition(everyNode(finer), classOf[top] ?? []);
  const fine = coarse.map((members) => partition(members, finer));
  const order = coarse
    .map((_, i) => i)
    .sort((a, b) => (fine[b]?.length ?? 0) - (fine[a]?.length ?? 0) || a - b);
  let left = at(counts, top - 1);
  const groups: Members[] = [];
  for (const i of order) {
    const pieces = fine[i] ?? [];
    if (left > settled && pieces.length > 1) {
      groups.push(coarse[i] ?? []);
      left -= pieces.length - 1;
    } else groups.push(...pieces);
  }
  return groups;
}

/** Twins in groups of four and more; all else one by one, cycles too. */
function twins({ classOf }: FoldLevels): Members[] {
  const FEW = 4;
  const nodes = everyNode(classOf[0] ?? []);
  const alike = classOf[TWINS];
  if (alike === undefined) return Array.from(nodes, (v) => [v]);
  return partition(nodes, alike).flatMap((members) =>
    partition(members, classOf[TWINS - 1] ?? []).length < Math.max(FEW, members.length)
      ? members.map((v) => [v])
      : [members],
  );
}

function everyNode(column: ArrayLike<number>): Column {
  return tabulate(column.length, (v) => v);
}
