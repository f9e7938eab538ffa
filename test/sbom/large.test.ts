import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { DEFAULT_LIMITS } from '../../src/core/base/limits.ts';
import { compiledSchemas } from '../../src/core/sbom/compiled-schemas.ts';
import { cyclonedxJson } from '../../src/core/sbom/cyclonedx-json.ts';
import { inspectFiles } from '../inspect.ts';

const bom = (components: readonly object[]) => ({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  components,
  dependencies: components.map((_, i) => ({ ref: `c${i}`, dependsOn: i === 0 ? [] : [`c${i - 1}`] })),
});

const component = (i: number, more: object = {}) => ({
  type: 'library',
  name: `n${i}`,
  version: '1',
  'bom-ref': `c${i}`,
  purl: `pkg:npm/n${i}@1`,
  ...more,
});

describe('a large document', () => {
  test('its rows come before it is known to be valid, and are told once', async () => {
    const text = JSON.stringify(bom(Array.from({ length: 2500 }, (_, i) => component(i))));
    const { model } = await inspectFiles([{ name: 'bom.json', bytes: encodeUtf8(text) }]);
    const [document] = model.documents;
    expect(document).toMatchObject({ valid: true, counts: { components: 2500, relations: 2499 } });
    expect(document?.occurrences).toEqual({ first: 0, count: 2500 });
    expect(model.components).toHaveLength(2500);
    expect(model.relations.from).toHaveLength(2499);
    expect(model.occurrences[7]).toMatchObject({
      path: 'bom.json',
      state: 'stated',
      pointer: '/components/7',
    });
    expect(model.occurrences[7]?.facts).toMatchObject([
      { field: 'identifier', role: 'purl', value: 'pkg:npm/n7@1', pointer: '/components/7/purl' },
    ]);
  });

  test('what is odd about its text is told after its rows', async () => {
    const filler = 'x'.repeat(9000);
    const components = Array.from({ length: 1000 }, (_, i) => component(i, { description: filler }));
    const text = JSON.stringify(bom(components)).replace('"version":1,', '"version":1,"version":1,');
    const bytes = encodeUtf8(text);
    const read = await cyclonedxJson.read({ name: 'bom', bytes, limits: DEFAULT_LIMITS });
    expect(read.document).toMatchObject({ valid: undefined, validity: 'Its validity is being checked.' });
    expect(read.diagnostics).toEqual([]);
    const checked = await read.check?.(compiledSchemas);
    expect(checked).toMatchObject({ valid: true, faults: [{ code: 'json.duplicate-key' }] });
    const { model } = await inspectFiles([{ name: 'bom.json', bytes }]);
    expect(model.documents[0]).toMatchObject({ valid: undefined, ambiguous: true });
  });

  test('one that is nested too deep is not held against the schema', async () => {
    const deep = { name: `${'['.repeat(1200)}${']'.repeat(1200)}` };
    const filler = component(0, { description: 'x'.repeat(9_000_000) });
    const text = JSON.stringify(bom([filler, deep])).replace(/"(\[+\]+)"/, '$1');
    const bytes = encodeUtf8(text);
    const read = await cyclonedxJson.read({ name: 'bom', bytes, limits: DEFAULT_LIMITS });
    expect(await read.check?.(compiledSchemas)).toMatchObject({
      valid: undefined,
      faults: [{ code: 'limit.json-depth' }],
    });
  });
});
