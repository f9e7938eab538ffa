import { isJsonObject } from '../base/json-shape.ts';
import { displayName } from '../base/names.ts';
import { fault } from '../base/result.ts';
import { readYaml } from '../base/yaml.ts';
import { saidTwice } from './json-document.ts';
import { readSpdx2 } from './spdx2.ts';
import { Places, type Spdx2Document } from './spdx2-document.ts';
import { StatedBuilder } from './stated-builder.ts';
import type { DocumentFile, DocumentReader } from './types.ts';

/** SPDX 2.2 and 2.3 in YAML: the shape of the JSON serialization. Pointers are JSON pointers. */
export const spdxYaml: DocumentReader = {
  id: 'sbom.spdx-yaml',
  title: 'SPDX 2, YAML',
  spec: 'SPDX 2.3, YAML',
  kinds: ['spdx-yaml'],
  read: (file) => readSpdx2(new StatedBuilder(file), parse(file)),
};

function parse(file: DocumentFile): Spdx2Document {
  const twice: { readonly key: string; readonly offset: number }[] = [];
  const yaml = readYaml(file.bytes, (key, offset) => twice.push({ key, offset }));
  const name = displayName(file.name);
  const places = new Places();
  if (yaml.ok && isJsonObject(yaml.value)) {
    return {
      root: yaml.value,
      serialization: 'yaml',
      places,
      faults: saidTwice(file, 'yaml', twice),
      found: true,
    };
  }
  const why = yaml.ok
    ? fault('document.shape', 'error', `"${name}" is YAML, and no mapping: it states nothing.`, { offset: 0 })
    : fault(yaml.error.code, 'error', `"${name}" was not read as SPDX. ${yaml.error.message}.`, {
        offset: yaml.error.offset,
      });
  return { root: {}, serialization: 'yaml', places, faults: [why], found: false };
}
