import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InlineExecutor } from '../../src/cli/inline-executor.ts';
import { BufferSource, type ByteSource } from '../../src/core/base/byte-source.ts';
import { Case } from '../../src/core/case/case.ts';
import { attestedLayout } from '../fixtures/attested-layout.ts';
import { gzipMember } from '../fixtures/gzip.ts';
import { archiveTar, json, ociLayout, sha256 } from '../fixtures/image.ts';
import { makeBundle, makeStatement } from '../fixtures/sigstore.ts';
import { file, tar, whiteout } from '../fixtures/tar.ts';
import { reportOf, type TestFile } from '../inspect.ts';

const manifest = (name: string, version: string, more = {}) => JSON.stringify({ name, version, ...more });

/** Small files of many kinds, two of them the same bytes under different names. */
async function pool(): Promise<TestFile[]> {
  const base = tar([
    file('etc/os-release', 'ID=debian\nVERSION_ID="12"\n'),
    file(
      'var/lib/dpkg/status',
      'Package: a\nStatus: install ok installed\nVersion: 1\nArchitecture: all\n\n',
    ),
    file('app/node_modules/x/package.json', manifest('x', '1.0.0', { dependencies: { y: '^2' } })),
    file('app/node_modules/y/package.json', manifest('y', '2.0.0')),
  ]);
  const top = tar([whiteout('app/node_modules/y'), file('app/new.txt', 'new')]);
  const image = archiveTar(
    ociLayout([
      {
        tags: ['example.org/a:1'],
        layers: [
          { tar: base, compression: 'gzip' },
          { tar: top, compression: 'none' },
        ],
      },
    ]),
  );
  const tgz = gzipMember(tar([file('package/package.json', manifest('x', '1.0.0'))]));
  return [
    { name: 'image.tar', bytes: image },
    { name: 'layer.tar.gz', bytes: gzipMember(base) },
    { name: 'x-1.0.0.tgz', bytes: tgz },
    { name: 'copy-of-x.tgz', bytes: tgz },
    { name: 'broken.tar.gz', bytes: gzipMember(base).subarray(0, 200) },
    { name: 'package-lock.json', bytes: new TextEncoder().encode(lock) },
    { name: 'nothing.bin', bytes: Uint8Array.from([1, 2, 3, 4]) },
    { name: 'x.sigstore.json', bytes: json(makeBundle({ statement: makeStatement(tgz) })) },
    { name: 'made-from.intoto.json', bytes: json(madeFrom(base)) },
    { name: 'attested.tar', bytes: archiveTar(attestedLayout().files) },
  ];
}

/** Provenance that nobody signed, of something made from a layer of the image. */
const madeFrom = (layer: Uint8Array) => ({
  _type: 'https://in-toto.io/Statement/v1',
  subject: [{ name: 'app', digest: { sha256: 'a'.repeat(64) } }],
  predicateType: 'https://slsa.dev/provenance/v1',
  predicate: {
    buildDefinition: {
      buildType: 'https://example.test/build',
      resolvedDependencies: [
        { uri: 'https://example.test/layer', digest: { sha256: sha256(layer).slice(7) } },
      ],
    },
    runDetails: { builder: { id: 'https://example.test/builder' } },
  },
});

const lock = JSON.stringify({
  name: 'app',
  version: '1.0.0',
  lockfileVersion: 3,
  packages: {
    '': { name: 'app', version: '1.0.0', dependencies: { y: '^2' } },
    'node_modules/y': { version: '2.0.0' },
  },
});

/** What a person does to a case, one step after the other. */
type Act = { readonly add: readonly number[] } | { readonly remove: number } | 'wait';

async function play(files: readonly TestFile[], acts: readonly Act[]) {
  const sources = new Map<string, ByteSource>();
  const loupe = new Case(
    new InlineExecutor(sources),
    () => 0,
    () => undefined,
  );
  let next = 0;
  const keys = new Map<number, string>();
  for (const act of acts) {
    if (act === 'wait') await loupe.settled();
    else if ('remove' in act) {
      const key = keys.get(act.remove);
      keys.delete(act.remove);
      if (key !== undefined) loupe.remove(key);
    } else {
      loupe.add(
        act.add.flatMap((index) => {
          const found = files[index];
          if (found === undefined || keys.has(index)) return [];
          const key = `f${String(next++).padStart(6, '0')}`;
          keys.set(index, key);
          sources.set(key, new BufferSource(found.bytes));
          return [{ key, name: found.name, size: found.bytes.length }];
        }),
      );
    }
  }
  await loupe.settled();
  return { report: reportOf(loupe.model, true), held: [...keys.keys()].sort() };
}

describe('the report depends on what was dropped, not on how', () => {
  it('is the same for any order, one by one or at once, and after removals', async () => {
    const files = await pool();
    const index = fc.integer({ min: 0, max: files.length - 1 });
    const act = fc.oneof(
      fc.record({ add: fc.uniqueArray(index, { minLength: 1, maxLength: 4 }) }),
      fc.record({ remove: index }),
      fc.constant<Act>('wait'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 12 }), async (acts) => {
        const played = await play(files, acts);
        const fromScratch = await play(files, [{ add: played.held }]);
        expect(played.report).toEqual(fromScratch.report);
      }),
      { numRuns: 60, seed: 20_261_123 },
    );
  }, 60_000);

  it('makes one source with two names of the same bytes dropped twice', async () => {
    const files = await pool();
    const { report } = await play(files, [{ add: [3] }, 'wait', { add: [2] }]);
    expect(report.sources.map(({ name, otherNames }) => ({ name, otherNames }))).toEqual([
      { name: 'copy-of-x.tgz', otherNames: ['x-1.0.0.tgz'] },
    ]);
  });
});
