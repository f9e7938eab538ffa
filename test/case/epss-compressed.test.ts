import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { readTrust } from '../../src/cli/trust-options.ts';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { withReference } from '../../src/core/case/accept.ts';
import { readProbabilities } from '../../src/core/case/exploitation.ts';
import { trustPage } from '../../src/core/case/queries/trust.ts';
import { NO_SETTINGS } from '../../src/core/case/settings.ts';
import { file, tar } from '../fixtures/tar.ts';
import { inspectFiles } from '../inspect.ts';

const EPSS =
  '#model_version:v2025.03.14,score_date:2026-01-01T00:00:00+0000\ncve,epss,percentile\nCVE-2021-44228,0.94358,0.99957\n';
const PACKED = new Uint8Array(gzipSync(encodeUtf8(EPSS)));

const folder = mkdtempSync(join(tmpdir(), 'loupe-epss-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('EPSS scores as they are published, compressed', () => {
  it('can be used when dropped, and are then the scores in the file', async () => {
    const { model } = await inspectFiles([{ name: 'epss_scores-2026-01-01.csv.gz', bytes: PACKED }]);
    const [row] = trustPage(model, 1).references;
    expect(row).toMatchObject({ as: 'probabilities', name: 'epss_scores-2026-01-01.csv', accepted: false });
    const source = model.sources.find(({ id }) => id === row?.source);
    if (source === undefined) throw new Error('no source');
    expect(source.role).toBe('reference');
    const used = await withReference(NO_SETTINGS, source, true);
    const [accepted] = used.ok ? used.value.references : [];
    const read = readProbabilities(accepted?.bytes ?? new Uint8Array(0));
    expect(read).toMatchObject({
      value: { day: '2026-01-01', scores: new Map([['CVE-2021-44228', 0.94358]]) },
    });
  });

  it('never count when they were found inside an artifact', async () => {
    const archive = tar([file('epss.csv', EPSS)]);
    const { model } = await inspectFiles([
      { name: 'a.tar', bytes: archive },
      { name: 'b.tar.gz', bytes: new Uint8Array(gzipSync(tar([file('epss.csv.gz', 'x')]))) },
      { name: 'c.gz', bytes: new Uint8Array(gzipSync(gzipSync(encodeUtf8(EPSS)))) },
    ]);
    expect(trustPage(model, 1).references).toEqual([]);
  });

  it('are read by the command line, where a damaged file is named', async () => {
    const path = join(folder, 'epss.csv.gz');
    writeFileSync(path, PACKED);
    const { references } = await readTrust({ epss: path });
    expect(references.map(({ as, bytes }) => [as, new TextDecoder().decode(bytes)])).toEqual([
      ['probabilities', EPSS],
    ]);
    writeFileSync(path, PACKED.subarray(0, 40));
    await expect(readTrust({ epss: path })).rejects.toThrow(/epss\.csv\.gz: it cannot be unpacked/);
  });
});
