import type { CaseModel } from '../case/model.ts';
import { buildGraph } from '../graph/csr.ts';
import { distances, roots } from '../graph/reach.ts';

/** How a component stands in the case: what decides whether a finding about it is urgent. */
export interface Standing {
  /** `present` wins over `stated`, `stated` over `removed`. */
  readonly state: 'present' | 'stated' | 'removed';
  /** Steps from the nearest root that asks for it; 0 for a root; `undefined` where nothing is known to ask. */
  readonly depth: number | undefined;
}

const kept = new WeakMap<CaseModel, Standings>();

/** The standings of a case; the graph behind them is built once per model. */
export function standingsOf(model: CaseModel): Standings {
  let standings = kept.get(model);
  if (standings === undefined) {
    standings = new Standings(model);
    kept.set(model, standings);
  }
  return standings;
}

export class Standings {
  readonly #model: CaseModel;
  readonly #byKey = new Map<string, number>();
  #depths: Int32Array | undefined;

  constructor(model: CaseModel) {
    this.#model = model;
    model.components.forEach(({ key }, i) => {
      this.#byKey.set(key, i);
    });
  }

  /** `undefined` for a component that is not in the case. */
  of(key: string): Standing | undefined {
    const component = this.#model.components[this.#byKey.get(key) ?? -1];
    if (component === undefined) return undefined;
    const states = new Set(component.occurrences.map((at) => this.#model.occurrences[at]?.state));
    const depths = component.occurrences.flatMap((at) => {
      const depth = this.#depth(at);
      return depth === undefined ? [] : [depth];
    });
    return {
      state: states.has('present') ? 'present' : states.has('stated') ? 'stated' : 'removed',
      depth: depths.length === 0 ? undefined : depths.reduce((a, b) => Math.min(a, b)),
    };
  }

  #depth(occurrence: number): number | undefined {
    this.#depths ??= this.#measure();
    const depth = this.#depths[occurrence] ?? -1;
    return depth < 0 ? undefined : depth;
  }

  /** What neither asks nor is asked stands outside the graph: -1. */
  #measure(): Int32Array {
    const { relations, occurrences } = this.#model;
    const from: number[] = [];
    const to: number[] = [];
    const linked = new Uint8Array(occurrences.length);
    for (let i = 0; i < relations.from.length; i++) {
      if (relations.kind[i] !== 'dependsOn') continue;
      const [a = 0, b = 0] = [relations.from[i], relations.to[i]];
      from.push(a);
      to.push(b);
      linked[a] = 1;
      linked[b] = 1;
    }
    const graph = buildGraph(occurrences.length, from, to);
    const depths = distances(graph.out, roots(graph));
    return depths.map((depth, i) => (linked[i] === 1 ? depth : -1));
  }
}
