import { expect, test } from 'vitest';
import { fixture } from '../fixtures/catalog/gradle-lockfile.ts';
import { catalogLayers } from '../fixtures/tree.ts';

test('locked versions by coordinates, with their configurations', async () => {
  const { of } = await catalogLayers(fixture.sample);
  const { found, facts } = of('gradle.lockfile');
  expect(found.map(({ purl }) => purl)).toEqual([
    'pkg:maven/org.apache.commons/commons-lang3@3.12.0',
    'pkg:maven/junit/junit@4.13.2',
  ]);
  expect(facts.map(({ field, value, pointer }) => `${field} ${value} ${pointer}`)).toEqual([
    'configuration compileClasspath line 2',
    'configuration runtimeClasspath line 2',
    'configuration testRuntimeClasspath line 3',
  ]);
});
