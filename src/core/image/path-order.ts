/** Half-open range of rows. */
export type Rows = readonly [start: number, end: number];

/**
 * Distinct paths in code unit order; a path's row is its rank. In this order everything below a directory is one
 * range, so subtrees need no nodes, no recursion and no implied parents, however deep they are.
 */
export class PathOrder {
  readonly #paths: readonly string[];

  /** @param paths distinct and sorted by code units. */
  constructor(paths: readonly string[]) {
    this.#paths = paths;
  }

  get length(): number {
    return this.#paths.length;
  }

  path(row: number): string {
    return this.#paths[row] ?? '';
  }

  /** Row of `path`, or -1. */
  find(path: string): number {
    const row = this.#lowerBound(path, 0);
    return this.#paths[row] === path ? row : -1;
  }

  /** Rows strictly below `directory`; the root is the empty string. */
  below(directory: string): Rows {
    if (directory === '') return [0, this.length];
    const start = this.#lowerBound(`${directory}/`, 0);
    // "0" is the code unit after "/".
    return [start, this.#lowerBound(`${directory}0`, start)];
  }

  /** Rows strictly below the path of `row`; most rows have none, which the next row alone tells. */
  belowRow(row: number): Rows {
    const path = this.path(row);
    const next = this.#paths[row + 1];
    if (next === undefined || !next.startsWith(path) || next.charCodeAt(path.length) > 0x2f) {
      return [row + 1, row + 1];
    }
    return this.below(path);
  }

  #lowerBound(path: string, from: number): number {
    let low = from;
    let high = this.#paths.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#paths[middle] ?? '') < path) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
