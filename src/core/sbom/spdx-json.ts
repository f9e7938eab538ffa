import { readJsonObject } from './json-document.ts';
import { readSpdx2 } from './spdx2.ts';
import { Places } from './spdx2-document.ts';
import { StatedBuilder } from './stated-builder.ts';
import type { DocumentReader } from './types.ts';

/** SPDX 2.1 to 2.3 in JSON. */
export const spdxJson: DocumentReader = {
  id: 'sbom.spdx-json',
  title: 'SPDX 2, JSON',
  spec: 'SPDX 2.3, JSON',
  kinds: ['spdx-json'],
  read: (file) => {
    const { value, faults } = readJsonObject(file, 'SPDX');
    const document = { root: value ?? {}, serialization: 'json', places: new Places(), faults } as const;
    return readSpdx2(new StatedBuilder(file), { ...document, found: value !== undefined });
  },
};
