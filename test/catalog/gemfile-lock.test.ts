import { expect, test } from 'vitest';
import { fixture } from '../fixtures/catalog/gemfile-lock.ts';
import { catalogLayers } from '../fixtures/tree.ts';

test('origin, platform, checksums and what is asked for directly', async () => {
  const { found, facts } = (await catalogLayers(fixture.sample)).of('gemfile.lock');
  expect(found.map(({ purl }) => purl)).toContain('pkg:gem/nokogiri@1.16.0?platform=x86_64-linux');
  expect(facts.map(({ subject, field, value }) => `${subject.split('#')[1]} ${field}: ${value}`)).toEqual([
    'line 5 download-url: https://example.org/cart.git 0123abcd',
    'line 11 download-url: https://rubygems.org/',
    'line 13 download-url: https://rubygems.org/',
    'line 14 download-url: https://rubygems.org/',
    'line 5 direct: yes',
    'line 11 direct: yes',
    'line 13 integrity: sha256:c785ab56a42b2dff0c45a4af8e8f3f0f27e4d2ac2be8ec1ddb9d0f4e2be0e9a1',
  ]);
});

test('a gem that is needed and not locked is told', async () => {
  const { faults } = await catalogLayers([{ 'Gemfile.lock': 'GEM\n  specs:\n    a (1)\n      b (>= 1)\n' }]);
  expect(faults.map(({ message }) => message)).toEqual([
    '1 declared dependency of gems in "Gemfile.lock" was not found in it.',
  ]);
});
