import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { encryptedZip } from '../../src/core/unpack/zip-write.ts';
import { inspectFiles } from '../inspect.ts';

const manifest = encodeUtf8('{"name":"x","version":"1.0.0"}');
const zip = async (cipher: 'aes-256' | 'zipcrypto') =>
  new Uint8Array(
    await (
      await encryptedZip('package.json', manifest, 'infected', new Date(Date.UTC(2026, 0, 1)), cipher)
    ).arrayBuffer(),
  );

describe.each(['aes-256', 'zipcrypto'] as const)('a zip encrypted with %s', (cipher) => {
  it('is listed, waits for a password, and says so', async () => {
    const { model } = await inspectFiles([{ name: 'sample.zip', bytes: await zip(cipher) }]);
    expect(model.sources.map(({ entries, locked }) => ({ entries, locked }))).toEqual([
      { entries: 1, locked: 1 },
    ]);
    expect(model.diagnostics.map(({ code }) => code)).toEqual(['zip.encrypted']);
    expect(model.components).toEqual([]);
  });

  it('opens with the right password, and names the wrong one', async () => {
    const bytes = await zip(cipher);
    const right = await inspectFiles([{ name: 'sample.zip', bytes, password: 'infected' }]);
    expect(right.model.diagnostics).toEqual([]);
    expect(right.model.components.map(({ purl }) => purl)).toEqual(['pkg:npm/x@1.0.0']);

    const wrong = await inspectFiles([{ name: 'sample.zip', bytes, password: 'wrong' }]);
    expect(wrong.model.diagnostics.map(({ severity }) => severity)).toContain('error');
    expect(wrong.model.components).toEqual([]);
  });
});
