import { purl } from '../base/purl.ts';

export { type PurlParts, purl } from '../base/purl.ts';

/** Name of an npm package as namespace (the scope) and name. */
export function npmPurl(name: string, version: string | undefined): string | undefined {
  const slash = name.startsWith('@') ? name.indexOf('/') : -1;
  if (slash < 0) return purl({ type: 'npm', name, version });
  return purl({ type: 'npm', namespace: name.slice(0, slash), name: name.slice(slash + 1), version });
}

/** Name of a Go module: all but the last segment of its path is the namespace. */
export function golangPurl(path: string, version: string | undefined): string | undefined {
  const slash = path.lastIndexOf('/');
  const namespace = path.slice(0, Math.max(0, slash));
  return purl({ type: 'golang', namespace, name: path.slice(slash + 1), version });
}
