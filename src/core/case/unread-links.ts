import { displayName } from '../base/names.ts';
import { type Fault, fault } from '../base/result.ts';
import { alternatives } from '../catalog/match.ts';
import { catalogers, catalogIndex } from '../catalog/registry.ts';
import type { Cataloger, FileReading } from '../catalog/types.ts';
import type { SquashedTree } from '../image/squashed-tree.ts';

/** Told one by one; what is beyond is counted. */
const TOLD = 20;

/** Of these a link is everyday, and what it leads to is read under its own name or is no package. */
const NOT_OF = new Set(['license.files', 'hooks.system', 'hooks.package', 'binary.classifiers']);

/**
 * Warnings for package records that stand at their place by a link alone: catalogers read files as they pass and know them
 * by their own path, so that what the link leads to was not read. On a running system it counts, and what it lists would be
 * missing here in silence.
 */
export function unreadLinks(tree: SquashedTree, readings: readonly FileReading[]): Fault[] {
  const read = new Set(readings.map(({ cataloger, path }) => `${cataloger}\0${path}`));
  const faults: Fault[] = [];
  let more = 0;
  const tell = (path: string, cataloger: Cataloger, from: string): void => {
    const target = targetOf(tree, path);
    if (
      target === undefined ||
      read.has(`${cataloger.id}\0${path}`) ||
      read.has(`${cataloger.id}\0${target}`)
    )
      return;
    if (faults.length === TOLD) {
      more++;
      return;
    }
    const what = `"${displayName(path)}" is there by a link, "${displayName(from)}", to "${displayName(target)}", and was not read (${cataloger.title}): packages that it lists are missing here.`;
    faults.push(fault('catalog.link-unread', 'warning', what, { entry: from }));
  };
  for (const { path, type } of tree.entries()) {
    if (type !== 'l' && type !== 'h') continue;
    for (const cataloger of catalogIndex.byPath(path))
      if (!NOT_OF.has(cataloger.id)) tell(path, cataloger, path);
  }
  for (const { path, cataloger } of FIXED) {
    const link = tree.get(path) === undefined ? linkAbove(tree, path) : undefined;
    if (link !== undefined) tell(path, cataloger, link);
  }
  if (more > 0) {
    const what = `${more} more package records are there by links, and were not read.`;
    faults.push(fault('catalog.link-unread', 'warning', what, {}));
  }
  return faults;
}

/** Places of records that no pattern leaves open: a folder above them may be a link. */
const FIXED = [...catalogers].flatMap((cataloger) =>
  NOT_OF.has(cataloger.id)
    ? []
    : cataloger.match.globs
        .flatMap(alternatives)
        .filter((glob) => !glob.includes('*') && glob.includes('/'))
        .map((path) => ({ path, cataloger })),
);

/** The file that a path leads to by its links. */
function targetOf(tree: SquashedTree, path: string): string | undefined {
  const end = tree.follow(path);
  if (end?.type === 'f') return end.path;
  return end?.type === 'h' && tree.content(end) !== undefined
    ? end.link?.replace(/^(?:\.?\/)+/, '')
    : undefined;
}

/** The first folder of a path that is a link. */
function linkAbove(tree: SquashedTree, path: string): string | undefined {
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
    const folder = path.slice(0, at);
    if (tree.get(folder)?.type === 'l') return folder;
  }
  return undefined;
}
