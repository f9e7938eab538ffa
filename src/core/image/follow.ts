const MAX_LINKS = 40;
const MAX_LINK_LENGTH = 4096;

/**
 * What a path leads to inside a file system of its own: links are followed in every segment, `..` and absolute targets
 * stay below the root, as in a container. `undefined` for a dangling link, or after 40 of them.
 *
 * @param linkOf text of a symbolic link; `undefined` for anything else.
 */
export function follow<Entry>(
  path: string,
  get: (path: string) => Entry | undefined,
  linkOf: (entry: Entry) => string | undefined,
): Entry | undefined {
  const pending = path.split('/').reverse();
  let at = '';
  let found: Entry | undefined;
  let links = 0;
  for (let segment = pending.pop(); segment !== undefined; segment = pending.pop()) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') {
      at = at.slice(0, Math.max(0, at.lastIndexOf('/')));
      found = get(at);
      continue;
    }
    const next = at === '' ? segment : `${at}/${segment}`;
    found = get(next);
    const link = found === undefined ? undefined : linkOf(found);
    if (link === undefined) {
      at = next;
      continue;
    }
    if (++links > MAX_LINKS || link.length > MAX_LINK_LENGTH) return undefined;
    if (link.startsWith('/')) at = '';
    for (const part of link.split('/').reverse()) pending.push(part);
    found = get(at);
  }
  return found;
}
