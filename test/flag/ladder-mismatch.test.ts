import { expect, it } from 'vitest';
import { archiveTar, ociLayout, type Tamper } from '../fixtures/image.ts';
import { tar } from '../fixtures/tar.ts';
import { inspectFiles } from '../inspect.ts';

const spec = { tags: ['app:1'], layers: [{ tar: tar([]), compression: 'gzip' as const }] };

async function found(tamper?: Tamper) {
  const bytes = archiveTar(ociLayout([spec], tamper));
  const { report } = await inspectFiles([{ name: 'app.tar', bytes }]);
  return report().findings.filter(({ rule }) => rule === 'integrity.ladder');
}

it('says nothing of an image that agrees with itself', async () => {
  expect(await found()).toEqual([]);
});

it.each(['size', 'diffID', 'config'] as const)('flags a wrong %s once, and what to do', async (rung) => {
  const findings = await found(rung);
  expect(findings).toMatchObject([
    { rule: 'integrity.ladder', grade: 'fact', severity: 'high', source: 's1', component: null },
  ]);
  expect(findings[0]?.title).toContain(`The ${rung} of `);
  expect(findings[0]?.remedy).toContain('do not run it');
});
