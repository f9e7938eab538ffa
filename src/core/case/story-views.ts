import type { SourceId } from '../model/source.ts';
import type { Target } from './views.ts';

/** A package by name, and where it leads. */
export interface PackageRef {
  readonly component: string;
  readonly name: string;
}

/** What an image runs, when it runs it, and how its layers made it. */
export interface StoryView {
  readonly tree: SourceId;
  readonly runs: RunsView | undefined;
  readonly hooks: readonly HookGroup[];
  readonly layers: readonly LayerView[];
  readonly base: BaseView | undefined;
  /** Bytes of all files in all layers, and of those that a later layer made useless. */
  readonly total: number;
  readonly wasted: number;
  readonly repeated: readonly { readonly path: string; readonly times: number; readonly wasted: number }[];
}

export interface RunsView {
  readonly user: string | undefined;
  readonly workingDir: string;
  readonly command: readonly string[];
  readonly files: readonly {
    readonly role: 'entrypoint' | 'cmd' | 'shell' | 'interpreter' | 'argument';
    readonly asked: string;
    readonly path: string | undefined;
    readonly through: string | undefined;
    readonly layer: number | undefined;
    readonly sha256: string | undefined;
    readonly owner: PackageRef | undefined;
    readonly target: Target | undefined;
  }[];
  readonly environment: readonly { readonly name: string; readonly value: string }[];
}

export interface HookGroup {
  readonly kind: string;
  readonly count: number;
  /** How many of them lie in no package. */
  readonly unowned: number;
  /** The first ones, those in no package before the others. */
  readonly rows: readonly {
    readonly path: string;
    readonly detail: string;
    readonly pointer: string | undefined;
    readonly layer: number | undefined;
    readonly owner: PackageRef | undefined;
    readonly target: Target;
  }[];
}

export interface LayerView {
  readonly index: number;
  readonly createdBy: string | undefined;
  readonly wasted: number;
  readonly changes: readonly {
    readonly kind: 'brought' | 'changed' | 'removed';
    readonly count: number;
    readonly packages: readonly (PackageRef & {
      readonly version: string;
      readonly before: string | undefined;
    })[];
  }[];
}

export interface BaseView {
  readonly layers: number | undefined;
  readonly name: string | undefined;
  readonly from: 'history' | 'label';
}
