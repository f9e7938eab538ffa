import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { sbom } from '../../src/cli/sbom.ts';
import { UsageError } from '../../src/cli/usage.ts';
import type { Report } from '../../src/core/report/schema.ts';
import { fullCyclonedx, poorCyclonedx } from '../fixtures/profiles/cyclonedx.ts';
import { catchStdout } from './catch-stdout.ts';

const written: string[] = [];
const told: string[] = [];
let folder = '';

beforeEach(() => {
  written.length = 0;
  told.length = 0;
  catchStdout((text) => written.push(text));
  folder = mkdtempSync(join(tmpdir(), 'loupe-'));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => told.push(String(text)) > 0);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

async function run(content: unknown, ...args: string[]) {
  const path = join(folder, 'bom.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  const status = await sbom([path, ...args], 'test');
  return { status, text: written.join('') };
}

describe('loupe sbom in text', () => {
  test('holds the document against the first profile when none is named', async () => {
    const { status, text } = await run(fullCyclonedx());
    expect(status).toBe(0);
    expect(text).toContain('2026 Minimum Elements for an SBOM (cisa-2026, CISA, NSA, FBI');
    expect(text).toMatch(/C26-12 +3 of 3 +met +Component version\n/);
    expect(text).not.toContain('ntia-2021');
  });

  test('or against those that are named, in the order of the list, with what to do where one is not met', async () => {
    const { status, text } = await run(
      poorCyclonedx(),
      '--profile',
      'bsi-tr-03183-2',
      '--profile',
      'ntia-2021',
    );
    expect(status).toBe(1);
    expect(text.indexOf('ntia-2021')).toBeLessThan(text.indexOf('bsi-tr-03183-2'));
    expect(text).not.toContain('cisa-2026');
    expect(text).toMatch(/N1 +1 of 3 +NOT MET +Supplier name\n +Name the supplier of each component\.\n/);
    expect(told.join('')).toMatch(/^loupe: the document is invalid, 1 error: "abcd" does not have the form/);
  });

  test('what a version has no place for is not what it fails', async () => {
    const { text } = await run(
      { ...fullCyclonedx(), specVersion: '1.2', compositions: undefined },
      '--profile',
      'bsi-tr-03183-2',
    );
    expect(text).toMatch(/B00 +0 of 1 +NOT MET/);
    expect(text).toMatch(/B09 +no place for it /);
  });
});

describe('loupe sbom --json', () => {
  const profilesOf = ({ text }: { readonly text: string }) =>
    (JSON.parse(text) as Report).documents[0]?.profiles.map(({ id }) => id);

  test('has every profile, or those that are named', async () => {
    expect(await run(fullCyclonedx(), '--json').then(profilesOf)).toEqual([
      'cisa-2026',
      'ntia-2021',
      'bsi-tr-03183-2',
      'fsct-3',
      'eu-cra',
    ]);
    written.length = 0;
    expect(await run(fullCyclonedx(), '--json', '--profile', 'fsct-3').then(profilesOf)).toEqual(['fsct-3']);
  });

  test('is one whole document whatever is dropped', async () => {
    const { status, text } = await run('{"bomFormat":"CycloneDX","specVersion":"1.6",', '--json');
    expect([status, (JSON.parse(text) as Report).schema]).toEqual([1, 'loupe.report/1']);
    written.length = 0;
    expect((await run('no document', '--json')).status).toBe(1);
    expect(told.at(-1)).toBe('loupe: this holds no document of a format that Loupe reads\n');
  });
});

test('a document beyond the limit is not valid and not read: 1, and how to raise it is an option', async () => {
  const size = JSON.stringify(fullCyclonedx()).length;
  const { status, text } = await run(fullCyclonedx(), '--limit', 'parsedDropped=500', '--json');
  const { documents, limits } = JSON.parse(text) as Report;
  expect([status, documents, limits]).toEqual([1, [], { parsedDropped: 500 }]);
  expect(told.join('')).toBe(
    `loupe: "bom.json" is a CycloneDX SBOM of ${size.toLocaleString('en')} bytes, too large to be read as a whole. The limit "parsed-dropped" (500) was reached; nothing in it was read.\n`,
  );
  written.length = 0;
  expect((await run(fullCyclonedx(), '--limit', `parsedDropped=${size}`)).status).toBe(0);
  await expect(run(fullCyclonedx(), '--limit', 'most=1')).rejects.toThrow(UsageError);
});

test('a profile that there is not, two files, or none is a usage error', async () => {
  await expect(run(fullCyclonedx(), '--profile', 'iso')).rejects.toThrow(
    'no profile is called "iso"; there are cisa-2026, ntia-2021, bsi-tr-03183-2, fsct-3, eu-cra',
  );
  await expect(run(fullCyclonedx(), 'another.json')).rejects.toThrow(UsageError);
  await expect(sbom([], 'test')).rejects.toThrow(UsageError);
});
