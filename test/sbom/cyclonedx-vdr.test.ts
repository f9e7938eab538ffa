import { expect, test } from 'vitest';
import { cyclonedxJson } from '../../src/core/sbom/cyclonedx-json.ts';
import { readDocument } from '../fixtures/document.ts';
import { vdrDocument } from '../fixtures/scans.ts';
import { CLAIMS, expectCutOff, HOSTILE } from './scan/scan-readers.ts';

test('vulnerabilities of a CycloneDX document are what its tool found in its components', async () => {
  const { document } = await readDocument(cyclonedxJson, vdrDocument(CLAIMS));
  expect(document.errors).toEqual([]);
  expect(document.vex).toEqual([]);
  expect(document.scan).toEqual({
    tool: 'some-scanner',
    toolVersion: '3.1',
    ran: '2026-03-01T12:00:00Z',
    target: 'app 1',
    targetDigests: [],
    ignored: 0,
    others: 0,
    vulnerabilities: [
      {
        id: 'GHSA-35jh-r3h4-6jhm',
        aliases: ['CVE-2021-23337'],
        package: { ref: 'part-0' },
        severity: 'high',
        fixed: 'Upgrade lodash to 4.17.21',
        pointer: '/vulnerabilities/0/affects/0',
      },
      expect.objectContaining({ id: 'CVE-2022-24999', package: { ref: 'part-1' } }),
    ],
  });
});

test('what its own analysis takes back is VEX and not reported; a document that reports nothing is no report', async () => {
  const vulnerability = (state: string) => ({
    id: 'CVE-2026-1',
    analysis: { state },
    affects: [{ ref: 'part-0' }],
  });
  const taken = await readDocument(
    cyclonedxJson,
    vdrDocument(CLAIMS, { vulnerabilities: [vulnerability('false_positive')] }),
  );
  expect(taken.document.scan).toBeUndefined();
  expect(taken.document.vex).toHaveLength(1);
  const kept = await readDocument(
    cyclonedxJson,
    vdrDocument(CLAIMS, { vulnerabilities: [vulnerability('exploitable'), vulnerability('not_affected')] }),
  );
  expect(kept.document.scan).toMatchObject({ ignored: 1, vulnerabilities: [{ id: 'CVE-2026-1' }] });
});

test('a BOM-Link names the component behind its "#"; versions that are unaffected are not reported', async () => {
  const { document } = await readDocument(
    cyclonedxJson,
    vdrDocument(CLAIMS, {
      vulnerabilities: [
        {
          id: 'CVE-2026-1',
          affects: [
            { ref: 'urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#part-1' },
            { ref: 'part-0', versions: [{ version: '4.17.20', status: 'unaffected' }] },
          ],
        },
      ],
    }),
  );
  expect(document.scan?.vulnerabilities.map((one) => one.package)).toEqual([{ ref: 'part-1' }]);
});

test('a document that is cut off claims nothing', () => expectCutOff(vdrDocument(CLAIMS), 'cyclonedx-json'));

test('a hostile report is bounded', async () => {
  const { document } = await readDocument(cyclonedxJson, vdrDocument(HOSTILE));
  expect(document.scan?.vulnerabilities.map(({ id, aliases }) => [id.length, aliases.length])).toEqual([
    [9, 1],
    [512, 0],
    [14, 64],
  ]);
});
