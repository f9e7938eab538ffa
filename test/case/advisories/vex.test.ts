import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../../../src/core/base/bytes.ts';
import { digestBytes } from '../../../src/core/base/digest.ts';
import { NO_SETTINGS } from '../../../src/core/case/settings.ts';
import { LODASH, osvRecord, osvZip } from '../../fixtures/advisories.ts';
import { file, tar } from '../../fixtures/tar.ts';
import { buildZip } from '../../fixtures/zip.ts';
import { inspectFiles, type TestFile } from '../../inspect.ts';

describe('a VEX document beside an artifact', () => {
  const vex = (author: string, status: string, timestamp: string, id = 'CVE-2021-23337') =>
    encodeUtf8(
      JSON.stringify({
        '@context': 'https://openvex.dev/ns/v0.2.0',
        '@id': `https://example.org/vex-${status}`,
        author,
        timestamp,
        version: 1,
        statements: [
          {
            vulnerability: { name: id },
            products: [{ '@id': 'pkg:npm/lodash' }],
            status,
            ...(status === 'not_affected' ? { justification: 'vulnerable_code_not_in_execute_path' } : {}),
          },
        ],
      }),
    );
  const app = tar([
    file('app/node_modules/lodash/package.json', JSON.stringify({ name: 'lodash', version: '4.17.20' })),
  ]);
  const records = [LODASH, osvRecord({ id: 'EXAMPLE-3', name: 'lodash', fixed: '5.0.0' })];

  async function findingsWith(documents: readonly TestFile[], vexAuthors: readonly string[], bytes = app) {
    const data = { name: 'all.zip', bytes: osvZip(records) };
    const inspected = await inspectFiles([{ name: 'app.tar', bytes }, data, ...documents]);
    const advisories = [{ name: data.name, sha256: await digestBytes(data.bytes) }];
    inspected.case.decide({ ...NO_SETTINGS, advisories, vexAuthors });
    await inspected.case.settled();
    const report = inspected.report();
    return {
      findings: report.findings
        .filter(({ rule }) => rule === 'vulnerability.known')
        .map(({ aliases, suppressedBy }) => [aliases.at(-1), suppressedBy]),
      unmatched: report.vex.flatMap((one) => one.unmatched.map(({ why }) => why)),
    };
  }

  const one = { name: 'a.openvex.json', bytes: vex('Ada', 'not_affected', '2026-01-01T00:00:00Z') };
  const said =
    'Ada says: not affected (vulnerable code not in execute path); the VEX document is not signed.';

  test('of an accepted author takes away exactly one finding, which stays visible and says by whom', async () => {
    expect(await findingsWith([one], ['Ada'])).toEqual({
      findings: [
        ['EXAMPLE-3', null],
        ['GHSA-35jh-r3h4-6jhm', said],
      ],
      unmatched: [],
    });
  });

  test('of an author nobody accepted takes away none, and is listed', async () => {
    const { findings, unmatched } = await findingsWith([one], ['Bob']);
    expect(findings.filter(([, by]) => by !== null)).toEqual([]);
    expect(unmatched).toEqual(['author']);
  });

  test('of one author the newest statement holds', async () => {
    const later = { name: 'b.openvex.json', bytes: vex('Ada', 'affected', '2026-02-01T00:00:00Z') };
    const { findings } = await findingsWith([one, later], ['Ada']);
    expect(findings.filter(([, by]) => by !== null)).toEqual([]);
  });

  test.each([
    ['says both at one time', '2026-01-01T00:00:00Z'],
    ['says both at one time, in another zone', '2026-01-01T01:00:00+01:00'],
  ])('of one author who %s the warning holds', async (_what, time) => {
    const warns = { name: 'b.openvex.json', bytes: vex('Ada', 'affected', time) };
    for (const order of [
      [one, warns],
      [warns, one],
    ])
      expect((await findingsWith(order, ['Ada'])).findings.filter(([, by]) => by !== null)).toEqual([]);
  });

  test('with a time that cannot be read is older than any that has one', async () => {
    const timeless = { name: 'a.openvex.json', bytes: vex('Ada', 'not_affected', 'tomorrow') };
    const warns = { name: 'b.openvex.json', bytes: vex('Ada', 'affected', '2026-01-01T00:00:00Z') };
    const { findings } = await findingsWith([timeless, warns], ['Ada']);
    expect(findings.filter(([, by]) => by !== null)).toEqual([]);
  });

  test('is by its author, not by who supplies what it describes', async () => {
    const cyclonedx = {
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      metadata: { authors: [{ name: 'Eve' }], supplier: { name: 'Ada' } },
      components: [{ type: 'library', 'bom-ref': 'part', name: 'lodash', purl: 'pkg:npm/lodash@4.17.20' }],
      vulnerabilities: [
        { id: 'CVE-2021-23337', analysis: { state: 'not_affected' }, affects: [{ ref: 'part' }] },
      ],
    };
    const document = { name: 'bom.cdx.json', bytes: encodeUtf8(JSON.stringify(cyclonedx)) };
    expect((await findingsWith([document], ['Ada'])).unmatched).toEqual(['author']);
    expect((await findingsWith([document], ['Eve'])).unmatched).toEqual([]);
  });

  test('names its products by the reference of a component of the same document', async () => {
    const cyclonedx = {
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      metadata: { authors: [{ name: 'Ada' }] },
      components: [
        { type: 'library', 'bom-ref': 'first', name: 'other', version: '1', purl: 'pkg:npm/other@1' },
        {
          type: 'library',
          'bom-ref': 'part',
          name: 'lodash',
          purl: 'pkg:npm/lodash@4.17.20',
          version: '4.17.20',
        },
      ],
      vulnerabilities: [
        {
          id: 'CVE-2021-23337',
          analysis: { state: 'not_affected', justification: 'code_not_reachable' },
          affects: [{ ref: 'part' }],
        },
      ],
    };
    const document = { name: 'bom.cdx.json', bytes: encodeUtf8(JSON.stringify(cyclonedx)) };
    const { findings, unmatched } = await findingsWith([document], ['Ada']);
    expect(findings.flatMap(([, by]) => by ?? [])).toEqual([
      'Ada says: not affected (code not reachable); the VEX document is not signed.',
    ]);
    expect(unmatched).toEqual([]);
  });

  describe('of a part of a product', () => {
    const about = (product: string) =>
      encodeUtf8(
        JSON.stringify({
          '@context': 'https://openvex.dev/ns/v0.2.0',
          '@id': 'https://example.org/parts',
          author: 'Ada',
          timestamp: '2026-01-01T00:00:00Z',
          version: 1,
          statements: [
            {
              vulnerability: { name: 'CVE-2021-23337' },
              products: [{ '@id': product, subcomponents: [{ '@id': 'pkg:npm/lodash' }] }],
              status: 'not_affected',
              justification: 'vulnerable_code_not_in_execute_path',
            },
          ],
        }),
      );
    const part = (path: string, name: string) =>
      file(`${path}/package.json`, JSON.stringify({ name, version: '4.17.20' }));
    const lodash = 'node_modules/lodash';
    const silenced = async (product: string, ...parts: ReturnType<typeof file>[]) => {
      const { findings } = await findingsWith(
        [{ name: 'v.openvex.json', bytes: about(product) }],
        ['Ada'],
        tar(parts),
      );
      return findings.filter(([, by]) => by !== null).length;
    };

    test('counts where the product holds it', async () => {
      expect(await silenced('pkg:npm/one', part('one', 'one'), part(`one/${lodash}`, 'lodash'))).toBe(1);
    });

    test('not where another one beside the product holds it', async () => {
      expect(
        await silenced(
          'pkg:npm/two',
          part('one', 'one'),
          part(`one/${lodash}`, 'lodash'),
          part('two', 'two'),
        ),
      ).toBe(0);
    });

    test('not where it lies outside of the product too', async () => {
      const both = [part('one', 'one'), part(`one/${lodash}`, 'lodash'), part(`two/${lodash}`, 'lodash')];
      expect(await silenced('pkg:npm/one', ...both)).toBe(0);
    });
  });

  test('inside the artifact it never counts', async () => {
    const zipped = { name: 'vex.zip', bytes: buildZip([{ name: 'a.openvex.json', content: one.bytes }]) };
    const { findings } = await findingsWith([zipped], ['Ada']);
    expect(findings.filter(([, by]) => by !== null)).toEqual([]);
  });

  test('about what is not there says so', async () => {
    const other = {
      name: 'c.openvex.json',
      bytes: vex('Ada', 'fixed', '2026-01-01T00:00:00Z', 'CVE-1999-0001'),
    };
    expect((await findingsWith([other], ['Ada'])).unmatched).toEqual(['finding']);
  });
});
