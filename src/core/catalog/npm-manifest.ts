import {
  isJsonObject,
  type JsonObject,
  own,
  ownList,
  ownObject,
  ownText,
  pointerSegment,
} from '../base/json-shape.ts';
import { integrityFacts } from './npm-integrity.ts';
import type { ReadingBuilder } from './reading-builder.ts';

/** Adds the facts of a `package.json` to a reading (npm docs, package.json). */
export function readManifestFacts(out: ReadingBuilder, ref: string, manifest: JsonObject): void {
  const say = (field: string, key: string, value: string | undefined) =>
    out.fact(ref, field, value, { pointer: pointerSegment(key) });
  say('description', 'description', ownText(manifest, 'description'));
  say('homepage', 'homepage', ownText(manifest, 'homepage'));
  say('repository', 'repository', textOr(own(manifest, 'repository'), 'url'));
  say('author', 'author', person(own(manifest, 'author')));
  say('download-url', '_resolved', ownText(manifest, '_resolved'));
  integrityFacts(out, ref, ownText(manifest, '_integrity'), pointerSegment('_integrity'));
  for (const [pointer, license] of licenses(manifest)) {
    out.fact(ref, 'license', license, { role: 'declared', pointer });
  }
}

/** Scripts that npm runs when a package is installed (npm docs, scripts: life cycle). */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare', 'preprepare', 'postprepare'];

export function readInstallScripts(out: ReadingBuilder, ref: string, manifest: JsonObject): void {
  const scripts = ownObject(manifest, 'scripts');
  for (const name of INSTALL_SCRIPTS) {
    const command = ownText(scripts, name)?.trim();
    if (command === undefined || command === '') continue;
    const pointer = `/scripts${pointerSegment(name)}`;
    out.observe({ kind: 'hook.npm-script', detail: `${name}: ${command}`, pointer, subject: ref });
  }
}

/** `license` as a string; as an object, or a list in `licenses`, in manifests from before 2015. */
export function licenses(manifest: JsonObject): readonly (readonly [pointer: string, license: string])[] {
  const found: (readonly [string, string])[] = [];
  for (const key of ['license', 'licenses']) {
    const value = own(manifest, key);
    const list = Array.isArray(value) ? ownList(manifest, key) : [value];
    for (const [at, one] of list.entries()) {
      const text = textOr(one, 'type') ?? textOr(one, 'name');
      const pointer = pointerSegment(key) + (Array.isArray(value) ? pointerSegment(at) : '');
      if (text !== undefined) found.push([pointer, text]);
    }
  }
  return found;
}

/** A string, or the string an object has under `key`. */
function textOr(value: unknown, key: string): string | undefined {
  if (typeof value === 'string') return value;
  return isJsonObject(value) ? ownText(value, key) : undefined;
}

function person(value: unknown): string | undefined {
  if (!isJsonObject(value)) return typeof value === 'string' ? value : undefined;
  const name = ownText(value, 'name');
  const email = ownText(value, 'email');
  return name !== undefined && email !== undefined ? `${name} <${email}>` : (name ?? email);
}
