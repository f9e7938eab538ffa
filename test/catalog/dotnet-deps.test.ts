import { expect, test } from 'vitest';
import { DEPS, fixture } from '../fixtures/catalog/dotnet-deps.ts';
import { catalogLayers } from '../fixtures/tree.ts';

test('packages have a name on the registry, projects do not; what is not there stays a requirement', async () => {
  const { found, facts, requires } = (await catalogLayers(fixture.sample)).of('dotnet.deps');
  expect(found.map(({ purl, type }) => `${type} ${purl}`)).toEqual([
    'application undefined',
    'library pkg:nuget/Serilog@4.0.0',
    'library pkg:nuget/Newtonsoft.Json@13.0.1',
  ]);
  expect(facts.map(({ field, value }) => `${field}: ${value}`)).toEqual([
    'kind: project',
    'kind: package',
    'kind: package',
    `integrity: sha512:${'00'.repeat(64)}`,
    'install-path: newtonsoft.json/13.0.1',
  ]);
  expect(requires.map(({ anyOf }) => anyOf[0]?.name)).toEqual(['Gone']);
});

test('a library without a version is told, and the others are kept', async () => {
  const libraries = { ...DEPS.libraries, odd: {} };
  const { of, faults } = await catalogLayers([{ 'a.deps.json': JSON.stringify({ ...DEPS, libraries }) }]);
  expect(faults.map(({ message }) => message)).toEqual([
    '"odd" in "a.deps.json" is no NAME/VERSION; the others were kept.',
  ]);
  expect(of('dotnet.deps').found).toHaveLength(3);
});
