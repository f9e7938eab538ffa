import { displayName } from '../base/names.ts';
import { child, childText } from '../base/xml.ts';
import type { Reading } from '../model/reading.ts';
import { listPresent } from './list-package.ts';
import { purl } from './purl.ts';
import { ReadingBuilder } from './reading-builder.ts';
import { resolveByAnyCase } from './satisfy-by-name.ts';
import type { Cataloger } from './types.ts';
import { readXmlFile } from './xml-file.ts';

/** An extension of Visual Studio Code, by the manifest at the root of its archive. */
export const vsix: Cataloger = {
  id: 'vsix',
  title: 'Visual Studio Code extension',
  spec: 'learn.microsoft.com: VSIX extension schema 2.0 reference',
  match: { globs: ['extension.vsixmanifest', '**/.vsixmanifest'] },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const root = readXmlFile(out, file.bytes, "as an extension's manifest");
    if (root === undefined) return out.done();
    const metadata = child(root, 'Metadata');
    const identity = child(metadata, 'Identity');
    const [name, version, publisher] = ['Id', 'Version', 'Publisher'].map((key) =>
      identity?.attributes.get(key),
    );
    if (!name || !version || !publisher) {
      const missing = !name ? 'Id' : !version ? 'Version' : 'Publisher';
      out.fault(
        'vsix.identity',
        'error',
        `"${displayName(file.path)}" states no ${missing}; the extension is not listed.`,
      );
      return out.done();
    }
    const ref = file.path;
    const platform = identity?.attributes.get('TargetPlatform');
    const parts = { type: 'vscode-extension', namespace: publisher, name, version, qualifiers: { platform } };
    const pointer = `line ${identity?.line ?? root.line}`;
    const at = {
      ref,
      type: 'application',
      name: `${publisher}.${name}`,
      version,
      purl: purl(parts),
      pointer,
    } as const;
    if (!listPresent(out, at)) return out.done();
    out.fact(ref, 'supplier', publisher, { pointer });
    out.fact(ref, 'title', childText(metadata, 'DisplayName'));
    out.fact(ref, 'description', childText(metadata, 'Description'));
    out.fact(ref, 'license', childText(metadata, 'License'), { role: 'file' });
    const properties = child(metadata, 'Properties')?.children ?? [];
    const property = (id: string): string | undefined =>
      properties.find(({ attributes }) => attributes.get('Id') === id)?.attributes.get('Value');
    out.fact(ref, 'repository', property('Microsoft.VisualStudio.Services.Links.Source'));
    for (const other of (property('Microsoft.VisualStudio.Code.ExtensionDependencies') ?? '').split(',', 200))
      if (other !== '')
        out.require({
          from: ref,
          anyOf: [{ name: other }],
          scope: 'runtime',
          rawKind: 'ExtensionDependencies',
        });
    return out.done();
  },
  resolve: resolveByAnyCase,
};
