import { expect, test } from 'vitest';
import { peVersionResource } from '../../src/core/catalog/pe-version.ts';
import { fixture, versioned } from '../fixtures/catalog/pe-version.ts';
import { catalogLayers } from '../fixtures/tree.ts';

test('a program by its product, a .NET library by its own name, as a guess', async () => {
  const { found, facts } = (await catalogLayers(fixture.sample)).of('pe.version');
  expect(found.map(({ purl, type }) => `${type} ${purl}`)).toEqual([
    'application pkg:generic/Shop@1.2.3',
    'library pkg:nuget/Cart@2.0.0',
  ]);
  expect(facts.map(({ field, value, how }) => `${field}: ${value} (${how})`)).toEqual([
    'supplier: Example (stated)',
    'product: Shop (stated)',
    'guessed: a NuGet package of this name, from the version resource (derived)',
    'source-commit: 0123abcd (stated)',
    'product: Shop (stated)',
  ]);
});

test('cut or changed anywhere, it never throws', async () => {
  const whole = versioned({ ProductName: 'Shop', ProductVersion: '1.2.3' });
  const read = async (bytes: Uint8Array) =>
    (await peVersionResource.read({ path: 'a.exe', size: bytes.length, bytes: new Uint8Array(bytes) })).found
      .length;
  for (let at = 0; at < whole.length; at++) {
    expect(await read(whole.subarray(0, at))).toBeLessThanOrEqual(1);
    expect(await read(whole.with(at, 0xff))).toBeLessThanOrEqual(1);
  }
});
