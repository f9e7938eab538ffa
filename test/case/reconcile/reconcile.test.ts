import { beforeAll, describe, expect, it } from 'vitest';
import type { CaseModel } from '../../../src/core/case/model.ts';
import { reconcile } from '../../../src/core/case/reconcile/reconcile.ts';
import type { ReconciledRow, Reconciliation } from '../../../src/core/case/reconcile/types.ts';
import { corpusBytes, describeCorpus } from '../../corpus.ts';
import { type Edits, sbomOf } from '../../fixtures/edited-sbom.ts';
import { archiveTar, ociLayout } from '../../fixtures/image.ts';
import { type StatedComponent, withStated } from '../../fixtures/stated.ts';
import { tar } from '../../fixtures/tar.ts';
import { inspectFiles } from '../../inspect.ts';
import { inspectLite, LITE, liteBytes } from '../../lite.ts';

/** Rows that are no plain match, as a person reads them. */
function oddities(model: CaseModel, one: Reconciliation | undefined): string[] {
  const name = (row: ReconciledRow) => {
    const component = model.components[row.claimed[0] ?? row.found[0] ?? -1];
    return `${component?.name} ${component?.version ?? ''}`.trim();
  };
  return (one?.rows ?? [])
    .filter(({ state }) => state !== 'matched' && state !== 'covered')
    .map((row) =>
      [
        row.state,
        name(row),
        ...row.differences.map(({ field, claimed, found }) => `${field} ${claimed} | ${found}`),
        ...row.notes,
      ].join(': '),
    );
}

const APP = JSON.stringify({ name: 'app', version: '1.0.0', license: 'MIT' });
const LODASH = JSON.stringify({ name: 'lodash', version: '4.17.21', license: 'MIT' });
const STATUS = `Package: libc6
Status: install ok installed
Architecture: amd64
Version: 1:2.36-9
Description: c

Package: python3-requests
Status: install ok installed
Architecture: all
Version: 2.28.1
Description: p
`;

const FILES = {
  'etc/os-release': 'ID=debian\nVERSION_ID="12"\n',
  'var/lib/dpkg/status': STATUS,
  'var/lib/dpkg/info/python3-requests.list':
    '/usr/lib/python3/dist-packages/requests-2.28.1.egg-info/PKG-INFO\n',
  'usr/lib/python3/dist-packages/requests-2.28.1.egg-info/PKG-INFO':
    'Metadata-Version: 2.1\nName: requests\nVersion: 2.28.1\n',
  'app/package.json': APP,
  'app/node_modules/lodash/package.json': LODASH,
  'bin/tool': 'tool bytes',
};

const encoder = new TextEncoder();
const image = (files: Readonly<Record<string, string>>, tag = 'app:1') =>
  archiveTar(
    ociLayout([
      {
        tags: [tag],
        layers: [
          {
            tar: tar(
              Object.entries(files).map(([path, text]) => ({ name: path, content: encoder.encode(text) })),
            ),
            compression: 'gzip' as const,
          },
        ],
      },
    ]),
  );

const CLAIMS: readonly StatedComponent[] = [
  {
    name: 'libc6',
    version: '1:2.36-9',
    purl: 'pkg:deb/debian/libc6@2.36-9?arch=amd64&epoch=1&distro=debian-12.5',
  },
  { name: 'python3-requests', version: '2.28.1', purl: 'pkg:deb/debian/python3-requests@2.28.1?arch=all' },
  { name: 'app', version: '1.0.0', purl: 'pkg:npm/app@1.0.0' },
  { name: 'lodash', version: '4.17.21', purl: 'pkg:npm/lodash@4.17.21' },
];

describe('an SBOM held against an image', () => {
  let model: CaseModel;

  beforeAll(async () => {
    ({ model } = await inspectFiles([{ name: 'app.tar', bytes: image(FILES) }]));
  });

  const held = (claims: readonly StatedComponent[], describes: readonly string[] = []) => {
    const whole = withStated(model, 'd1', claims, describes);
    const [one, ...more] = reconcile(whole);
    expect(more).toEqual([]);
    return { model: whole, one };
  };

  it('agrees though epoch, distribution and owner are written differently', () => {
    const { model: whole, one } = held(CLAIMS);
    expect(oddities(whole, one)).toEqual([]);
    expect(one).toMatchObject({ by: 'only', complete: true });
    expect(one?.counts).toEqual({
      matched: 4,
      weaker: 4,
      disagrees: 0,
      onlyClaimed: 0,
      onlyFound: 0,
      covered: 2,
    });
  });

  it('names what is claimed only, found only, and of another version', () => {
    const edited = [
      ...CLAIMS.filter(({ name }) => name !== 'libc6' && name !== 'lodash'),
      { name: 'lodash', version: '4.17.20', purl: 'pkg:npm/lodash@4.17.20' },
      { name: 'ghost', version: '6.6.6', purl: 'pkg:npm/ghost@6.6.6' },
    ];
    const { model: whole, one } = held(edited);
    expect(oddities(whole, one)).toEqual([
      'only-claimed: ghost 6.6.6',
      'only-found: libc6 1:2.36-9',
      'disagrees: lodash 4.17.20: version 4.17.20 | 4.17.21',
    ]);
  });

  it.each([
    ['lodash', '9.9.9', ['disagrees: lodash 4.17.21: version 9.9.9 | 4.17.21']],
    ['left-pad', '4.17.21', ['disagrees: lodash 4.17.21: name left-pad | lodash']],
    ['Lodash', 'v4.17.21', ['disagrees: lodash 4.17.21: version v4.17.21 | 4.17.21']],
    ['lodash', '4.17.21', []],
  ])('is not led astray by a document that calls one package URL %s %s', async (name, version, odd) => {
    const part = (component: StatedComponent) => ({ type: 'library', ...component });
    const bom = {
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      components: [...CLAIMS.slice(0, 3), { name, version, purl: 'pkg:npm/lodash@4.17.21' }].map(part),
    };
    const files = [
      { name: 'a.cdx.json', bytes: encoder.encode(JSON.stringify(bom)) },
      { name: 'app.tar', bytes: image(FILES) },
    ];
    for (const order of [files, files.toReversed()]) {
      const { model: whole } = await inspectFiles(order);
      const found = whole.components.find(({ purl }) => purl === 'pkg:npm/lodash@4.17.21');
      expect(found).toMatchObject({ name: 'lodash', version: '4.17.21' });
      expect(oddities(whole, reconcile(whole)[0])).toEqual(odd);
    }
  });

  it('counts a language package as found when its owner is not claimed', () => {
    const { model: whole, one } = held(CLAIMS.filter(({ name }) => name !== 'python3-requests'));
    expect(oddities(whole, one)).toEqual([
      'only-found: python3-requests 2.28.1',
      'only-found: requests 2.28.1',
    ]);
  });

  it('marks what is joined by name, and does not join packages of different kinds', () => {
    const { model: whole, one } = held([
      ...CLAIMS.slice(0, 3),
      { name: 'Lodash', version: 'v4.17.21' },
      { name: 'app', version: '1.0.0', purl: 'pkg:pypi/app@1.0.0' },
    ]);
    expect(oddities(whole, one)).toEqual(['only-claimed: app 1.0.0']);
    expect(
      one?.rows.find(({ join }) => join === 'name')?.claimed.map((at) => whole.components[at]?.name),
    ).toEqual(['Lodash']);
  });

  it('says which licenses and hashes disagree', () => {
    const { model: whole, one } = held([
      ...CLAIMS.slice(0, 2),
      { ...CLAIMS[2], name: 'app', facts: { license: 'Apache-2.0' } },
      { ...CLAIMS[3], name: 'lodash', facts: { license: 'GPL-2.0-only OR MIT' } },
    ]);
    expect(oddities(whole, one)).toEqual(['disagrees: app 1.0.0: license Apache-2.0 | MIT']);
  });

  it('holds files against files by their bytes, then by their path', () => {
    const sha256 = 'b79e5ef1d4f8cde2cb3fef6ed8b5d97ff9b6ba2ef5f93b2e5c5a1bd5a1f0b2f0';
    const { one } = held([
      ...CLAIMS,
      { type: 'file', name: './bin/tool' },
      { type: 'file', name: 'bin/gone', facts: { hash: `sha256:${sha256}` } },
      { type: 'file', name: '/app/package.json', facts: { hash: `SHA-256:${sha256}` } },
    ]);
    expect(one?.files.map(({ state, join, path }) => [state, join, path])).toEqual([
      ['matched', 'name', 'bin/tool'],
      ['only-claimed', undefined, 'bin/gone'],
      ['disagrees', 'name', 'app/package.json'],
    ]);
    expect(one?.unnamedFiles).toBe(5);
    expect(one?.counts.matched).toBe(4);
  });

  it('takes the described image for no component, and joins by its digest', () => {
    const digest = model.images[0]?.plan.configDigest ?? '';
    const root: StatedComponent = {
      ref: 'root',
      type: 'container',
      name: 'somewhere/else',
      facts: { 'image-id': digest },
    };
    const { model: whole, one } = held([root, ...CLAIMS], ['root']);
    expect(one).toMatchObject({ by: 'digest', otherDigests: [] });
    expect(oddities(whole, one)).toEqual([]);
  });

  it('says when the document names other bytes than those that are here', () => {
    const other = `sha256:${'ab'.repeat(32)}`;
    const { one } = held(
      [{ ref: 'root', type: 'container', name: 'app', facts: { hash: other } }, ...CLAIMS],
      ['root'],
    );
    expect(one).toMatchObject({ by: 'only', otherDigests: [other] });
  });

  it('says nothing of a document that states only what it describes', () => {
    expect(reconcile(withStated(model, 'd1', [{ ref: 'root', name: 'app' }], ['root']))).toEqual([]);
  });
});

describe('several images and documents', () => {
  it('holds each document against the image that it names, and none where nothing tells', async () => {
    const files = [
      { name: 'one.tar', bytes: image(FILES, 'app:1') },
      { name: 'two.tar', bytes: image({ ...FILES, 'app/node_modules/lodash/package.json': APP }, 'app:2') },
    ];
    const root = (version: string): StatedComponent => ({
      ref: 'root',
      type: 'container',
      name: 'app',
      version,
    });
    const pairs = async (order: readonly (typeof files)[number][]) => {
      const { model } = await inspectFiles(order);
      let whole = withStated(model, 'd1', [root('1'), ...CLAIMS], ['root']);
      whole = withStated(whole, 'd2', [root('2'), ...CLAIMS], ['root']);
      whole = withStated(whole, 'd3', CLAIMS);
      const named = (tree: string) => whole.trees.find(({ id }) => id === tree)?.name;
      return reconcile(whole).map((one) => [one.document, named(one.tree), one.by, oddities(whole, one)]);
    };
    const expected = [
      ['d1', 'app:1', 'name', []],
      ['d2', 'app:2', 'name', ['only-claimed: lodash 4.17.21']],
    ];
    expect(await pairs(files)).toEqual(expected);
    expect(await pairs([...files].reverse())).toEqual(expected);
  });
});

describeCorpus('lite.oci-gzip.tar with a list of its own packages', () => {
  let model: CaseModel;

  beforeAll(async () => {
    ({ model } = await inspectLite());
  }, 180_000);

  const withSbom = async (edits: Edits = {}, root: object = {}, first = false) => {
    const sbom = new TextEncoder().encode(JSON.stringify(sbomOf(model, edits, root)));
    const files = [
      { name: LITE, bytes: liteBytes() },
      { name: 'lite.cdx.json', bytes: sbom },
    ];
    return await inspectFiles(first ? files.reverse() : files);
  };

  it('agrees in full with an SBOM of its own packages', async () => {
    const { model: whole } = await withSbom();
    const [one, ...more] = reconcile(whole);
    expect(more).toEqual([]);
    expect(oddities(whole, one)).toEqual([]);
    expect(one?.by).toBe('name');
    expect(one?.counts.matched).toBeGreaterThan(700);
  }, 180_000);

  it('reports exactly the three edits: one removed, one added, one version changed', async () => {
    const edits = {
      remove: 'pkg:npm/ms@2.0.0',
      add: 'pkg:npm/ghost@1.0.0',
      change: { purl: 'pkg:npm/lodash@4.17.20', version: '4.17.21' },
    };
    const digest = { hashes: [{ alg: 'SHA-256', content: model.images[0]?.plan.manifestDigest?.slice(7) }] };
    const { model: whole, report } = await withSbom(edits, digest);
    expect(oddities(whole, reconcile(whole)[0])).toEqual([
      'only-claimed: ghost 1.0.0',
      'disagrees: lodash 4.17.21: version 4.17.21 | 4.17.20',
      'only-found: ms 2.0.0',
    ]);
    const [reported, ...more] = report().reconciliations;
    expect(more).toEqual([]);
    expect(reported).toMatchObject({
      join: 'digest',
      otherDigests: [],
      notFullyInspected: false,
      files: null,
    });
    const named = (rows: readonly { readonly name: string }[] = []) => rows.map(({ name }) => name);
    expect(named(reported?.onlyClaimed)).toEqual(['ghost']);
    expect(named(reported?.onlyFound)).toEqual(['ms']);
    expect(named(reported?.disagrees)).toEqual(['lodash']);

    const { report: other } = await withSbom(edits, digest, true);
    expect(other().reconciliations).toEqual(report().reconciliations);
  }, 180_000);

  it('claims nothing that Trivy lists and the image lacks', () => {
    const rows = new TextDecoder()
      .decode(corpusBytes('container', 'expected', 'lite.trivy-packages.tsv'))
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t'));
    const claims = rows.map(([, name = '', version, purl]) => ({ name, version, ...(purl ? { purl } : {}) }));
    const whole = withStated(model, 'd1', claims);
    const [one] = reconcile(whole);
    expect(oddities(whole, one).filter((row) => !row.startsWith('only-found'))).toEqual([]);
  });
});
