import { displayName } from '../base/names.ts';
import { type Fault, fault } from '../base/result.ts';
import type { SquashedTree } from '../image/squashed-tree.ts';

const MAX_LINKS = 40;

/** One warning for the symbolic links of a tree that lead back to themselves, or on and on (`ELOOP` on a real system). */
export function linkFaults(tree: SquashedTree): Fault[] {
  const endless: string[] = [];
  for (const { path, type } of tree.entries()) if (type === 'l' && isEndless(tree, path)) endless.push(path);
  const [first, ...more] = endless;
  if (first === undefined) return [];
  const count = more.length === 0 ? '1 symbolic link leads' : `${endless.length} symbolic links lead`;
  const message = `${count} in a circle, or through more than ${MAX_LINKS} others: "${displayName(first)}"${more.length > 0 ? ' is the first' : ''}. They were not followed.`;
  return [fault('tree.link-loop', 'warning', message, { entry: first })];
}

/** Follows the links of one path alone: what they lead to need not exist. */
function isEndless(tree: SquashedTree, path: string): boolean {
  let at = path;
  for (let links = 0; links <= MAX_LINKS; links++) {
    const entry = tree.get(at);
    if (entry?.type !== 'l' || entry.link === undefined) return false;
    const base = entry.link.startsWith('/') ? [] : at.split('/').slice(0, -1);
    for (const segment of entry.link.split('/')) {
      if (segment === '..') base.pop();
      else if (segment !== '' && segment !== '.') base.push(segment);
    }
    at = base.join('/');
  }
  return true;
}
