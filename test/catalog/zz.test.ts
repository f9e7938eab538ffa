import { test } from 'vitest';
import { FixtureTree } from '../fixtures/tree.ts';
import { readOciLayers } from '../fixtures/oci-layers.ts';
import { corpusBytes } from '../corpus.ts';
import { catalogGlobs } from '../../src/core/catalog/registry.ts';
import { catalogTree } from '../../src/core/catalog/catalog-tree.ts';
test('y', async () => {
  const image = readOciLayers(corpusBytes('container', 'lite.oci-gzip.tar'));
  let t = performance.now(); const lap = (s: string) => { console.log(s, Math.round(performance.now() - t)); t = performance.now(); };
  const tree = new FixtureTree(image.layers); lap('tree');
  const files = [...tree.files()]; lap('files');
  for (let round = 0; round < 3; round++) {
  const matched = files.map((f) => ({ f, c: catalogGlobs.match(f.path) })); lap('match');
  const by: Record<string, number> = {};
  const readings: any[] = [];
  for (const { f, c } of matched) for (const one of c) { const s = performance.now(); readings.push({ cataloger: one.id, path: f.path, layer: f.layer, reading: await one.read({ path: f.path, size: f.bytes.length, bytes: f.bytes }) }); by[one.id] = (by[one.id] ?? 0) + performance.now() - s; }
  lap('read'); console.log(by);
  catalogTree(tree, readings); lap('resolve');
  }
}, 60000);
