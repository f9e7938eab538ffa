import { beforeAll, expect, test } from 'vitest';
import { noDataSentence } from '../../../src/core/case/advisories/no-data.ts';
import type { CaseModel } from '../../../src/core/case/model.ts';
import { NO_SETTINGS } from '../../../src/core/case/settings.ts';
import { sha256Of } from '../../advisory/osv-corpus.ts';
import { corpusBytes, describeCorpus } from '../../corpus.ts';
import { LODASH, osvRecord, osvZip, recordBytes } from '../../fixtures/advisories.ts';
import { file, tar } from '../../fixtures/tar.ts';
import { type Inspected, inspectFiles, type TestFile } from '../../inspect.ts';

const OSV = ['crates.io', 'Go', 'PyPI-PYSEC', 'Hackage-GHC', 'mixed-from-test-cassettes'];

/** A package as pip installs it: no distribution package owns it. */
function installed(name: string, version: string) {
  const folder = `usr/lib/python3.11/site-packages/${name}-${version}.dist-info`;
  return [
    file(`${folder}/METADATA`, `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`),
    file(`${folder}/RECORD`, `${name}-${version}.dist-info/METADATA,,\n`),
    file(`${folder}/INSTALLER`, 'pip\n'),
  ];
}

/** Says of Django 3.2.25 what no record of the corpus does. */
const DJANGO = osvRecord({ id: 'EXAMPLE-1', ecosystem: 'PyPI', name: 'django', fixed: '4.2' });

async function use(inspected: Inspected, data: readonly TestFile[]): Promise<CaseModel> {
  const advisories = await Promise.all(
    data.map(async ({ name, bytes }) => ({ name, sha256: await sha256Of(bytes) })),
  );
  inspected.case.decide({ ...NO_SETTINGS, advisories });
  await inspected.case.settled();
  return inspected.case.model;
}

function stateOf(model: CaseModel, name: string, version?: string): string {
  const at = model.components.findIndex(
    (one) => one.name === name && (version === undefined || one.version === version),
  );
  const state = model.advisories.states[at];
  if (state?.state === 'clean') return `clean as of ${state.asOf}`;
  return state?.state === 'no-data'
    ? noDataSentence(state.why, model.components)
    : (state?.state ?? 'not there');
}

const idsOf = (model: CaseModel, name: string) =>
  model.advisories.matches
    .filter(({ component }) => model.components[component]?.name === name)
    .map(({ id }) => id);

describeCorpus('lite with advisory data', () => {
  let inspected: Inspected;
  let model: CaseModel;
  let data: TestFile[];

  beforeAll(async () => {
    data = [
      ...OSV.map((name) => ({ name: `${name}.zip`, bytes: corpusBytes('flag', 'osv', `${name}.zip`) })),
      { name: 'GHSA-35jh-r3h4-6jhm.json', bytes: recordBytes(LODASH) },
      { name: 'EXAMPLE-1.json', bytes: recordBytes(DJANGO) },
    ];
    inspected = await inspectFiles([
      { name: 'lite.oci-gzip.tar', bytes: corpusBytes('container', 'lite.oci-gzip.tar') },
      ...data,
    ]);
  }, 300_000);

  test('data that nobody accepted say nothing', () => {
    expect(inspected.model.advisories.data).toHaveLength(7);
    expect(inspected.model.advisories.matches).toEqual([]);
    expect(stateOf(inspected.model, 'lodash')).toBe('No advisory data are in use.');
  });

  test('findings of the Go standard library come from the records', async () => {
    model = await use(inspected, data);
    const ids = idsOf(model, 'stdlib');
    expect(ids).toMatchInlineSnapshot(`
      [
        "GO-2023-2041",
        "GO-2023-2043",
        "GO-2023-2102",
        "GO-2023-2185",
        "GO-2023-2186",
        "GO-2023-2382",
        "GO-2024-2598",
        "GO-2024-2599",
        "GO-2024-2600",
        "GO-2024-2609",
        "GO-2024-2610",
        "GO-2024-2687",
        "GO-2024-2887",
        "GO-2024-2888",
        "GO-2024-2963",
        "GO-2024-3105",
        "GO-2024-3106",
        "GO-2024-3107",
        "GO-2025-3373",
        "GO-2025-3420",
        "GO-2025-3447",
        "GO-2025-3503",
        "GO-2025-3563",
        "GO-2025-3750",
        "GO-2025-3751",
        "GO-2025-3849",
        "GO-2025-3956",
        "GO-2025-4006",
        "GO-2025-4007",
        "GO-2025-4008",
        "GO-2025-4009",
        "GO-2025-4010",
        "GO-2025-4011",
        "GO-2025-4012",
        "GO-2025-4013",
        "GO-2025-4014",
        "GO-2025-4015",
        "GO-2025-4155",
        "GO-2025-4175",
        "GO-2026-4337",
        "GO-2026-4340",
        "GO-2026-4341",
        "GO-2026-4342",
        "GO-2026-4403",
        "GO-2026-4601",
        "GO-2026-4602",
        "GO-2026-4603",
        "GO-2026-4864",
        "GO-2026-4865",
        "GO-2026-4869",
        "GO-2026-4870",
        "GO-2026-4918",
        "GO-2026-4946",
        "GO-2026-4947",
        "GO-2026-4970",
        "GO-2026-4971",
        "GO-2026-4976",
        "GO-2026-4977",
        "GO-2026-4980",
        "GO-2026-4981",
        "GO-2026-4982",
        "GO-2026-4986",
        "GO-2026-5026",
        "GO-2026-5037",
        "GO-2026-5038",
        "GO-2026-5039",
        "GO-2026-5856",
        "GO-2026-5972",
        "GO-2026-6088",
        "GO-2026-6089",
        "GO-2026-6090",
        "GO-2026-6091",
        "GO-2026-6218",
      ]
    `);
  }, 300_000);

  test('lodash 4.17.20 is matched by the one record, with its other names and its fix', () => {
    const match = model.advisories.matches.find(
      ({ component }) => model.components[component]?.name === 'lodash',
    );
    expect(match).toMatchObject({
      id: 'GHSA-35jh-r3h4-6jhm',
      ids: ['CVE-2021-23337', 'GHSA-35jh-r3h4-6jhm'],
      fixed: '4.17.21',
      malicious: false,
    });
    const finding = inspected.report().findings.find(({ aliases }) => aliases.includes('CVE-2021-23337'));
    expect(finding).toMatchObject({
      rule: 'vulnerability.known',
      severity: 'high',
      fixed: '4.17.21',
      remedy: 'Raise lodash from 4.17.20 to ≥ 4.17.21.',
    });
  });

  test('Django of the distribution has no finding of PyPI: its package is looked up, of which there are no data', () => {
    expect(idsOf(model, 'Django')).toEqual([]);
    expect(stateOf(model, 'Django')).toBe(
      'It belongs to pkg:deb/debian/python3-django@3:3.2.25-0%2Bdeb12u7?arch=all&distro=debian-12&upstream=python-django, which is looked up instead: distributions fix without raising the version.',
    );
    expect(stateOf(model, 'python3-django')).toBe('The advisory data in use do not cover Debian:12.');
  });

  test('an ecosystem that the data do not have is not clean, in the report neither', () => {
    expect(stateOf(model, 'esbuild')).toBe('The advisory data in use do not cover npm.');
    expect(stateOf(model, 'github.com/evanw/esbuild')).toBe('Its version is not known.');
    const report = inspected.report();
    const lodash = report.components.find(({ purl }) => purl === 'pkg:npm/lodash@4.17.20');
    expect(lodash?.data).toEqual([{ question: 'vulnerability', state: 'matched', asOf: null }]);
    const esbuild = report.components.find(({ purl }) => purl?.startsWith('pkg:npm/esbuild@') === true);
    expect(esbuild?.data).toEqual([
      {
        question: 'vulnerability',
        state: 'no-data',
        asOf: null,
        why: 'The advisory data in use do not cover npm.',
      },
    ]);
    expect(report.advisoryData.map(({ name, records }) => [name, records]).sort()).toEqual([
      ['EXAMPLE-1.json', 1],
      ['GHSA-35jh-r3h4-6jhm.json', 1],
      ['Go.zip', 4274],
      ['Hackage-GHC.zip', 35],
      ['PyPI-PYSEC.zip', 2651],
      ['crates.io.zip', 705],
      ['mixed-from-test-cassettes.zip', 550],
    ]);
  });
});

describeCorpus('packages that pip installed, with the PyPI records of the corpus', () => {
  const IMAGE = tar(
    [installed('Django', '3.2.20'), installed('six', '1.16.0'), installed('requests', 'unknown')].flat(),
  );
  let inspected: Inspected;
  let model: CaseModel;

  beforeAll(async () => {
    const data = { name: 'all.zip', bytes: corpusBytes('flag', 'osv', 'PyPI-PYSEC.zip') };
    inspected = await inspectFiles([{ name: 'app.tar', bytes: IMAGE }, data]);
    model = await use(inspected, [data]);
  }, 120_000);

  test('Django has the findings of its version', () => {
    expect(idsOf(model, 'Django')).toMatchInlineSnapshot(`
      [
        "PYSEC-2023-222",
        "PYSEC-2023-225",
        "PYSEC-2023-226",
        "PYSEC-2024-28",
        "PYSEC-2024-47",
      ]
    `);
  });

  test('one that no record names is clean as of the newest record', () => {
    expect(stateOf(model, 'six')).toMatchInlineSnapshot(`"clean as of 2024-10-10T17:22:00.587279Z"`);
  });

  test('one whose version cannot be read is not clean', () => {
    expect(stateOf(model, 'requests')).toBe('Its version has no place in the order of its ecosystem.');
    const requests = inspected.report().components.find(({ name }) => name === 'requests');
    expect(requests?.data[0]?.state).toBe('no-data');
  });

  test('a single record and an archive that was cut make nothing clean', async () => {
    const record = { name: 'a.json', bytes: recordBytes(DJANGO) };
    const whole = osvZip([DJANGO, osvRecord({ id: 'EXAMPLE-2', ecosystem: 'PyPI', name: 'b' })]);
    const wrong = { name: 'all.zip', bytes: osvZip([DJANGO], { end: { count: 2, countHere: 2 } }) };
    for (const [data, state] of [
      [record, 'The advisory data in use do not cover PyPI.'],
      [wrong, 'The advisory data in use do not cover PyPI.'],
      [{ name: 'all.zip', bytes: whole }, 'clean as of 2026-01-02T03:04:05Z'],
    ] as const) {
      const one = await inspectFiles([{ name: 'app.tar', bytes: IMAGE }, data]);
      const used = await use(one, [data]);
      expect(stateOf(used, 'six')).toBe(state);
      expect(idsOf(used, 'Django')).toEqual(['EXAMPLE-1']);
    }
  });

  test('data inside the artifact judge nothing, accepted or not', async () => {
    const record = recordBytes(DJANGO);
    const nested = tar([...installed('Django', '3.2.20'), file('opt/EXAMPLE-1.json', record)]);
    const one = await inspectFiles([{ name: 'app.tar', bytes: nested }]);
    const used = await use(one, [{ name: 'EXAMPLE-1.json', bytes: record }]);
    expect(used.advisories.data).toEqual([]);
    expect(stateOf(used, 'Django')).toBe('No advisory data are in use.');
  });
});
