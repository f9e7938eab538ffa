import type { Scope } from '../model/reading.ts';

export interface GraphNode {
  readonly id: number;
  readonly label: string;
  readonly sub: string;
  readonly role: 'root' | 'target' | 'node' | 'group';
  /** Id of the component, for the inspector; absent for groups. */
  readonly component: string | undefined;
  /** The occurrence itself, to ask the next question about; absent for groups. */
  readonly place: number | undefined;
  /** Occurrences folded into a group node. */
  readonly members: number;
  /** Number of the cycle it is part of. */
  readonly cycle: number | undefined;
}

export interface GraphEdge {
  readonly from: number;
  readonly to: number;
  readonly scope: Scope | undefined;
  readonly rawKind: string;
  /** On the shortest way that answers the question. */
  readonly answer: boolean;
}

/** A subgraph of at most 250 nodes that answers one question, and the same answer as a list. */
export interface FocusGraph {
  readonly title: string;
  readonly sentence: string;
  readonly context: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly ways: readonly Way[];
  /** All ways there are, counted without repeating a node; `atLeast` when counting stopped. */
  readonly waysTotal: number;
  readonly atLeast: boolean;
  /** Nodes of the whole context. */
  readonly of: number;
}

export interface Way {
  readonly labels: readonly string[];
  readonly components: readonly string[];
  readonly length: number;
  readonly scope: Scope | undefined;
}

export type GraphQuery =
  | { readonly question: 'why'; readonly place: number; readonly open: readonly number[] }
  | {
      readonly question: 'around';
      readonly place: number;
      readonly hops: number;
      readonly open: readonly number[];
    };
