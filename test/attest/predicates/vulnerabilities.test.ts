import { expect, test } from 'vitest';
import { readAs } from './read.ts';

const result = [{ id: 'CVE-123', severity: [{ method: 'nvd', score: 'medium' }] }];

test('in-toto vulns: what was found, and how old the data was', () => {
  const { found } = readAs('vulnerabilities', 'https://in-toto.io/attestation/vulns/v0.2', {
    scanner: { uri: 'pkg:github/aquasecurity/trivy@1', db: { lastUpdate: '2024-01-01' }, result },
    metadata: { scanFinishedOn: '2024-01-02' },
  });
  expect(found.found).toEqual([
    {
      id: 'CVE-123',
      severities: [{ method: 'nvd', score: 'medium' }],
      pointer: '/predicate/scanner/result/0',
    },
  ]);
  expect(found.databaseUpdated?.value).toBe('2024-01-01');
});

test('cosign vuln v1: a report of another format is said to be there', () => {
  const { found } = readAs('vulnerabilities', 'https://cosign.sigstore.dev/attestation/vuln/v1', {
    scanner: { uri: 'trivy', result: { Results: [] } },
  });
  expect([found.foreignResult, found.found]).toEqual([true, []]);
});
