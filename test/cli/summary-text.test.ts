import { expect, test } from 'vitest';
import { summaryText } from '../../src/cli/summary-text.ts';
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
