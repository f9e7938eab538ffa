import {
  isJsonObject,
  type JsonObject,
  ownList,
  ownObject,
  ownText,
  pointerSegment,
  textEntries,
} from '../base/json-shape.ts';
import type { Scope } from '../model/reading.ts';
import type { PackageAt } from './list-package.ts';
import { purl } from './purl.ts';
import type { ReadingBuilder } from './reading-builder.ts';

/** A package as Composer writes it, in its lockfile and beside what it installed. */
export interface ComposerPackage {
  readonly name: string;
  readonly at: PackageAt;
  readonly fields: JsonObject;
  readonly pointer: string;
  readonly scope: Scope;
}

/** The packages of one list; entries without a name or a version are told and left out. */
export function* composerPackages(
  out: ReadingBuilder,
  list: readonly unknown[],
  pointer: string,
  scope: Scope,
): Generator<ComposerPackage> {
  for (const [index, fields] of list.entries()) {
    const here = `${pointer}/${index}`;
    const name = isJsonObject(fields) ? ownText(fields, 'name') : undefined;
    const version = isJsonObject(fields) ? ownText(fields, 'version') : undefined;
    if (!isJsonObject(fields) || !name || !version) {
      out.fault(
        'composer.package',
        'error',
        `The entry at ${here} has no name or no version; the other entries were kept.`,
      );
      continue;
    }
    const slash = name.indexOf('/');
    const [namespace, rest] = slash < 0 ? [undefined, name] : [name.slice(0, slash), name.slice(slash + 1)];
    // A leading "v" is how the tag is spelled, not part of the version (Composer normalizes it away).
    const plain = version.replace(/^v(?=\d)/, '');
    const identity = purl({ type: 'composer', namespace, name: rest, version: plain });
    const at = { ref: `${out.path}#${here}`, name, version: plain, purl: identity, pointer: here };
    yield { name, at, fields, pointer: here, scope };
  }
}

/** Licences, hashes, origin. */
export function composerFacts(
  out: ReadingBuilder,
  { at: { ref }, fields, pointer, scope }: ComposerPackage,
): void {
  for (const license of ownList(fields, 'license'))
    if (typeof license === 'string')
      out.fact(ref, 'license', license, { role: 'declared', pointer: `${pointer}/license` });
  const source = ownObject(fields, 'source');
  const dist = ownObject(fields, 'dist');
  const say = (field: string, object: JsonObject, key: string, at: string): void =>
    out.fact(ref, field, ownText(object, key), { pointer: `${pointer}${at}${pointerSegment(key)}` });
  say('repository', source, 'url', '/source');
  say('source-commit', source, 'reference', '/source');
  say('download-url', dist, 'url', '/dist');
  const sum = ownText(dist, 'shasum');
  if (sum !== undefined && /^[0-9a-f]{40}$/.test(sum))
    out.fact(ref, 'integrity', `sha1:${sum}`, { pointer: `${pointer}/dist/shasum` });
  say('description', fields, 'description', '');
  say('homepage', fields, 'homepage', '');
  say('install-path', fields, 'install-path', '');
  if (scope === 'dev') out.fact(ref, 'scope', 'dev', { pointer });
}

/** Adds edges among the packages. What the platform gives (`php`, `ext-json`) is a requirement, never a package. */
export function relateComposer(out: ReadingBuilder, packages: readonly ComposerPackage[]): void {
  const byName = new Map<string, string>();
  for (const { name, at, fields } of packages) {
    byName.set(name.toLowerCase(), at.ref);
    for (const key of ['replace', 'provide'])
      for (const other of Object.keys(ownObject(fields, key)))
        if (!byName.has(other.toLowerCase())) byName.set(other.toLowerCase(), at.ref);
  }
  for (const { at, fields } of packages) {
    for (const [name, constraint] of textEntries(ownObject(fields, 'require'))) {
      if (out.full) return;
      const to = byName.get(name.toLowerCase());
      const asked = { scope: 'runtime', rawKind: 'require' } as const;
      if (to === undefined) out.require({ from: at.ref, anyOf: [{ name, constraint }], ...asked });
      else if (to !== at.ref)
        out.relate({ from: at.ref, to, kind: 'dependsOn', ...asked, how: 'stated', asked: constraint });
    }
  }
}
