import { fromBase64 } from '../base/base64.ts';
import { decodeUtf8Lossy, toHex } from '../base/bytes.ts';
import { displayName } from '../base/names.ts';
import { child, childText, items, type XmlElement } from '../base/xml.ts';
import type { Reading } from '../model/reading.ts';
import { listPresent } from './list-package.ts';
import { purl } from './purl.ts';
import { ReadingBuilder } from './reading-builder.ts';
import { resolveByAnyCase } from './satisfy-by-name.ts';
import type { Cataloger, CatalogFile } from './types.ts';
import { readXmlFile } from './xml-file.ts';

/** A NuGet package, by the manifest at its root, packed or in a folder of restored packages. */
export const nuspec: Cataloger = {
  id: 'nuspec',
  title: 'NuGet package',
  spec: 'learn.microsoft.com/nuget: .nuspec File Reference',
  match: {
    globs: ['*.nuspec', '**/.nuget/packages/*/*/*.nuspec', '**/.nuget/packages/*/*/*.nupkg.sha512'],
  },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    if (file.path.endsWith('.nupkg.sha512')) return readContentHash(out, file);
    const root = readXmlFile(out, file.bytes, 'as a NuGet manifest');
    if (root === undefined) return out.done();
    const metadata = child(root, 'metadata');
    const name = childText(metadata, 'id');
    const version = childText(metadata, 'version');
    if (metadata === undefined || name === undefined || version === undefined) {
      const missing = name === undefined ? 'id' : 'version';
      out.fault(
        'nuspec.identity',
        'error',
        `"${displayName(file.path)}" states no ${missing}; the package is not listed.`,
      );
      return out.done();
    }
    const ref = file.path;
    const pointer = `line ${child(metadata, 'id')?.line ?? metadata.line}`;
    const identity = purl({ type: 'nuget', name, version });
    if (listPresent(out, { ref, name, version, purl: identity, pointer })) readMetadata(out, ref, metadata);
    return out.done();
  },
  resolve: resolveByAnyCase,
};

/** `ID/VERSION/ID.VERSION.nupkg.sha512`: the digest of the package beside it, in base64. */
function readContentHash(out: ReadingBuilder, { path, bytes }: CatalogFile): Reading {
  const digest = fromBase64(decodeUtf8Lossy(bytes.subarray(0, 200)).trim());
  const [id = '', , ...rest] = path.split('/').slice(-3);
  const folder = path.slice(0, path.lastIndexOf('/'));
  if (digest?.length === 64 && rest.length === 1)
    out.own(`${folder}/${id}.nuspec`, [
      { path: path.slice(0, -'.sha512'.length), digest: `sha512:${toHex(digest)}` },
    ]);
  return out.done();
}

const FACTS: readonly (readonly [element: string, field: string])[] = [
  ['authors', 'author'],
  ['projectUrl', 'homepage'],
  ['description', 'description'],
  ['minClientVersion', 'requires-nuget'],
];

function readMetadata(out: ReadingBuilder, ref: string, metadata: XmlElement): void {
  for (const [element, field] of FACTS)
    out.fact(ref, field, childText(metadata, element), {
      pointer: `line ${child(metadata, element)?.line ?? 0}`,
    });
  const license = child(metadata, 'license');
  if (license !== undefined) {
    const role = license.attributes.get('type') === 'file' ? 'file' : 'declared';
    out.fact(ref, 'license', license.text, { role, pointer: `line ${license.line}` });
  } else out.fact(ref, 'license', childText(metadata, 'licenseUrl'), { role: 'declared' });
  const repository = child(metadata, 'repository');
  out.fact(ref, 'repository', repository?.attributes.get('url'), {
    pointer: `line ${repository?.line ?? 0}`,
  });
  out.fact(ref, 'source-commit', repository?.attributes.get('commit'), {
    pointer: `line ${repository?.line ?? 0}`,
  });
  const groups = items(metadata, 'dependencies', 'group');
  const seen = new Set<string>();
  for (const one of [
    ...items(metadata, 'dependencies', 'dependency'),
    ...groups.flatMap(({ children }) => children),
  ]) {
    const name = one.attributes.get('id');
    const constraint = one.attributes.get('version');
    if (name === undefined || seen.has(`${name} ${constraint}`) || out.full) continue;
    seen.add(`${name} ${constraint}`);
    const asked = { name, ...(constraint === undefined ? {} : { constraint }) };
    out.require({ from: ref, anyOf: [asked], scope: 'runtime', rawKind: 'dependency' });
  }
}
