/** A laid-out graph in pixels. `points` are the bends of an edge from its start to its end. */
export interface Placed {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly {
    readonly id: number;
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }[];
  readonly edges: readonly {
    readonly from: number;
    readonly to: number;
    readonly points: readonly (readonly [number, number])[];
  }[];
}
