import { displayName } from '../base/names.ts';
import type { CaseModel } from '../case/model.ts';
import { entriesWhere } from './entries.ts';
import { textsOf } from './facts-of.ts';
import { installScripts } from './install-scripts.ts';
import type { Rule } from './types.ts';

const NATIVE = /\.(?:node|dll|exe|dylib|so(?:\.[0-9.]+)?)$/i;
/** Folder of an installed package, or of the one that an archive of npm holds. */
const PACKAGE = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+|package)\//;

/** Native programs in packages that give no sign of having any. */
export const nativeInSource: Rule = {
  id: 'binary.in-source-package',
  title: 'A package of scripts holds a native program',
  grade: 'policy',
  why: 'What a native program does cannot be read. A package that neither builds one nor says for which systems it is made has little reason to carry one.',
  mayBeWrong: 'Prebuilt helpers for Windows, and test data, are common and mostly harmless.',
  remedy: 'Find out what it is for and who built it.',
  *run(model) {
    const packages = npmFolders(model);
    for (const { tree, layer, path, state } of entriesWhere(
      model,
      (table, i) => table.type(i) === 'f' && NATIVE.test(table.path(i)) && PACKAGE.test(table.path(i)),
    )) {
      if (state === 'removed') continue;
      const folder = PACKAGE.exec(path)?.[1] ?? '';
      const occurrence = packages.get(`${tree.id}\0${folder}`);
      if (occurrence === undefined || expectsNative(model, occurrence)) continue;
      const component = model.components[model.occurrences[occurrence]?.component ?? -1];
      if (component === undefined || PREBUILT.test(component.name)) continue;
      yield {
        severity: 'low',
        component: component.key,
        source: tree.source,
        path,
        key: `${tree.id}\0${layer}`,
        title: `${displayName(component.name)} holds the native program "${displayName(path.slice(folder.length + 1))}".`,
        detail: 'The package says neither that it builds anything nor for which systems it is made.',
        evidence: [{ label: 'file', value: path }],
      };
    }
  },
};

/** Packages named after the system they are built for. */
const PREBUILT =
  /(?:^|[-/@.])(?:linux|darwin|win32|windows|x64|ia32|arm64|arm|musl|gnu|prebuil[dt]s?|binary|native)(?:$|[-/.])/;

/** Index of the occurrence by tree and folder. */
function npmFolders(model: CaseModel): ReadonlyMap<string, number> {
  return new Map(
    model.occurrences.flatMap(({ cataloger, tree, path }, at) =>
      cataloger === 'npm.installed'
        ? [[`${tree}\0${path.replace(/\/package\.json$/, '')}`, at] as const]
        : [],
    ),
  );
}

function expectsNative(model: CaseModel, at: number): boolean {
  const occurrence = model.occurrences[at];
  return (
    installScripts(model).has(at) ||
    (occurrence !== undefined && textsOf(occurrence, 'architecture').length > 0)
  );
}
