import { displayName } from '../base/names.ts';
import type { CaseModel, Occurrence } from '../case/model.ts';
import { entriesWhere } from './entries.ts';
import { textsOf } from './facts-of.ts';
import type { Rule } from './types.ts';

const NATIVE = /\.(?:node|dll|exe|dylib|so(?:\.[0-9.]+)?)$/i;
const PACKAGE = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;

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
      if (occurrence === undefined || expectsNative(occurrence)) continue;
      const component = model.components[occurrence.component];
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

function npmFolders(model: CaseModel): ReadonlyMap<string, Occurrence> {
  return new Map(
    model.occurrences
      .filter(({ cataloger }) => cataloger === 'npm.installed')
      .map((one) => [`${one.tree}\0${one.path.replace(/\/package\.json$/, '')}`, one]),
  );
}

function expectsNative(occurrence: Occurrence): boolean {
  return textsOf(occurrence, 'install-script').length > 0 || textsOf(occurrence, 'architecture').length > 0;
}
