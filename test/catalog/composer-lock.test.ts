import { expect, test } from 'vitest';
import { fixture } from '../fixtures/catalog/composer-lock.ts';
import { catalogLayers } from '../fixtures/tree.ts';

test('canonical names, origin, and what only the platform gives', async () => {
  const { found, facts, requires } = (await catalogLayers(fixture.sample)).of('composer.lock');
  expect(found.map(({ purl }) => purl)).toEqual([
    'pkg:composer/monolog/monolog@3.5.0',
    'pkg:composer/psr/log@3.0.0',
    'pkg:composer/phpunit/phpunit@10.5.0',
  ]);
  expect(facts.map(({ field, value }) => `${field}: ${value}`)).toEqual([
    'license: MIT',
    'repository: https://github.com/Seldaek/monolog.git',
    'source-commit: c915e2634718dbc8a4a15c61b0e62e7a44e14448',
    'download-url: https://api.github.com/x',
    'license: MIT',
    'scope: dev',
  ]);
  expect(requires.map(({ anyOf }) => anyOf[0]?.name)).toEqual(['php', 'psr/log-implementation']);
});

test('what is no lockfile says so', async () => {
  const { faults } = await catalogLayers([{ 'composer.lock': '{}' }]);
  expect(faults.map(({ message }) => message)).toEqual([
    '"composer.lock" has no "packages"; it is no Composer lockfile.',
  ]);
});
