import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { advisories } from '../../src/cli/advisories.ts';
import { inspect } from '../../src/cli/inspect.ts';
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

  test('of an archive of several ecosystems inspect --covers says what is held in full, and nothing else becomes clean', async () => {
    const mixed = write(
      'mixed.zip',
      osvZip([LODASH, osvRecord({ id: 'GO-1', ecosystem: 'Go', name: 'example.org/d' })]),
    );
    const app = write('other/package.json', JSON.stringify({ name: 'other', version: '1.0.0' }));
    const read = async (covers: readonly string[], data = [mixed]) => {
      const { model, failures } = await readCase([app], {
        limits: DEFAULT_LIMITS,
        trust: {},
        advisories: data,
        covers,
      });
      return { state: model.advisories.states[0]?.state, failures };
    };
    expect(await read([])).toEqual({ state: 'no-data', failures: [] });
    expect(await read(['npm'])).toEqual({ state: 'clean', failures: [] });
    expect(await read(['Go'])).toEqual({ state: 'no-data', failures: [] });
    expect(await read(['npm'], [zip])).toEqual({ state: 'clean', failures: [] });
    const refused =
      '--covers NPM: none of the advisory data named can hold it in full: they have no record of it, or not all that they count was read.';
    expect(await read(['NPM'])).toEqual({
      state: 'no-data',
      failures: [`${refused} It can be said of Go, npm.`],
    });
    // One record counts nothing, so nothing can be all of it.
    const record = join(folder, 'records/GHSA-3.json');
    expect(await read(['NPM'], [record])).toEqual({ state: 'no-data', failures: [refused] });
  });

  test('data that are none are told, not passed over', async () => {
    const none = write('none.zip', osvZip([{ ...LODASH, id: 'nodash' }]));
    const cut = join(folder, 'cut.idx');
    await advisories(['build', '-o', cut, zip]);
    writeFileSync(cut, readFileSync(cut).subarray(0, -20));
    const app = write('other/package.json', JSON.stringify({ name: 'other', version: '1.0.0' }));
    for (const data of [none, cut]) {
      const options = { limits: DEFAULT_LIMITS, trust: {}, advisories: [data, zip] };
      const { model, failures } = await readCase([app], options);
      expect(failures).toEqual([
        `--advisories ${data}: it holds no advisory data that can be read, and has no effect.`,
      ]);
      expect(model.advisories.states[0]?.state).toBe('clean');
    }
  });

  test('data are not blamed for what is wrong beside them', async () => {
    const app = write('other/package.json', JSON.stringify({ name: 'other', version: '1.0.0' }));
    const trust = { epss: write('epss.csv', 'nothing') };
    const { failures } = await readCase([app], { limits: DEFAULT_LIMITS, trust, advisories: [zip] });
    expect(failures).toEqual([expect.stringContaining('It holds no score of a CVE.')]);
  });

  test('--covers without data is a usage error', async () => {
    await expect(inspect(['a.tar', '--covers', 'npm'], '0')).rejects.toBeInstanceOf(UsageError);
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
