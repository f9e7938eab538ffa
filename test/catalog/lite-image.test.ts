import { expect, test } from 'vitest';
import { catalogLayers, lines, edges } from '../fixtures/tree.ts';
import { readOciLayers } from '../fixtures/oci-layers.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
describeCorpus('x', () => {
  test('y', async () => {
    const t0 = Date.now();
    const image = readOciLayers(corpusBytes('container', 'lite.oci-gzip.tar'));
    const t1 = Date.now();
    const r = await catalogLayers(image.layers);
    console.log(t1 - t0, Date.now() - t1, image.diffIDs);
    for (const { cataloger, reading } of r.cataloged) {
      console.log(cataloger, reading.found.length, reading.relations.length, reading.facts.length, reading.requires.length, reading.owns.length);
      console.log(lines(reading).filter((x) => !x.includes(' present ')).filter((x) => !x.includes('stated') || x.includes('left-pad')));
      console.log(edges(reading).slice(0, 12), reading.found.slice(0, 2));
    }
    console.log(lines(r.of('python.installed')), edges(r.of('python.installed')), r.of('python.installed').found.map((f) => f.ownedBy));
    console.log(r.faults);
    console.log(r.of('dpkg').requires.map(x=>JSON.stringify(x)), r.of('npm.installed').requires.filter((x) => x.scope === 'runtime').map(x=>JSON.stringify(x)));
  }, 60000);
});
