import { hierarchy, treemap, treemapSquarify } from 'd3-hierarchy';
import type { MapTile } from '../../../core/case/views.ts';

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
/** No tile is so small that it cannot be hit: a share of the largest. */
const LEAST_SHARE = 0.006;

interface Node {
  readonly group?: string;
  readonly tile?: MapTile;
  readonly children?: readonly Node[];
}

/** Tiles by group as rectangles whose area is their count. */
export function placeTiles(tiles: readonly MapTile[], width: number, height: number): readonly PlacedGroup[] {
  const groups = new Map<string, MapTile[]>();
  for (const tile of tiles) groups.set(tile.group, [...(groups.get(tile.group) ?? []), tile]);
  const all = tiles.reduce((sum, tile) => sum + tile.count, 0);
  const data: Node = {
    children: [...groups].map(([group, of]) => ({ group, children: of.map((tile) => ({ tile })) })),
  };
  const root = hierarchy<Node>(data, (node) => (node.children === undefined ? undefined : [...node.children]))
    .sum((node) => (node.tile === undefined ? 0 : Math.max(node.tile.count, all * LEAST_SHARE)))
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

function boxOf(node: { x0: number; y0: number; x1: number; y1: number }): Box {
  return { left: node.x0, top: node.y0, width: node.x1 - node.x0, height: node.y1 - node.y0 };
}
