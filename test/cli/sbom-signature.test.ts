import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sbom } from '../../src/cli/sbom.ts';
import type { Report } from '../../src/core/report/schema.ts';
import { jsfSign, jsfSigner } from '../fixtures/jsf.ts';
import { catchStdout } from './catch-stdout.ts';

const written: string[] = [];
let folder = '';

beforeEach(() => {
  written.length = 0;
  catchStdout((text) => written.push(text));
  folder = mkdtempSync(join(tmpdir(), 'loupe-'));
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

function file(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

async function run(...args: string[]) {
  const status = await sbom([...args, '--json'], 'test');
  const report: Report = JSON.parse(written.join(''));
  return { status, signature: report.documents[0]?.signature };
}

const BOM = { bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 };

test('the status follows the signature only where a key is given', async () => {
  const signer = jsfSigner('ES256');
  const signed = file('bom.json', JSON.stringify(jsfSign(BOM, signer)));
  const key = file('key.pem', signer.pem);
  const other = file('other.pem', jsfSigner('ES256', 'other').pem);

  expect(await run(signed)).toMatchObject({ status: 0, signature: { verdict: 'unknown-root', parts: [] } });
  written.length = 0;
  expect(await run(signed, '--key', key)).toMatchObject({ status: 0, signature: { verdict: 'verified' } });
  written.length = 0;
  expect(await run(signed, '--key', other)).toMatchObject({
    status: 1,
    signature: { verdict: 'unknown-root' },
  });
});

test('a document that is not signed is not verified by any key', async () => {
  const key = file('key.pem', jsfSigner('ES256').pem);
  const bom = file('bom.json', JSON.stringify(BOM));
  expect(await run(bom, '--key', key)).toMatchObject({
    status: 1,
    signature: { verdict: 'unsigned', parts: [] },
  });
});
