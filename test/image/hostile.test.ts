import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { ladder } from '../../src/core/image/ladder.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { readArchive } from '../fixtures/archive.ts';

interface Expected {
  readonly faults: readonly string[];
  /** Rungs that do not pass. */
  readonly rungs: readonly string[];
  readonly complete: boolean;
}

/** By file, what `hostile/gen/manifest.json` expects of it, and what that is here. */
const EXPECTED: Readonly<Record<string, Expected & { readonly expect: string }>> = {
  'ok.tar': { expect: 'valid', faults: [], rungs: [], complete: true },
  // A byte follows the gzip member: digest and length are wrong, and Node takes it for no whole gzip stream.
  'blob-digest-mismatch.tar': {
    expect: 'error',
    faults: [],
    rungs: ['blob fail', 'size fail', 'diffID absent'],
    complete: true,
  },
  'size-lie.tar': { expect: 'error', faults: [], rungs: ['size fail'], complete: true },
  'missing-layer.tar': {
    expect: 'partial',
    faults: ['image.layer-absent'],
    rungs: ['blob absent', 'size absent', 'diffID absent'],
    complete: true,
  },
  // The config was changed and stored under its new digest, so the one that the manifest names is not there.
  'diffid-mismatch.tar': {
    expect: 'error',
    faults: ['image.config-absent'],
    rungs: ['diffID absent', 'config absent', 'count absent'],
    complete: false,
  },
  'digest-traversal.tar': {
    expect: 'error',
    faults: ['image.digest-invalid', 'image.config-absent'],
    rungs: ['diffID absent', 'config absent', 'count absent'],
    complete: false,
  },
  // The manifest is there twice, and the last one is an empty object.
  'dup-blob.tar': {
    expect: 'error',
    faults: ['image.duplicate-file', 'image.manifest-invalid', 'image.manifest-absent'],
    rungs: ['manifest fail'],
    complete: false,
  },
  'index-nest-2000x2.tar.gz': { expect: 'limit', faults: ['limit.nesting'], rungs: [], complete: false },
};

describeCorpus('images made to mislead (hostile/gen/oci)', () => {
  const manifest: { path: string; expect: string }[] = JSON.parse(
    new TextDecoder().decode(corpusBytes('hostile', 'gen', 'manifest.json')),
  );
  const rows = manifest.filter(({ path }) => path.startsWith('gen/oci/'));

  it('are all here', () => {
    expect(rows.map(({ path, expect: wanted }) => [path.slice(8), wanted]).sort()).toEqual(
      Object.entries(EXPECTED)
        .map(([name, { expect: wanted }]) => [name, wanted])
        .sort(),
    );
  });

  it.each(rows.map(({ path }) => path.slice(8)))('%s', async (name) => {
    const stored = corpusBytes('hostile', 'gen', 'oci', name);
    const { plan, measured } = await readArchive(name.endsWith('.gz') ? gunzipSync(stored) : stored);
    const { faults, rungs, complete } = EXPECTED[name] ?? { faults: [], rungs: [], complete: true };
    expect(plan.faults.map(({ code }) => code)).toEqual(faults);
    const odd = plan.images
      .flatMap((image) => ladder(image, measured))
      .filter(({ status }) => status !== 'pass');
    expect(odd.map(({ rung, status }) => `${rung} ${status}`)).toEqual(rungs);
    expect(odd.every(({ reason }) => reason !== undefined && reason !== '')).toBe(true);
    expect(plan.complete).toBe(complete);
    expect(plan.images).toHaveLength(name.startsWith('index-nest') ? 0 : 1);
  });
});
