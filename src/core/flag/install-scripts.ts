import type { CaseModel } from '../case/model.ts';
import { installation } from '../catalog/npm-location.ts';
import { textsOf } from './facts-of.ts';

/** Something that an installer runs, and where it says so. */
export interface InstallScript {
  /** Empty where a lockfile says that there is one, and not which. */
  readonly runs: string;
  readonly pointer: string | undefined;
}

const kept = new WeakMap<CaseModel, ReadonlyMap<number, readonly InstallScript[]>>();

/**
 * What npm and others run when a package is installed, by occurrence (index of {@link CaseModel.occurrences}): scripts of
 * the manifest, `node-gyp rebuild` where there is a `binding.gyp` and no script of its own (npm docs, scripts: life
 * cycle), and what a lockfile says. `prepare` is run for git dependencies only, and is none.
 */
export function installScripts(model: CaseModel): ReadonlyMap<number, readonly InstallScript[]> {
  let scripts = kept.get(model);
  if (scripts === undefined) {
    scripts = find(model);
    kept.set(model, scripts);
  }
  return scripts;
}

function find(model: CaseModel): ReadonlyMap<number, readonly InstallScript[]> {
  const out = new Map<number, InstallScript[]>();
  const add = (at: number, script: InstallScript) => {
    const known = out.get(at);
    if (known === undefined) out.set(at, [script]);
    else known.push(script);
  };
  for (const { kind, detail, pointer, occurrence, path } of model.observations) {
    if (kind !== 'hook.npm-script' || occurrence === undefined) continue;
    // A manifest deeper inside a package is of its tests or examples: nobody installs it.
    if (!/^(?:pre|post)?install: /.test(detail) || installation(path) === 'inside') continue;
    add(occurrence, { runs: detail, pointer });
  }
  model.occurrences.forEach((occurrence, at) => {
    const fact = occurrence.facts.find(({ field }) => field === 'install-script');
    for (const text of textsOf(occurrence, 'install-script'))
      add(at, { runs: text === 'yes' ? '' : text, pointer: fact?.pointer });
  });
  for (const at of builtByGyp(model)) {
    const own = out.get(at) ?? [];
    if (own.some(({ runs }) => /^(?:pre)?install: /.test(runs))) continue;
    add(at, { runs: 'node-gyp rebuild, for its binding.gyp', pointer: undefined });
  }
  return out;
}

/** Installed npm packages with a `binding.gyp` at their top. */
function builtByGyp(model: CaseModel): readonly number[] {
  const folders = new Set(
    model.observations.flatMap(({ kind, state, tree, path }) =>
      kind === 'hook.node-gyp' && state === 'present'
        ? [`${tree}\0${path.slice(0, -'binding.gyp'.length)}`]
        : [],
    ),
  );
  if (folders.size === 0) return [];
  return model.occurrences.flatMap(({ cataloger, tree, path, state }, at) =>
    cataloger === 'npm.installed' &&
    state === 'present' &&
    installation(path) === 'installed' &&
    folders.has(`${tree}\0${path.slice(0, -'package.json'.length)}`)
      ? [at]
      : [],
  );
}
