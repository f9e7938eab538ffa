import { at, type Column } from './csr.ts';
import {
  ALIKE,
  type Division,
  type FoldLevels,
  foldLevels,
  type LevelOptions,
  SAME_KEY,
  TWINS,
} from './fold-levels.ts';
import type { Part } from './question.ts';

export interface FoldOptions extends LevelOptions {
  /** Ids of groups to open. */
  readonly open: readonly number[];
  /** Groups there may be at most while none is open, and all in all. */
  readonly calm: number;
  readonly budget: number;
  /** Id of a group from the number of its first member in the whole graph and a small number above 0. */
  readonly idOf: (first: number, step: number) => number;
}

/** A node of the part, or several that are drawn as one. Members are numbers of the part's graph, ascending. */
export interface Group {
  readonly id: number;
  readonly members: Column;
  readonly kind: 'cycle' | 'alike' | 'distance';
  /** Members are known to share their key. */
  readonly oneKey: boolean;
}

export interface Fold {
  /** By first member. */
  readonly groups: readonly Group[];
  /** Index of the group of each node of the part. */
  readonly groupOf: Column;
  /** Groups of `open` that were opened; those without room in the budget stay closed. */
  readonly opened: readonly number[];
}

/**
 * Folds cycles, then alike nodes, the largest groups first and no more than needed. A part that is calm but crowded
 * loses only twins: four nodes or more that differ in nothing but their name. `undefined` when that is not enough.
 * Groups are the same whatever is open, so their ids are.
 */
export function foldAlike(part: Part, options: FoldOptions): Fold | undefined {
  const { calm } = options;
  const { nodes } = part;
  const crowded = Math.floor(calm * 0.4);
  if (nodes.length <= calm) {
    const levels = foldLevels(part, options, crowded, nodes.length > crowded ? TWINS : 0);
    return shownAs(part, levels, twins(nodes, levels), options);
  }
  const levels = foldLevels(part, options, calm, ALIKE);
  if (levels.coarsest.count > calm) return undefined;
  return shownAs(part, levels, largestFirst(levels, grouped(nodes, levels.coarsest), calm), options);
}

/**
 * Folds a part until it is calm, whatever it takes: after cycles and alike nodes everything of one key and depth, then
 * of one depth, then of neighboring depths.
 */
export function foldDeep(part: Part, options: FoldOptions): Fold {
  const levels = foldLevels(part, options, options.calm);
  return shownAs(part, levels, grouped(part.nodes, levels.coarsest), options);
}

/** Opens what is to be open, as long as there is room. */
function shownAs(part: Part, levels: FoldLevels, groups: readonly Members[], options: FoldOptions): Fold {
  let shown = groups.map((members) => whole(levels, members));
  const id = ({ members, level, chunk }: Piece): number => {
    const first = inWhole(part, at(members, 0));
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
      (piece): Group => ({
        id: id(piece),
        members: piece.members,
        kind: KINDS[piece.level] ?? 'distance',
        oneKey: piece.level >= TWINS && piece.level <= SAME_KEY,
      }),
    );
  const groupOf = new Uint32Array(part.graph.nodes);
  sorted.forEach(({ members }, g) => {
    for (let i = 0; i < members.length; i++) groupOf[members[i] as number] = g;
  });
  return { groups: sorted, groupOf, opened };
}

/** By level of `fold-levels.ts`. */
const KINDS: readonly Group['kind'][] = ['alike', 'cycle', 'alike', 'alike'];

type Members = Column;

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
function whole(levels: FoldLevels, members: Members): Piece {
  let level = members.length === 1 ? 0 : levels.top;
  while (level > 0 && levels.alike(level - 1, members)) level--;
  return { members, level, chunk: 0 };
}

/** What a group opens into: its classes one level below, or chunks of them. */
function split(levels: FoldLevels, { members, level }: Piece): Piece[] {
  const classes = partition(levels, level - 1, members);
  if (classes.length <= PIECES) return classes.map((found) => whole(levels, found));
  let chunk = 1;
  while (classes.length > PIECES * CHUNK ** chunk) chunk++;
  const pieces: Piece[] = [];
  for (let i = 0; i < classes.length; i += CHUNK ** chunk) {
    const together = classes.slice(i, i + CHUNK ** chunk);
    const members = Uint32Array.from(together.flatMap((found) => Array.from(found))).sort();
    pieces.push(together.length === 1 ? whole(levels, members) : { members, level, chunk });
  }
  return pieces;
}

/** Members by class at a level, classes by their first member. */
function partition(levels: FoldLevels, level: number, members: Members): Members[] {
  return grouped(members, levels.divide(level, members));
}

function grouped(members: Members, { count, of }: Division): Members[] {
  const starts = new Uint32Array(count + 1);
  for (let i = 0; i < of.length; i++) {
    const after = (of[i] as number) + 1;
    starts[after] = (starts[after] as number) + 1;
  }
  for (let c = 0; c < count; c++) starts[c + 1] = (starts[c] as number) + (starts[c + 1] as number);
  const next = starts.slice();
  const sorted = new Uint32Array(of.length);
  for (let i = 0; i < of.length; i++) {
    const slot = next[of[i] as number] as number;
    next[of[i] as number] = slot + 1;
    sorted[slot] = members[i] as number;
  }
  return Array.from({ length: count }, (_, c) => sorted.subarray(starts[c], starts[c + 1]));
}

/** Classes of the highest level, the largest of them, until no more than `settled` groups are left. */
function largestFirst(levels: FoldLevels, coarse: readonly Members[], settled: number): Members[] {
  const fine = coarse.map((members) => partition(levels, levels.top - 1, members));
  const order = coarse
    .map((_, i) => i)
    .sort((a, b) => (fine[b]?.length ?? 0) - (fine[a]?.length ?? 0) || a - b);
  let left = fine.reduce((sum, pieces) => sum + pieces.length, 0);
  const groups: Members[] = [];
  for (const i of order) {
    const pieces = fine[i] ?? [];
    if (left > settled && pieces.length > 1) {
      groups.push(coarse[i] ?? new Uint32Array());
      left -= pieces.length - 1;
    } else groups.push(...pieces);
  }
  return groups;
}

/** Twins in groups of four and more; all else one by one, cycles too. */
function twins(nodes: Members, levels: FoldLevels): Members[] {
  const FEW = 4;
  if (levels.top < TWINS) return oneByOne(nodes);
  return partition(levels, TWINS, nodes).flatMap((members) =>
    partition(levels, TWINS - 1, members).length < Math.max(FEW, members.length)
      ? oneByOne(members)
      : [members],
  );
}

function oneByOne(members: Members): Members[] {
  return Array.from(members, (v) => Uint32Array.of(v));
}

/** Number in the whole graph of a node of a part's graph. */
export function inWhole({ whole }: Part, node: number): number {
  return whole === undefined ? node : at(whole, node);
}
