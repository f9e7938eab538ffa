import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { advisories } from '../../src/cli/advisories.ts';
import { readCase } from '../../src/cli/read-case.ts';
import { UsageError } from '../../src/cli/usage.ts';
import { DEFAULT_LIMITS } from '../../src/core/base/limits.ts';
import { LODASH, osvRecord, osvZip, recordBytes } from '../fixtures/advisories.ts';

const folder = mkdtempSync(join(tmpdir(), 'loupe-advisories-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, bytes);
  return path;
}

let out = '';
let err = '';
beforeEach(() => {
  out = '';
  err = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += String(text);
    return true;
  });
});

const zip = write('all.zip', osvZip([LODASH, osvRecord({ id: 'GHSA-2', name: 'b' })]));
write('records/GHSA-3.json', recordBytes(osvRecord({ id: 'GHSA-3', name: 'c' })));
write(
  'records/sub/GO-1.json',
  recordBytes(osvRecord({ id: 'GO-1', ecosystem: 'Go', name: 'example.org/d' })),
);

describe('loupe advisories build', () => {
  test('makes one index of archives and folders, the same in whatever order they are named', async () => {
    const [one, other] = [join(folder, 'one.idx'), join(folder, 'other.idx')];
    expect(await advisories(['build', '-o', one, zip, join(folder, 'records')])).toBe(0);
    expect(out).toMatch(/one\.idx: 4 advisories, [\d,]+ bytes/);
    expect(out).toContain('records: 2 records, newest of 2026-01-02T03:04:05Z, adds matches only');
    expect(out).toContain('covers npm: 3 advisories');
    expect(await advisories(['build', '-o', other, join(folder, 'records'), zip])).toBe(0);
    expect(readFileSync(other).equals(readFileSync(one))).toBe(true);
  });

  test('the index says of a package what the archive says', async () => {
    const index = join(folder, 'npm.idx');
    await advisories(['build', '-o', index, zip]);
    const app = write('lodash/package.json', JSON.stringify({ name: 'lodash', version: '4.17.20' }));
    for (const data of [index, zip]) {
      const { model } = await readCase([app], { limits: DEFAULT_LIMITS, trust: {}, advisories: [data] });
      expect(model.advisories.matches.map(({ id }) => id)).toEqual(['GHSA-35jh-r3h4-6jhm']);
    }
  });

  test('writes nothing when an input cannot be read in full', async () => {
    const broken = write('broken.zip', osvZip([LODASH, { id: '' }]));
    const index = join(folder, 'broken.idx');
    expect(await advisories(['build', '-o', index, broken, join(folder, 'nowhere')])).toBe(1);
    expect(existsSync(index)).toBe(false);
    expect(err).toContain('nowhere: cannot be read');
    expect(err).toContain('broken.zip: ".json": This is no OSV record: it has no id.');
  });

  test.each([
    [[]],
    [['build']],
    [['build', 'a.zip']],
    [['build', '-o', 'a.idx']],
    [['make', '-o', 'a.idx', 'b']],
  ])('%j is a usage error', async (args) => {
    await expect(advisories(args)).rejects.toBeInstanceOf(UsageError);
  });
});
