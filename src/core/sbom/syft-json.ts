import { isJsonObject, type JsonObject, own, ownList, ownObject, ownText } from '../base/json-shape.ts';
import type { ComponentType, RelationKind } from '../model/reading.ts';
import { hashText } from './hash-text.ts';
import { readJsonObject } from './json-document.ts';
import { StatedBuilder } from './stated-builder.ts';
import type { DocumentFile, DocumentReader, DocumentReading } from './types.ts';
import { NOT_A_DOCUMENT, unreadDocument } from './unread-document.ts';

/** Syft's own format, in all its schema versions: they only ever added to what is read here, or spelled it twice. */
export const syftJson: DocumentReader = {
  id: 'sbom.syft-json',
  title: 'Syft JSON',
  spec: 'https://github.com/anchore/syft/tree/main/schema/json',
  kinds: ['syft-json'],
  read,
};

function read(file: DocumentFile): DocumentReading {
  const builder = new StatedBuilder(file);
  const { value: root, faults } = readJsonObject(file, 'Syft JSON');
  for (const found of faults) builder.report(found);
  if (root === undefined) return unreadDocument(builder, 'Syft', 'json', NOT_A_DOCUMENT);
  const source = ownObject(root, 'source');
  const about = readSource(builder, source);
  ownList(root, 'artifacts').forEach((artifact, i) => {
    if (isJsonObject(artifact)) readArtifact(builder, artifact, `/artifacts/${i}`);
  });
  ownList(root, 'files').forEach((entry, i) => {
    if (isJsonObject(entry)) readFile(builder, entry, `/files/${i}`);
  });
  ownList(root, 'artifactRelationships').forEach((relation, i) => {
    if (isJsonObject(relation)) readRelation(builder, relation, `/artifactRelationships/${i}`);
  });
  const tool = ownObject(root, 'descriptor');
  const name = ownText(tool, 'name');
  const version = ownText(tool, 'version');
  const created = ownText(tool, 'timestamp');
  return builder.done(
    {
      format: 'Syft',
      version: ownText(ownObject(root, 'schema'), 'version') ?? '',
      serialization: 'json',
      ...(about === undefined ? {} : { title: about.title }),
      ...(created === undefined ? {} : { created }),
      parties:
        name === undefined
          ? []
          : [{ role: 'tool', kind: 'tool', name, ...(version === undefined ? {} : { version }) }],
      lifecycles: [],
      describes: about === undefined ? [] : [String(about.number)],
      completeness: [],
      external: [],
      vex: [],
    },
    {
      valid: undefined,
      validity: 'Not checkable: the schemas of Syft, one for each of its versions, are not part of Loupe.',
      errors: [],
    },
  );
}

/** What was scanned: an image, a directory or a file. No artifact, and what the relations start from. */
function readSource(
  builder: StatedBuilder,
  source: JsonObject,
): { readonly number: number; readonly title: string } | undefined {
  const type = ownText(source, 'type');
  // Before schema 8 the details stood under `target`: an object for images, a path else.
  const target = own(source, 'metadata') ?? own(source, 'target');
  const details = isJsonObject(target) ? target : {};
  const path = typeof target === 'string' ? target : ownText(details, 'path');
  const name = ownText(source, 'name') ?? ownText(details, 'userInput') ?? path;
  if (type === undefined || name === undefined) return undefined;
  const version = ownText(source, 'version');
  const number = builder.component({
    type: type === 'image' ? 'container' : 'file',
    name,
    version,
    pointer: '/source',
    localId: ownText(source, 'id'),
    uncounted: true,
  });
  if (number === undefined) return undefined;
  for (const key of ['manifestDigest', 'imageID'] as const) {
    const digest = ownText(details, key);
    const [algorithm, hex] = digest?.split(':') ?? [];
    builder.fact(number, 'hash', hashText(algorithm, hex), {
      role: key === 'manifestDigest' ? 'component' : 'config',
      at: `/metadata/${key}`,
    });
  }
  return { number, title: version === undefined ? name : `${name} ${version}` };
}

const TYPES: Readonly<Record<string, ComponentType>> = {
  binary: 'application',
  'linux-kernel': 'operating-system',
  'linux-kernel-module': 'device-driver',
  'github-action': 'application',
};

function readArtifact(builder: StatedBuilder, artifact: JsonObject, pointer: string): void {
  const type = ownText(artifact, 'type') ?? '';
  const number = builder.component({
    type: (Object.hasOwn(TYPES, type) ? TYPES[type] : undefined) ?? 'library',
    name: ownText(artifact, 'name') ?? '',
    version: ownText(artifact, 'version'),
    purl: ownText(artifact, 'purl'),
    pointer,
    localId: ownText(artifact, 'id'),
  });
  if (number === undefined) return;
  builder.fact(number, 'kind', type, { at: '/type' });
  builder.fact(number, 'evidence', ownText(artifact, 'foundBy'), { role: 'identity', at: '/foundBy' });
  ownList(artifact, 'cpes').forEach((cpe, i) => {
    const value = isJsonObject(cpe) ? ownText(cpe, 'cpe') : cpe;
    if (typeof value === 'string')
      builder.fact(number, 'identifier', value, { role: 'cpe', at: `/cpes/${i}` });
  });
  ownList(artifact, 'licenses').forEach((license, i) => {
    const at = `/licenses/${i}`;
    if (typeof license === 'string') builder.fact(number, 'license', license, { role: 'declared', at });
    if (!isJsonObject(license)) return;
    const value = ownText(license, 'spdxExpression') || ownText(license, 'value');
    builder.fact(number, 'license', value, { role: ownText(license, 'type') ?? 'declared', at });
  });
  ownList(artifact, 'locations').forEach((location, i) => {
    const path = isJsonObject(location) ? ownText(location, 'path') : undefined;
    builder.fact(number, 'location', path?.replace(/^\/+/, ''), { at: `/locations/${i}` });
  });
  readMetadata(builder, ownObject(artifact, 'metadata'), number);
}

/** What the cataloger took over from the package itself, for whoever made it and the archive it came in. */
function readMetadata(builder: StatedBuilder, metadata: JsonObject, number: number): void {
  for (const key of ['author', 'maintainer', 'vendor'] as const) {
    const who = ownText(metadata, key)?.trim();
    if (who !== '')
      builder.fact(number, key === 'author' ? key : 'maintainer', who, {
        role: 'name',
        at: `/metadata/${key}`,
      });
  }
  ownList(metadata, 'digest').forEach((digest, i) => {
    if (!isJsonObject(digest)) return;
    const value = hashText(ownText(digest, 'algorithm'), ownText(digest, 'value'));
    builder.fact(number, 'hash', value, { role: 'component', at: `/metadata/digest/${i}` });
  });
}

function readFile(builder: StatedBuilder, entry: JsonObject, pointer: string): void {
  const path = ownText(ownObject(entry, 'location'), 'path');
  if (path === undefined) return;
  const number = builder.component({
    type: 'file',
    name: path.replace(/^\/+/, ''),
    pointer,
    localId: ownText(entry, 'id'),
    uncounted: true,
  });
  if (number === undefined) return;
  builder.fact(number, 'mime-type', ownText(ownObject(entry, 'metadata'), 'mimeType'), {
    at: '/metadata/mimeType',
  });
  ownList(entry, 'digests').forEach((digest, i) => {
    if (!isJsonObject(digest)) return;
    const value = hashText(ownText(digest, 'algorithm'), ownText(digest, 'value'));
    builder.fact(number, 'hash', value, { role: 'file', at: `/digests/${i}` });
  });
}

/** Relations as Syft names them; those that say "parent is … of child" run the other way here. */
const KINDS: Readonly<Record<string, { readonly kind: RelationKind; readonly inverted?: true }>> = {
  contains: { kind: 'contains' },
  'dependency-of': { kind: 'dependsOn', inverted: true },
  'ownership-by-file-overlap': { kind: 'ownedBy', inverted: true },
  'evident-by': { kind: 'evidence' },
  'described-by': { kind: 'describes', inverted: true },
};

function readRelation(builder: StatedBuilder, relation: JsonObject, pointer: string): void {
  const parent = ownText(relation, 'parent');
  const child = ownText(relation, 'child');
  const rawKind = ownText(relation, 'type') ?? '';
  if (parent === undefined || child === undefined) return;
  const { kind, inverted } = (Object.hasOwn(KINDS, rawKind) ? KINDS[rawKind] : undefined) ?? {
    kind: 'other',
  };
  const [from, to] = inverted === true ? [child, parent] : [parent, child];
  builder.relate(from, to, { kind, rawKind, pointer });
}
