import { isJsonObject, own } from '../base/json-shape.ts';
import { readJsonObject } from './json-document.ts';
import { readSpdx2 } from './spdx2.ts';
import { Places } from './spdx2-document.ts';
import { StatedBuilder } from './stated-builder.ts';
import type { DocumentReader } from './types.ts';

/** The SBOM that GitHub exports of a dependency graph: an SPDX document one level down, under `sbom`. */
export const githubExport: DocumentReader = {
  id: 'sbom.github-export',
  title: 'GitHub dependency graph export',
  spec: 'https://docs.github.com/rest/dependency-graph/sboms',
  kinds: ['github-export'],
  read: async (file) => {
    const { value, faults } = readJsonObject(file, 'a GitHub export');
    const inner = value === undefined ? undefined : own(value, 'sbom');
    const found = isJsonObject(inner);
    const document = {
      root: found ? inner : {},
      serialization: 'json',
      places: new WrappedPlaces(),
      faults,
      found,
    } as const;
    const read = readSpdx2(new StatedBuilder(file), document);
    const { document: stated } = read;
    return { ...read, document: { ...stated, format: 'GitHub', version: `SPDX-${stated.version}` } };
  },
};

/** Pointers into the exported file, not into the document in it. */
class WrappedPlaces extends Places {
  override of(object: unknown, pointer: string): string {
    return super.of(object, `/sbom${pointer}`);
  }
}
