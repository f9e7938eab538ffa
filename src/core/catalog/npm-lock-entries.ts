import { isJsonObject, type JsonObject, own, ownText, pointerSegment } from '../base/json-shape.ts';
import { limitFault } from '../base/limits.ts';
import { displayName } from '../base/names.ts';
import type { ReadingBuilder } from './reading-builder.ts';

/** One package of a lockfile, whatever its version wrote. */
export interface LockEntry {
  /** Folder it is installed to, relative to the lockfile's; empty for the root. */
  readonly path: string;
  readonly pointer: string;
  readonly name: string;
  readonly version: string | undefined;
  readonly fields: JsonObject;
  /** Set for links: the path of the entry linked to. */
  readonly target?: string;
  /** Version 1 lists all that an entry needs in `requires`. */
  readonly requires?: JsonObject;
}

/** Entries of a lockfile: `packages` (version 2 and 3), else `dependencies` (version 1). */
export function lockEntries(out: ReadingBuilder, lock: JsonObject): Iterable<LockEntry> | undefined {
  const packages = own(lock, 'packages');
  if (isJsonObject(packages)) return flatEntries(out, lock, packages);
  const dependencies = own(lock, 'dependencies');
  if (isJsonObject(dependencies) || own(lock, 'lockfileVersion') === 1) {
    return nestedEntries(out, lock, isJsonObject(dependencies) ? dependencies : {});
  }
  return undefined;
}

function* flatEntries(out: ReadingBuilder, lock: JsonObject, packages: JsonObject): Generator<LockEntry> {
  for (const [path, fields] of Object.entries(packages)) {
    if (!isUsable(out, path)) continue;
    const pointer = `/packages${pointerSegment(path)}`;
    if (!isJsonObject(fields)) {
      notAnObject(out, pointer);
      continue;
    }
    const root = path === '' ? lock : {};
    const name = ownText(fields, 'name') ?? ownText(root, 'name') ?? nameFromPath(path);
    const version = ownText(fields, 'version') ?? ownText(root, 'version');
    const target = own(fields, 'link') === true ? ownText(fields, 'resolved') : undefined;
    if (name === '') continue;
    yield { path, pointer, name, version, fields, ...(target === undefined ? {} : { target }) };
  }
}

/** `node_modules/a/node_modules/@s/b` is `@s/b`; a workspace without a name goes by its folder. */
function nameFromPath(path: string): string {
  const at = path.lastIndexOf('node_modules/');
  return at < 0 ? path.slice(path.lastIndexOf('/') + 1) : path.slice(at + 'node_modules/'.length);
}

/** Version 1 nests `dependencies` as `node_modules` nest, and does not say what the root asks for. */
function* nestedEntries(
  out: ReadingBuilder,
  lock: JsonObject,
  dependencies: JsonObject,
): Generator<LockEntry> {
  out.fault(
    'npm.lock.root-unknown',
    'info',
    `"${displayName(out.path)}" is of version 1, which does not say what the project itself asks for: its own edges are not known.`,
  );
  const name = ownText(lock, 'name');
  if (name !== undefined && name !== '') {
    yield { path: '', pointer: '', name, version: ownText(lock, 'version'), fields: {}, requires: {} };
  }
  const open = [{ folder: '', pointer: '/dependencies', dependencies }];
  for (let level = open.pop(); level !== undefined; level = open.pop()) {
    for (const [name, fields] of Object.entries(level.dependencies)) {
      const path = `${level.folder}node_modules/${name}`;
      if (name === '' || !isUsable(out, path)) continue;
      const pointer = level.pointer + pointerSegment(name);
      if (!isJsonObject(fields)) {
        notAnObject(out, pointer);
        continue;
      }
      const requires = own(fields, 'requires');
      const written = ownText(fields, 'version');
      yield {
        path,
        pointer,
        ...aliased(name, written),
        fields,
        requires: isJsonObject(requires) ? requires : {},
      };
      const inner = own(fields, 'dependencies');
      if (isJsonObject(inner)) {
        open.push({ folder: `${path}/`, pointer: `${pointer}/dependencies`, dependencies: inner });
      }
    }
  }
}

/** `npm:other@1.0.0` is another package under this name; a URL or path is no version. */
function aliased(name: string, version: string | undefined): { name: string; version: string | undefined } {
  const alias = /^npm:(@?[^@]+)@([^@]+)$/.exec(version ?? '');
  if (alias?.[1] !== undefined) return { name: alias[1], version: alias[2] };
  return { name, version: version !== undefined && /^[^:/]+$/.test(version) ? version : undefined };
}

/** Paths are keys and are walked upwards: both their length and their depth are bounded. */
function isUsable(out: ReadingBuilder, path: string): boolean {
  const limit = path.length > out.limits.path ? 'path' : 'pathSegments';
  if (limit === 'pathSegments' && path.split('/').length <= out.limits.pathSegments) return true;
  out.report(
    limitFault(
      limit,
      out.limits,
      `"${displayName(path.slice(0, 80))}…" is too long for a path and was left out.`,
    ),
  );
  return false;
}

function notAnObject(out: ReadingBuilder, pointer: string): void {
  out.fault(
    'npm.lock.entry',
    'error',
    `The entry at ${pointer} is not an object; the other entries were kept.`,
  );
}
