import { beforeAll, describe, expect, it } from 'vitest';
import { compare } from '../../../src/core/case/compare/compare.ts';
import type { ComparedRow, Side } from '../../../src/core/case/compare/types.ts';
import type { CaseModel } from '../../../src/core/case/model.ts';
import { archiveTar, ociLayout } from '../../fixtures/image.ts';
import { tar } from '../../fixtures/tar.ts';
import { inspectFiles } from '../../inspect.ts';

const encoder = new TextEncoder();

const part = (name: string, version: string, license: string) => ({
  type: 'library',
  'bom-ref': `${name}@${version}`,
  name,
  version,
  purl: `pkg:npm/${name}@${version}`,
  licenses: [{ license: { id: license } }],
});

/** A release as an SBOM: its parts, and what depends on what by name. */
function sbom(
  version: string,
  parts: readonly ReturnType<typeof part>[],
  edges: readonly (readonly [string, string])[],
) {
  const ref = (name: string) =>
    name === 'app' ? 'app' : (parts.find((one) => one.name === name)?.['bom-ref'] ?? '');
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', 'bom-ref': 'app', name: 'app', version } },
    components: parts,
    dependencies: [...new Set(edges.map(([from]) => from))].map((from) => ({
      ref: ref(from),
      dependsOn: edges.filter(([one]) => one === from).map(([, to]) => ref(to)),
    })),
  };
}

const FIRST = sbom(
  '1.0',
  [
    part('kept', '1.0.0', 'MIT'),
    part('raised', '1.0.0', 'MIT'),
    part('relicensed', '1.0.0', 'MIT'),
    part('gone', '1.0.0', 'MIT'),
  ],
  [
    ['app', 'kept'],
    ['app', 'raised'],
    ['app', 'gone'],
    ['kept', 'relicensed'],
  ],
);
const SECOND = sbom(
  '2.0',
  [
    part('kept', '1.0.0', 'MIT'),
    part('raised', '2.0.0', 'MIT'),
    part('relicensed', '1.0.0', 'BUSL-1.1'),
    part('come', '1.0.0', 'MIT'),
  ],
  [
    ['app', 'kept'],
    ['app', 'raised'],
    ['app', 'come'],
    ['kept', 'raised'],
  ],
);

const image = (tag: string, packages: Readonly<Record<string, string>>) =>
  archiveTar(
    ociLayout([
      {
        tags: [tag],
        layers: [
          {
            tar: tar(
              Object.entries(packages).map(([name, version]) => ({
                name: `app/node_modules/${name}/package.json`,
                content: encoder.encode(JSON.stringify({ name, version })),
              })),
            ),
            compression: 'gzip' as const,
          },
        ],
      },
    ]),
  );

describe('two releases', () => {
  let model: CaseModel;
  const document = (name: string): Side => {
    const source = model.sources.find((one) => one.name === name)?.id ?? '';
    return { kind: 'document', source };
  };
  const artifact = (name: string): Side => {
    const tree = model.trees.find((one) => one.name === name)?.id ?? '';
    return { kind: 'artifact', tree };
  };
  const told = (rows: readonly ComparedRow[]) =>
    rows
      .filter(({ state }) => state !== 'same')
      .map((row) => {
        const name = model.components[row.second[0] ?? row.first[0] ?? -1]?.name;
        return [
          row.state,
          name,
          ...row.changes.map(({ field, first, second }) => `${field} ${first} → ${second}`),
        ].join(' | ');
      });

  beforeAll(async () => {
    const text = (value: unknown) => encoder.encode(JSON.stringify(value));
    ({ model } = await inspectFiles([
      { name: 'first.cdx.json', bytes: text(FIRST) },
      { name: 'second.cdx.json', bytes: text(SECOND) },
      { name: 'first.tar', bytes: image('app:1', { kept: '1.0.0', raised: '1.0.0', gone: '1.0.0' }) },
      { name: 'second.tar', bytes: image('app:2', { kept: '1.0.0', raised: '2.0.0', come: '1.0.0' }) },
    ]));
  }, 120_000);

  it('of a document: what is added, removed, and changed in version, license and relations', () => {
    const { rows, counts } = compare(model, document('first.cdx.json'), document('second.cdx.json'));
    expect(told(rows)).toEqual([
      'changed | app | version 1.0 → 2.0 | relation gone → come',
      'changed | kept | relation relicensed → raised',
      'changed | raised | version 1.0.0 → 2.0.0',
      'changed | relicensed | license MIT → BUSL-1.1',
      'removed | gone',
      'added | come',
    ]);
    expect(counts).toEqual({ changed: 4, removed: 1, added: 1, same: 0 });
  });

  it('say the same backwards', () => {
    const there = compare(model, document('first.cdx.json'), document('second.cdx.json'));
    const back = compare(model, document('second.cdx.json'), document('first.cdx.json'));
    const turned = { added: 'removed', removed: 'added', changed: 'changed', same: 'same' } as const;
    const mirror = back.rows.map(({ state, join, first, second, changes }) => ({
      state: turned[state],
      join,
      first: second,
      second: first,
      changes: changes.map((one) => ({ field: one.field, first: one.second, second: one.first })),
    }));
    const sorted = (rows: readonly ComparedRow[]) =>
      rows
        .map(({ state, join, first, second, changes }) =>
          JSON.stringify([state, join, first, second, changes]),
        )
        .sort();
    expect(sorted(mirror)).toEqual(sorted(there.rows));
  });

  it('of an image', () => {
    const { rows } = compare(model, artifact('app:1'), artifact('app:2'));
    expect(told(rows)).toEqual([
      'changed | raised | version 1.0.0 → 2.0.0',
      'removed | gone',
      'added | come',
    ]);
  });

  it('a document with an image: what it describes as a whole is the image, and no part of it', () => {
    const { rows, counts } = compare(model, document('first.cdx.json'), artifact('app:1'));
    expect(told(rows)).toEqual(['removed | relicensed']);
    expect(counts).toEqual({ added: 0, removed: 1, changed: 0, same: 3 });
    const back = compare(model, artifact('app:1'), document('first.cdx.json'));
    expect(back.counts).toEqual({ added: 1, removed: 0, changed: 0, same: 3 });
  });

  it('a side with itself is the same throughout', () => {
    const { counts } = compare(model, artifact('app:1'), artifact('app:1'));
    expect(counts).toEqual({ added: 0, removed: 0, changed: 0, same: 3 });
  });
});
