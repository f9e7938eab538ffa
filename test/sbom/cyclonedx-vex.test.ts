import { expect, test } from 'vitest';
import { readJson } from '../../src/core/base/json.ts';
import { isJsonObject } from '../../src/core/base/json-shape.ts';
import { cyclonedxVex } from '../../src/core/sbom/cyclonedx-vex.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';

test('an analysis claims a status of what the vulnerability affects', () => {
  const vulnerability = {
    id: 'CVE-2026-1',
    references: [{ id: 'GHSA-1' }],
    analysis: { state: 'not_affected', justification: 'code_not_reachable', detail: 'Never called.' },
    affects: [{ ref: 'a' }, { ref: 'b' }],
  };
  expect(
    cyclonedxVex({ vulnerabilities: [vulnerability, { id: 'CVE-2', affects: [{ ref: 'a' }] }] }),
  ).toEqual([
    {
      vulnerability: 'CVE-2026-1',
      aliases: ['GHSA-1'],
      products: ['a', 'b'],
      subcomponents: [],
      status: 'not_affected',
      justification: 'code_not_reachable',
      statement: 'Never called.',
      pointer: '/vulnerabilities/0',
    },
  ]);
});

test('versions are judged one by one, and no claim is made of the others', () => {
  const versions = [
    { version: '1.0', status: 'unaffected' },
    { range: 'vers:semver/>=2.0', status: 'affected' },
    { version: '9', status: 'unknown' },
  ];
  const analysis = { state: 'resolved', justification: 'requires_environment' };
  const vulnerabilities = [{ id: 'CVE-1', analysis, affects: [{ ref: 'a', versions }] }];
  expect(cyclonedxVex({ vulnerabilities })).toMatchObject([
    { products: ['a'], versions: ['1.0'], status: 'fixed', justification: 'requires_environment' },
    { products: ['a'], versions: ['vers:semver/>=2.0'], status: 'affected' },
    { products: ['a'], versions: ['9'], status: 'under_investigation' },
  ]);
});

test.each([[[{ status: 'unaffected' }]], ['1.0'], [{}]])(
  'versions that cannot be read, %j, are never all of them',
  (versions) => {
    const vulnerabilities = [
      { id: 'CVE-1', analysis: { state: 'not_affected' }, affects: [{ ref: 'a', versions }] },
    ];
    expect(cyclonedxVex({ vulnerabilities })).toMatchObject([{ products: [] }]);
  },
);

describeCorpus('CycloneDX VEX examples', () => {
  test.each([
    ['CISA-Use-Cases/Case-2', 19],
    ['Use-Cases/Case-1', 1],
    ['CISA-Use-Cases/Case-8', 11],
  ])('%s', (folder, claims) => {
    const json = readJson(corpusBytes('sbom/cdx-bom-examples/VEX', folder, 'vex.json'));
    const value = json.ok ? json.value.value : undefined;
    expect(isJsonObject(value) && cyclonedxVex(value)).toHaveLength(claims);
  });
});
