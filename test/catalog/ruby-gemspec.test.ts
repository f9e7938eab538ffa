import { expect, test } from 'vitest';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { fixture, gemspec } from '../fixtures/catalog/ruby-gemspec.ts';
import { readOciLayers } from '../fixtures/oci-layers.ts';
import { catalogLayers, lines } from '../fixtures/tree.ts';

test('platform, licence and what is needed', async () => {
  const { of } = await catalogLayers(fixture.sample);
  const { found, facts } = of('ruby.gemspec');
  expect(found.map(({ purl }) => purl)).toContain('pkg:gem/rake@13.0.6?platform=java');
  expect(facts.map(({ field, value, role }) => `${field} ${value} ${role}`)).toEqual([
    'license Ruby declared',
  ]);
});

test('a text without end is read in time that grows with its length', async () => {
  const { faults } = await catalogLayers([
    { 'specifications/a.gemspec': gemspec('a', '1', [`s.summary = "${'\\"'.repeat(200_000)}`]) },
  ]);
  expect(faults).toEqual([]);
});

describeCorpus('a real image', () => {
  test('gems, told from their removal and from the package that owns them', async () => {
    const { layers } = readOciLayers(corpusBytes('container', 'lite.oci-gzip.tar'));
    const wanted = layers.map((layer) =>
      Object.fromEntries(Object.entries(layer).filter(([path]) => /gemspec$|^var\/lib\/dpkg\//.test(path))),
    );
    const reading = (await catalogLayers(wanted)).of('ruby.gemspec');
    expect(lines(reading)).toContain('rack@2.2.22 present 1');
    const rack = reading.found.find(({ name }) => name === 'rack');
    expect(rack?.ownedBy).toContain('ruby-rack');
    const names = new Map(reading.found.map(({ ref, name }) => [ref, name]));
    const edges = reading.relations.map(({ from, to }) => `${names.get(from)} -> ${names.get(to)}`);
    expect(edges).toContain('reline -> io-console');
  }, 60_000);
});
