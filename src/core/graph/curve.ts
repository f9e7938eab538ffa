/**
 * SVG path through the bends of an edge: straight where two bends stand above or beside each other, else a curve that
 * leaves and arrives upright. Coordinates are rounded to tenths of a pixel.
 */
export function curve(points: readonly (readonly [number, number])[]): string {
  let path = '';
  points.forEach(([x, y], i) => {
    const before = points[i - 1];
    if (before === undefined) path += `M${tenths(x)} ${tenths(y)}`;
    else if (before[0] === x) path += `V${tenths(y)}`;
    else if (before[1] === y) path += `H${tenths(x)}`;
    else {
      const middle = tenths((before[1] + y) / 2);
      path += `C${tenths(before[0])} ${middle} ${tenths(x)} ${middle} ${tenths(x)} ${tenths(y)}`;
    }
  });
  return path;
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
