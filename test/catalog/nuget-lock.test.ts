import { expect, test } from 'vitest';
import { fixture } from '../fixtures/catalog/nuget-lock.ts';
import { catalogLayers } from '../fixtures/tree.ts';

test('frameworks share what they lock alike; hashes are those of the package', async () => {
  const { found, facts } = (await catalogLayers(fixture.sample)).of('nuget.lock');
  expect(found.map(({ purl }) => purl)).toEqual(['pkg:nuget/Serilog@3.0.1', 'pkg:nuget/System.Memory@4.5.5']);
  expect(facts.map(({ field, value }) => `${field}: ${value}`)).toEqual([
    'direct: yes',
    `integrity: sha512:${'00'.repeat(64)}`,
  ]);
});
