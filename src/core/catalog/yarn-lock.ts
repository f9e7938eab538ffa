import { decodeUtf8Lossy } from '../base/bytes.ts';
import {
  isJsonObject,
  type JsonObject,
  ownObject,
  ownText,
  pointerSegment,
  textEntries,
} from '../base/json-shape.ts';
import { displayName } from '../base/names.ts';
import type { Reading, Scope } from '../model/reading.ts';
import { listStated } from './list-package.ts';
import { integrityFacts } from './npm-integrity.ts';
import { npmPurl } from './purl.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger } from './types.ts';
import { unmetFaults } from './unmet.ts';
import { readYamlFile } from './yaml-file.ts';
import { parseYarnV1 } from './yarn-v1.ts';

/** What a Yarn lockfile states, of Yarn 1 and of Yarn 2 and later. It does not say what the project itself asks for. */
export const yarnLock: Cataloger = {
  id: 'yarn.lock',
  title: 'Yarn lockfile',
  spec: 'classic.yarnpkg.com/docs/yarn-lock; yarnpkg.com: lockfile of Yarn 2 and later (__metadata)',
  match: { globs: ['**/yarn.lock'] },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const text = decodeUtf8Lossy(file.bytes);
    const entries = /^__metadata:/m.test(text) ? berryEntries(out, file.bytes) : classicEntries(out, text);
    if (entries === undefined) return out.done();
    const byDescriptor = new Map<string, string>();
    const listed = entries.filter((entry) => list(out, entry, byDescriptor));
    let unmet = 0;
    for (const { pointer, dependencies } of listed) {
      const from = `${out.path}#${pointer}`;
      for (const { name, range, scope, rawKind } of dependencies) {
        if (out.full) return out.done();
        const to = byDescriptor.get(`${name}@${range}`) ?? byDescriptor.get(`${name}@npm:${range}`);
        if (to !== undefined)
          out.relate({ from, to, kind: 'dependsOn', scope, rawKind, how: 'stated', asked: range });
        else if (scope === 'runtime') unmet++;
      }
    }
    const whose = `of packages in "${displayName(file.path)}"`;
    for (const one of unmetFaults('npm.unmet', unmet, whose, 'in it')) out.report(one);
    return out.done();
  },
};

interface Asked {
  readonly name: string;
  readonly range: string;
  readonly scope: Scope;
  readonly rawKind: string;
}

/** One entry, whichever Yarn wrote it. */
interface Entry {
  readonly descriptors: readonly string[];
  readonly name: string;
  readonly version: string | undefined;
  readonly pointer: string;
  /** Part of the project, not of a registry. */
  readonly workspace: boolean;
  readonly dependencies: readonly Asked[];
  readonly resolved: string | undefined;
  readonly integrity: string | undefined;
}

function list(out: ReadingBuilder, entry: Entry, byDescriptor: Map<string, string>): boolean {
  const { name, pointer, workspace } = entry;
  const ref = `${out.path}#${pointer}`;
  const version = workspace ? undefined : entry.version;
  const type = workspace ? 'application' : 'library';
  if (!listStated(out, { ref, type, name, version, purl: npmPurl(name, version), pointer })) return false;
  out.fact(ref, 'download-url', entry.resolved, { pointer });
  integrityFacts(out, ref, entry.integrity, pointer);
  for (const descriptor of entry.descriptors) byDescriptor.set(descriptor, ref);
  return true;
}

function classicEntries(out: ReadingBuilder, text: string): Entry[] | undefined {
  const { entries, unread } = parseYarnV1(text);
  const name = displayName(out.path);
  if (unread > 0) {
    const what = unread === 1 ? '1 line that is' : `${unread.toLocaleString('en')} lines that are`;
    out.fault(
      'yarn.line',
      'error',
      `"${name}" has ${what} not of a Yarn lockfile's form; the others were kept.`,
    );
  }
  return entries.flatMap(({ descriptors, fields, dependencies, line }): Entry[] => {
    const first = descriptors[0] ?? '';
    const packageName = nameOf(aliasOf(first) ?? first);
    if (packageName === '') return [];
    return [
      {
        descriptors,
        name: packageName,
        version: fields.get('version'),
        pointer: `line ${line}`,
        workspace: false,
        dependencies: dependencies.map(([kind, name, range]) => asked(kind, name, range)),
        resolved: fields.get('resolved'),
        integrity: fields.get('integrity') ?? sumOf(fields.get('resolved')),
      },
    ];
  });
}

function asked(rawKind: string, name: string, range: string): Asked {
  return { name, range, scope: rawKind === 'optionalDependencies' ? 'optional' : 'runtime', rawKind };
}

/** `name@npm:other@1.0.0` is another package under this name. */
function aliasOf(descriptor: string): string | undefined {
  const at = descriptor.indexOf('@npm:', 1);
  const real = at < 0 ? '' : descriptor.slice(at + '@npm:'.length);
  return real.lastIndexOf('@') > 0 ? real : undefined;
}

function nameOf(descriptor: string): string {
  const at = descriptor.indexOf('@', 1);
  return at < 0 ? descriptor : descriptor.slice(0, at);
}

/** Before Yarn 1.10 the only hash was the SHA-1 behind the address; written as subresource integrity is. */
function sumOf(resolved: string | undefined): string | undefined {
  const hex = /#([0-9a-f]{40})$/.exec(resolved ?? '')?.[1];
  return hex === undefined
    ? undefined
    : `sha1-${btoa(hex.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16))))}`;
}

function berryEntries(out: ReadingBuilder, bytes: Uint8Array): Entry[] | undefined {
  const lock = readYamlFile(out, bytes, 'as a lockfile');
  if (!isJsonObject(lock)) return undefined;
  return Object.entries(lock).flatMap(([key, fields]): Entry[] => {
    if (key === '__metadata' || !isJsonObject(fields)) return [];
    const resolution = ownText(fields, 'resolution') ?? key;
    const name = nameOf(resolution);
    if (name === '') return [];
    const protocol = resolution.slice(name.length + 1);
    return [
      {
        descriptors: key.split(', '),
        name,
        version: ownText(fields, 'version'),
        pointer: pointerSegment(key),
        workspace: protocol.startsWith('workspace:'),
        dependencies: textEntriesOf(ownObject(fields, 'dependencies'), 'dependencies'),
        resolved: protocol.startsWith('npm:') || protocol.startsWith('workspace:') ? undefined : protocol,
        // The checksum is of Yarn's own repacked archive, not of the registry's.
        integrity: undefined,
      },
    ];
  });
}

function textEntriesOf(object: JsonObject, rawKind: string): Asked[] {
  return [...textEntries(object)].map(([name, range]) => asked(rawKind, name, range));
}
