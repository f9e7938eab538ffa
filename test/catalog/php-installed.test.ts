import { expect, test } from 'vitest';
import { LOG } from '../fixtures/catalog/composer-lock.ts';
import { fixture } from '../fixtures/catalog/php-installed.ts';
import { catalogLayers, lines } from '../fixtures/tree.ts';

test('what is there for development only is told', async () => {
  const { facts, requires } = (await catalogLayers(fixture.sample)).of('php.installed');
  expect(facts.filter(({ field }) => field === 'scope').map(({ value }) => value)).toEqual(['dev']);
  expect(requires.map(({ anyOf }) => anyOf[0]?.name)).toEqual(['php']);
});

test('Composer 1 wrote a list', async () => {
  const reading = (await catalogLayers([{ 'vendor/composer/installed.json': JSON.stringify([LOG]) }])).of(
    'php.installed',
  );
  expect(lines(reading)).toEqual(['psr/log@3.0.0 present 0']);
});
