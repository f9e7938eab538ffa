import { displayName } from '../base/names.ts';
import { child, childText, items, type XmlElement } from '../base/xml.ts';
import type { Reading } from '../model/reading.ts';
import { listPresent } from './list-package.ts';
import { purl } from './purl.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger } from './types.ts';
import { readXmlFile } from './xml-file.ts';

/** A NuGet package, by the manifest at its root, packed or in a folder of restored packages. */
export const nuspec: Cataloger = {
  id: 'nuspec',
  title: 'NuGet package',
  spec: 'learn.microsoft.com/nuget: .nuspec File Reference',
  match: { globs: ['*.nuspec', '**/.nuget/packages/*/*/*.nuspec'] },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
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
};

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
