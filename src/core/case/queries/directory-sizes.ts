import type { SquashedTree } from '../../image/squashed-tree.ts';

/** Bytes of the files below a directory of the final tree; hard links count once for each name. */
export class DirectorySizes {
  readonly #paths: string[] = [];
  /** Bytes of all files before the path of the same index. */
  readonly #before: number[] = [0];

  constructor(tree: SquashedTree) {
    let sum = 0;
    for (const { path, type, size } of tree.entries()) {
      if (type !== 'f' && type !== 'h') continue;
      sum += size;
      this.#paths.push(path);
      this.#before.push(sum);
    }
  }

  of(directory: string): number {
    // "0" is the code unit after "/": everything below the directory lies between the two.
    const end = this.#before[this.#lowerBound(`${directory}0`)] ?? 0;
    return end - (this.#before[this.#lowerBound(`${directory}/`)] ?? 0);
  }

  #lowerBound(path: string): number {
    let low = 0;
    let high = this.#paths.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#paths[middle] ?? '') < path) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
