import { hierarchy, treemap, treemapSquarify } from 'd3-hierarchy';
import type { MapTile } from '../../../core/case/views.ts';
import { en } from '../../text/en.ts';

/** A rectangle in the unit of the map's size. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedGroup extends Box {
  readonly group: string;
  readonly count: number;
  readonly tiles: readonly (Box & { readonly tile: MapTile })[];
}

/** Room above a group for its name. */
const LABEL = 19;
/** No tile is so small that it cannot be hit: a share of all. */
const LEAST_SHARE = 0.006;
/** Groups below this share stand together in one. */
const LEAST_GROUP = 0.04;

interface Node {
  readonly group?: string;
  readonly tile?: MapTile;
  /** Its count, or more where the group would be too small for its name. */
  readonly value?: number;
  readonly children?: readonly Node[];
}

/** Tiles by group as rectangles whose area is their count. */
export function placeTiles(tiles: readonly MapTile[], width: number, height: number): readonly PlacedGroup[] {
  const all = sum(tiles);
  const groups = gather(tiles, all);
  const data: Node = {
    children: [...groups].map(([group, of]) => {
      const scale = Math.max(1, (all * LEAST_GROUP) / Math.max(1, sum(of)));
      return { group, children: of.map((tile) => ({ tile, value: tile.count * scale })) };
    }),
  };
  const root = hierarchy<Node>(data, (node) => (node.children === undefined ? undefined : [...node.children]))
    .sum((node) => (node.value === undefined ? 0 : Math.max(node.value, all * LEAST_SHARE)))
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const placed = treemap<Node>()
    .size([width, height])
    .tile(treemapSquarify.ratio(1.2))
    .paddingTop((node) => (node.depth === 1 ? LABEL : 0))
    .paddingInner(2)
    .round(true)(root);
  return (placed.children ?? []).map((group) => ({
    ...boxOf(group),
    group: group.data.group ?? '',
    count: (group.children ?? []).reduce((sum, leaf) => sum + (leaf.data.tile?.count ?? 0), 0),
    tiles: (group.children ?? []).flatMap((leaf) =>
      leaf.data.tile === undefined ? [] : [{ ...boxOf(leaf), tile: leaf.data.tile }],
    ),
  }));
}

/** Tiles by group; groups too small for a name of their own under all their names, or how many they are. */
function gather(tiles: readonly MapTile[], all: number): ReadonlyMap<string, readonly MapTile[]> {
  const groups = new Map<string, MapTile[]>();
  for (const tile of tiles) groups.set(tile.group, [...(groups.get(tile.group) ?? []), tile]);
  const small = [...groups].filter(([, of]) => sum(of) < all * LEAST_GROUP);
  if (small.length < 2) return groups;
  for (const [name] of small) groups.delete(name);
  const names = small.map(([name]) => name);
  groups.set(
    names.length > 3 ? en.overview.map.others(names.length) : names.join(', '),
    small.flatMap(([, of]) => of),
  );
  return groups;
}

function sum(tiles: readonly MapTile[]): number {
  return tiles.reduce((all, tile) => all + tile.count, 0);
}

function boxOf(node: { x0: number; y0: number; x1: number; y1: number }): Box {
  return { left: node.x0, top: node.y0, width: node.x1 - node.x0, height: node.y1 - node.y0 };
}
