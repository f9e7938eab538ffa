import { describe, expect, test } from 'vitest';
import { BufferSource } from '../../src/core/base/byte-source.ts';
import { Budget, DEFAULT_LIMITS } from '../../src/core/base/limits.ts';
import { BuildCache, buildCase } from '../../src/core/case/build.ts';
import { newFacts, withEarly, withHarvests, withInterruption } from '../../src/core/case/facts.ts';
import type { Harvest, JobResult } from '../../src/core/case/jobs.ts';
import { runJob } from '../../src/core/case/run-job.ts';
import { signatureOf } from '../../src/core/profiles/signature.ts';
import { compiledSchemas } from '../../src/core/sbom/compiled-schemas.ts';
import { reportOf } from '../inspect.ts';

/** More than fits a claim, so that rows are told before the digest is known. */
function document(description: string, count = 2100): Uint8Array {
  const components = Array.from({ length: count }, (_, i) => ({
    type: 'library',
    'bom-ref': `c${i}`,
    name: `name-${i}`,
    version: '1',
    description,
  }));
  const dependencies = components.map(({ 'bom-ref': ref }, i) => ({ ref, dependsOn: i === 0 ? [] : ['c0'] }));
  const bom = { bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components, dependencies };
  return new TextEncoder().encode(JSON.stringify(bom));
}

async function read(bytes: Uint8Array): Promise<{ early: Harvest[]; result: JobResult }> {
  const early: Harvest[] = [];
  const result = await runJob(
    { kind: 'open', file: 'f0', name: 'a.cdx.json' },
    {
      budget: new Budget(DEFAULT_LIMITS),
      signal: new AbortController().signal,
      schemas: compiledSchemas,
      files: () => new BufferSource(bytes),
      onProgress: () => undefined,
      onGlimpse: () => undefined,
      onEarly: (harvest) => early.push({ ...harvest }),
    },
  );
  return { early, result };
}

describe.each([
  ['a document that waits for its digest', document('')],
  ['a document whose rows come before its digest', document('x'.repeat(8200))],
])('%s', async (_, bytes) => {
  const { early, result } = await read(bytes);
  const [first] = early;
  if (first === undefined) throw new Error('nothing was told early');
  const begun = withEarly(newFacts('f0', 'a.cdx.json', bytes.length), first);

  test('says early what it states, and that the rest is not known', () => {
    expect(early).toHaveLength(1);
    const model = buildCase([begun]);
    expect(model.components).toHaveLength(2100);
    expect(model.relations.from).toHaveLength(2099);
    const [told] = model.documents;
    if (told === undefined) throw new Error('no document');
    expect(told.valid).toBeUndefined();
    expect(told.validity).toBe('Its validity is being checked.');
    expect(signatureOf(model, told)).toMatchObject({
      state: 'not-inspected',
      sentence: 'Nobody has looked for signatures in it yet.',
    });
  });

  test('is joined once, and comes to what it comes to when nothing was told early', () => {
    const cache = new BuildCache();
    const before = buildCase([begun], DEFAULT_LIMITS, cache);
    const facts = withHarvests(begun, result.harvests);
    const after = buildCase([facts], DEFAULT_LIMITS, cache);
    expect(after.components).toBe(before.components);
    expect(after.relations).toBe(before.relations);
    expect(after.documents[0]?.valid).toBe(true);
    expect(after.sources[0]?.digests.sha256).toHaveLength(64);
    expect(reportOf(after)).toEqual(reportOf(buildCase([facts])));
  });

  test('stays unread where the work is broken off', () => {
    const model = buildCase([withInterruption(begun, 'Not inspected: stopped.')]);
    const [told] = model.documents;
    if (told === undefined) throw new Error('no document');
    expect(told.validity).toBe('Not checked: the work was interrupted.');
    expect(signatureOf(model, told).state).toBe('not-inspected');
  });
});

describe('a document of so many components that its relations take a while', async () => {
  const bytes = document('', 20_000);
  const { early, result } = await read(bytes);
  const [listed, told] = early;
  if (listed === undefined || told === undefined) throw new Error('nothing was told early');
  const begun = withEarly(newFacts('f0', 'a.cdx.json', bytes.length), listed);

  test('lists its components first, and does not say that this is all', () => {
    expect(early).toHaveLength(2);
    const model = buildCase([begun]);
    expect(model.components).toHaveLength(20_000);
    expect(model.relations.from).toHaveLength(0);
    expect(model.documents).toEqual([]);
    expect(listed.stated?.columns.complete).toBe(false);
  });

  test('what it tells then takes the place of the list', () => {
    const model = buildCase([withEarly(begun, told)]);
    expect(model.components).toHaveLength(20_000);
    expect(model.relations.from).toHaveLength(19_999);
    expect(model.documents).toHaveLength(1);
  });

  test('comes to what it comes to when nothing was told early', () => {
    const facts = withHarvests(withEarly(begun, told), result.harvests);
    const [harvest] = result.harvests;
    if (harvest === undefined || told.stated === undefined) throw new Error('no harvest');
    const { statedEarly: _, ...whole } = { ...harvest, stated: told.stated };
    const late = withHarvests(newFacts('f0', 'a.cdx.json', bytes.length), [whole]);
    expect(reportOf(buildCase([facts]))).toEqual(reportOf(buildCase([late])));
  });

  test('keeps the list where the work is broken off before its relations, and says so', () => {
    const model = buildCase([withInterruption(begun, 'Not inspected: stopped.')]);
    expect(model.components).toHaveLength(20_000);
    expect(JSON.stringify(reportOf(model))).toContain('Not inspected: stopped.');
  });
});
