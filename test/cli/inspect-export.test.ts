import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { inspect } from '../../src/cli/inspect.ts';
import { UsageError } from '../../src/cli/usage.ts';
import { licensedImage } from '../fixtures/licensed.ts';
import { catchStdout } from './catch-stdout.ts';

const written: string[] = [];
let folder = '';
let image = '';

beforeEach(() => {
  written.length = 0;
  catchStdout((text) => written.push(text));
  folder = mkdtempSync(join(tmpdir(), 'loupe-'));
  image = join(folder, 'a.tar');
  writeFileSync(image, licensedImage());
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const run = (...args: string[]) => inspect([image, ...args], 'test');

test('--export cyclonedx and spdx write one document that lists what was found', async () => {
  expect(await run('--export', 'cyclonedx', '--now', '2026-01-01T00:00:00Z')).toBe(0);
  const cyclonedx = JSON.parse(written.join(''));
  expect([cyclonedx.bomFormat, cyclonedx.metadata.timestamp]).toEqual([
    'CycloneDX',
    '2026-01-01T00:00:00.000Z',
  ]);
  expect(cyclonedx.components.map(({ name }: { name: string }) => name)).toContain('zlib1g');

  written.length = 0;
  expect(await run('--export', 'spdx')).toBe(0);
  expect(JSON.parse(written.join('')).spdxVersion).toBe('SPDX-2.3');
  // SPDX 2.3 cannot say everything, and that is told beside it.
  expect(process.stderr.write).toHaveBeenCalledWith(expect.stringMatching(/^loupe: .*SPDX/));
});

test('--export notices writes the license texts, read from the file again', async () => {
  expect(await run('--export', 'notices')).toBe(0);
  expect(written.join('')).toMatch(/^NOTICES\n\nFound in: a\.tar\n.*\nagreeing 1\.0\.0\n.*Jo Doe/s);
});

test('a format that there is not, or two at once, is a usage error', async () => {
  await expect(run('--export', 'pdf')).rejects.toThrow(
    new UsageError('--export: no format "pdf"; there are cyclonedx, spdx, notices'),
  );
  await expect(run('--export', 'spdx', '--json')).rejects.toThrow(UsageError);
});

test('where nothing could be inspected, the export is whole and the status says so', async () => {
  const nothing = join(folder, 'nothing.bin');
  writeFileSync(nothing, new Uint8Array(10));
  expect(await inspect([nothing, '--export', 'notices'], 'test')).toBe(1);
  expect(written.join('')).toContain('License texts, notices and copyright files: 0.');
});
