/** What a name with the whiteout prefix means in an image layer (OCI image-spec, layer.md, "Whiteouts"). */
export type Marker =
  /** `target` of lower layers, and everything below it, is gone. */
  | { readonly kind: 'whiteout'; readonly directory: string; readonly target: string }
  /** Everything that lower layers put below `directory` is gone. */
  | { readonly kind: 'opaque'; readonly directory: string }
  /** Bookkeeping of AUFS: no part of the file system, and no instruction. */
  | { readonly kind: 'aufs' }
  /** The prefix with nothing, `.` or `..` after it: names no file. Tools read it differently. */
  | { readonly kind: 'invalid' };

const PREFIX = '.wh.';
const META = '.wh..wh.';
const OPAQUE = '.wh..wh..opq';

/** The marker that `path` is, or `undefined` for an ordinary path. Only the exact opaque name is opaque. */
export function readMarker(path: string): Marker | undefined {
  const start = path.lastIndexOf('/') + 1;
  if (!path.startsWith(PREFIX, start)) {
    // `.wh..wh.plnk/` and its like at the root: what lies in them is AUFS's own too.
    return path.startsWith(META) ? { kind: 'aufs' } : undefined;
  }
  const name = path.slice(start);
  const directory = start === 0 ? '' : path.slice(0, start - 1);
  if (name === OPAQUE) return { kind: 'opaque', directory };
  if (name.startsWith(META)) return { kind: 'aufs' };
  const hidden = name.slice(PREFIX.length);
  if (hidden === '' || hidden === '.' || hidden === '..') return { kind: 'invalid' };
  return { kind: 'whiteout', directory, target: start === 0 ? hidden : `${directory}/${hidden}` };
}
