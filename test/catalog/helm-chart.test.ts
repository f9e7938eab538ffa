import { expect, test } from 'vitest';
import { fixture } from '../fixtures/catalog/helm-chart.ts';
import { catalogLayers } from '../fixtures/tree.ts';

test('a version is a text, and the lockfile says where a chart comes from', async () => {
  const { found, facts } = (await catalogLayers(fixture.sample)).of('helm.chart');
  expect(found.map(({ purl }) => purl)).toEqual([
    'pkg:helm/shop@1.10',
    'pkg:helm/redis@18.4.0',
    'pkg:helm/redis@18.4.0',
  ]);
  expect(facts.map(({ field, value }) => `${field}: ${value}`)).toEqual([
    'product: 2.0',
    'installed-from: https://charts.example.org',
  ]);
});

test('an entry of the lockfile without a version is told, and the others are kept', async () => {
  const { faults } = await catalogLayers([
    { 'Chart.lock': 'dependencies:\n- name: a\n- {name: b, version: 1}\n' },
  ]);
  expect(faults.map(({ message }) => message)).toEqual([
    'The entry at /dependencies/0 has no name or no version; the other entries were kept.',
  ]);
});
