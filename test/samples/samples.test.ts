import { describe, expect, test } from 'vitest';
import { SAMPLES, samplesModule } from '../../build/samples/samples.ts';
import { toHex } from '../../src/core/base/bytes.ts';
import { withReference } from '../../src/core/case/accept.ts';
import { trustPage } from '../../src/core/case/queries/trust.ts';
import { DEMO_ROOT_SHA256 } from '../../src/core/verify/demo-root.ts';
import { hash } from '../../src/core/verify/hash.ts';
import { inspectFiles } from '../inspect.ts';

const RELEASES = SAMPLES.filter(({ group }) => group === 'release');

/** The claims of a sample before and after the user says "use it" to what came beside them. */
async function told(id: string) {
  const sample = SAMPLES.find((one) => one.id === id);
  if (sample === undefined) throw new Error(`no sample ${id}`);
  const { case: loupe } = await inspectFiles(sample.files());
  const rows = () =>
    trustPage(loupe.model, 1).rows.map(({ verdict, expected, state }) => `${verdict}, ${expected}, ${state}`);
  const before = rows();
  for (const source of loupe.model.sources.filter(({ reference }) => reference !== undefined)) {
    const settings = await withReference(loupe.settings, source, true);
    if (!settings.ok) throw new Error(settings.error.message);
    loupe.decide(settings.value);
    await loupe.settled();
  }
  return { before, after: rows() };
}

describe('the samples of a release', () => {
  test.each([
    ['release', ['unknown-root, none-stated, claimed'], ['verified, met, proven']],
    ['tampered-artifact', ['unknown-root, none-stated, contradicted'], ['verified, met, contradicted']],
    ['tampered-statement', ['failed, none-stated, contradicted'], ['failed, met, contradicted']],
    ['unsigned', ['unsigned, none-stated, claimed'], ['unsigned, unmet, contradicted']],
    ['wrong-identity', ['unknown-root, none-stated, contradicted'], ['verified, unmet, contradicted']],
    ['undated', ['unknown-root, none-stated, claimed'], ['undated, met, claimed']],
  ])('%s: what is dropped judges nothing by itself', async (id, before, after) => {
    expect(await told(id)).toEqual({ before, after });
  });

  test('two releases: each signed by a workflow of the repository that is expected', async () => {
    expect((await told('two-releases')).after).toEqual(['verified, met, proven', 'verified, met, proven']);
  });

  test.each(RELEASES.map(({ id }) => id))(
    '%s says demo in the name of its root and in every name in it',
    (id) => {
      const root = SAMPLES.find((one) => one.id === id)
        ?.files()
        .find(({ name }) => name === 'DEMO-trusted-root.json');
      const text = new TextDecoder().decode(root?.bytes);
      const hosts = [...text.matchAll(/"baseUrl": "https:\/\/([^"]+)"/g)].map(([, host]) => host);
      expect(hosts.length).toBeGreaterThan(1);
      expect(hosts.filter((host) => host?.endsWith('.demo.invalid') !== true)).toEqual([]);
    },
  );
});

test('the samples stay small, and are the same in every build', () => {
  expect(samplesModule()).toBe(samplesModule());
  expect(samplesModule().length).toBeLessThan(64_000);
});

test('the root whose keys everybody has is known as such', () => {
  const root = RELEASES[0]?.files().find(({ name }) => name === 'DEMO-trusted-root.json');
  expect(toHex(hash('sha256', root?.bytes ?? new Uint8Array()))).toBe(DEMO_ROOT_SHA256);
});
