import { expect, test } from 'vitest';
import { formatsPage } from './formats.ts';

/** `npm run docs` writes it again. */
test('docs/formats.md lists every format of the registries', async () => {
  await expect(await formatsPage()).toMatchFileSnapshot('../../docs/formats.md');
});
