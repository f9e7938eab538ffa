import { expect, test } from 'vitest';
import { fixture } from '../fixtures/catalog/go-mod.ts';
import { catalogLayers } from '../fixtures/tree.ts';

test('facts: checksums of go.sum, what is indirect, what is replaced', async () => {
  const { of } = await catalogLayers(fixture.sample);
  expect(
    of('go.mod').facts.map(({ subject, field, value }) => `${subject.split('#')[1]} ${field}: ${value}`),
  ).toEqual([
    ' requires-go: 1.22',
    'golang.org/x/sys@v0.5.0 scope: indirect',
    'golang.org/x/sys@v0.5.0 replaced-by: ../sys',
    'github.com/spf13/cobra@v1.8.0 go-sum: h1:7aJaZx1B85qltLMc546zn58BxxfZdR/W22ej9CFoEf0=',
  ]);
});

test('a line of go.sum that is none is told, and the others are kept', async () => {
  const [layer = {}] = fixture.sample;
  const { of, faults } = await catalogLayers([{ ...layer, 'src/go.sum': `what\n${layer['src/go.sum']}` }]);
  expect(faults.map(({ message }) => message)).toEqual([
    '"src/go.sum" has 1 line that is no checksum; the others were kept.',
  ]);
  expect(of('go.mod').facts.some(({ field }) => field === 'go-sum')).toBe(true);
});
