import { expect, test } from 'vitest';
import { summaryText } from '../../src/cli/summary-text.ts';
import { withReference } from '../../src/core/case/accept.ts';
import { LODASH, osvZip } from '../fixtures/advisories.ts';
import { reportBytes, SCANNED_APP, trivyReport } from '../fixtures/scans.ts';
import { inspectFiles } from '../inspect.ts';

test('a report of another scanner is summed up against the findings, as the claim it is', async () => {
  const report = trivyReport([{ id: 'CVE-2026-1000', name: 'qs', version: '6.5.2' }]);
  const { model } = await inspectFiles([
    { name: 'app.tar', bytes: SCANNED_APP },
    { name: 'trivy.json', bytes: reportBytes(report) },
  ]);
  expect(summaryText(model)).toContain(
    'Trivy 0.69.3 reports 1 finding (trivy.json): 0 also found here, 1 only there, 0 only here. It is a claim, and changes no finding.',
  );
});

test('without advisory data it says that nothing was looked up, with them what is known of how many', async () => {
  const app = { name: 'app.tar', bytes: SCANNED_APP };
  const { model } = await inspectFiles([app]);
  expect(summaryText(model)).toContain(
    'Known vulnerabilities were not looked up: no advisory data are in use (--advisories F).',
  );
  const { case: loupe } = await inspectFiles([app, { name: 'all.zip', bytes: osvZip([LODASH]) }]);
  const data = loupe.model.sources.find(({ advisories }) => advisories !== undefined);
  if (data === undefined) throw new Error('no advisory data');
  const settings = await withReference(loupe.settings, data, true);
  if (settings.ok) loupe.decide(settings.value);
  await loupe.settled();
  expect(summaryText(loupe.model)).toContain(
    'Known vulnerabilities: 1 component matched, 2 clean, of 0 nothing is known.',
  );
});
