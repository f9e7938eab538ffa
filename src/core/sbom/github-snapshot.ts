import {
  isJsonObject,
  type JsonObject,
  ownList,
  ownObject,
  ownText,
  pointerSegment,
} from '../base/json-shape.ts';
import { parsePurl } from '../base/purl-parse.ts';
import type { Scope } from '../model/reading.ts';
import { readJsonObject } from './json-document.ts';
import { StatedBuilder } from './stated-builder.ts';
import type { DocumentFile, DocumentReader, DocumentReading } from './types.ts';
import { NOT_A_DOCUMENT, unreadDocument } from './unread-document.ts';

/** What tools submit to GitHub's dependency graph: manifests, and the packages that each of them resolves to. */
export const githubSnapshot: DocumentReader = {
  id: 'sbom.github-snapshot',
  title: 'GitHub dependency snapshot',
  spec: 'https://docs.github.com/rest/dependency-graph/dependency-submission',
  kinds: ['github-snapshot'],
  read,
};

function read(file: DocumentFile): DocumentReading {
  const builder = new StatedBuilder(file);
  const { value: root, faults } = readJsonObject(file, 'a GitHub dependency snapshot');
  for (const found of faults) builder.report(found);
  if (root === undefined) return unreadDocument(builder, 'GitHub', 'json', NOT_A_DOCUMENT);
  const manifests = ownObject(root, 'manifests');
  const describes: string[] = [];
  for (const key of Object.keys(manifests)) {
    const manifest = manifests[key];
    const number = isJsonObject(manifest)
      ? readManifest(builder, manifest, key, `/manifests${pointerSegment(key)}`)
      : undefined;
    if (number !== undefined) describes.push(String(number));
  }
  const detector = ownObject(root, 'detector');
  const tool = ownText(detector, 'name');
  const version = ownText(detector, 'version');
  const created = ownText(root, 'scanned');
  const title = [ownText(root, 'ref'), ownText(root, 'sha')].filter((part) => part !== undefined).join(' ');
  return builder.done(
    {
      format: 'GitHub',
      version: 'snapshot',
      serialization: 'json',
      ...(title === '' ? {} : { title }),
      ...(created === undefined ? {} : { created }),
      parties:
        tool === undefined
          ? []
          : [{ role: 'tool', kind: 'tool', name: tool, ...(version === undefined ? {} : { version }) }],
      lifecycles: [],
      describes,
      completeness: [],
      external: [],
      vex: [],
    },
    { valid: undefined, validity: 'Not checkable: GitHub publishes no schema for it.', errors: [] },
  );
}

/** A manifest is a file and no package: it stands for the project whose direct dependencies it names. */
function readManifest(
  builder: StatedBuilder,
  manifest: JsonObject,
  key: string,
  pointer: string,
): number | undefined {
  const number = builder.component({
    type: 'file',
    name: ownText(manifest, 'name') ?? key,
    pointer,
    localId: `manifest ${key}`,
    uncounted: true,
  });
  if (number === undefined) return undefined;
  const location = ownText(ownObject(manifest, 'file'), 'source_location');
  builder.fact(number, 'location', location, { at: '/file/source_location' });
  const resolved = ownObject(manifest, 'resolved');
  const numbers = new Map<string, number>();
  for (const name of Object.keys(resolved)) {
    const entry = resolved[name];
    const at = `${pointer}/resolved${pointerSegment(name)}`;
    const found = isJsonObject(entry) ? readResolved(builder, entry, name, at) : undefined;
    if (found !== undefined) numbers.set(name, found);
  }
  for (const [name, from] of numbers) {
    const entry = ownObject(resolved, name);
    const at = `${pointer}/resolved${pointerSegment(name)}`;
    const scope = scopeOf(ownText(entry, 'scope'));
    if (ownText(entry, 'relationship') === 'direct')
      builder.relate(number, from, {
        kind: 'dependsOn',
        rawKind: 'direct',
        scope,
        pointer: at,
        uncounted: true,
      });
    ownList(entry, 'dependencies').forEach((to, i) => {
      if (typeof to !== 'string') return;
      const where = `${at}/dependencies/${i}`;
      builder.relate(from, numbers.get(to) ?? to, {
        kind: 'dependsOn',
        rawKind: 'dependencies',
        pointer: where,
      });
    });
  }
  return number;
}

function scopeOf(scope: string | undefined): Scope | undefined {
  return scope === 'runtime' ? 'runtime' : scope === 'development' ? 'dev' : undefined;
}

function readResolved(
  builder: StatedBuilder,
  entry: JsonObject,
  name: string,
  pointer: string,
): number | undefined {
  const purl = ownText(entry, 'package_url') ?? (name.startsWith('pkg:') ? name : undefined);
  const parts = purl === undefined ? undefined : parsePurl(purl);
  const separator = parts?.type === 'maven' ? ':' : '/';
  const named = parts === undefined ? name : [parts.namespace, parts.name].filter(Boolean).join(separator);
  const number = builder.component({ type: 'library', name: named, version: parts?.version, purl, pointer });
  if (number === undefined) return undefined;
  builder.fact(number, 'scope', ownText(entry, 'scope'), { at: '/scope' });
  builder.fact(number, 'direct', ownText(entry, 'relationship') === 'direct' ? 'true' : undefined, {
    at: '/relationship',
  });
  return number;
}
