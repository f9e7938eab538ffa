import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { corpusBytes, corpusPath, describeCorpus, hasCorpus } from '../corpus.ts';
import { type Inspected, inspectFiles } from '../inspect.ts';

interface Row {
  readonly path: string;
  readonly expect: 'error' | 'partial' | 'limit' | 'warn' | 'inert' | 'valid';
  readonly note: string;
}

const PARTS = /^gen\/(?:tar|zip|bomb|oci)\//;

const rows: Row[] = hasCorpus
  ? (JSON.parse(new TextDecoder().decode(corpusBytes('hostile', 'gen', 'manifest.json'))) as Row[]).filter(
      ({ path }) => PARTS.test(path),
    )
  : [];

/** Something was not read, and the report says what and where. */
function tellsWhere({ model }: Inspected): void {
  const told = model.diagnostics.filter(({ severity }) => severity !== 'info');
  expect(told).not.toEqual([]);
  for (const found of told) expect(found.entry ?? found.offset, found.message).toBeDefined();
  expect(model.sources.some(({ notInspected }) => notInspected.length > 0)).toBe(true);
}

describeCorpus('generated attacks on archives, through the whole engine', () => {
  it.each(rows)(
    '$path: $expect ($note)',
    async (row) => {
      const bytes = corpusBytes('hostile', ...row.path.split('/'));
      const inspected = await inspectFiles([{ name: row.path.slice(row.path.lastIndexOf('/') + 1), bytes }]);
      const { model } = inspected;
      expect(inspected.case.state.phase).toBe('done');
      expect(model.sources.flatMap(({ diagnostics }) => diagnostics).map(({ code }) => code)).not.toContain(
        'job.interrupted',
      );
      expect(Object.prototype).not.toHaveProperty('polluted');
      const contradicted = model.images.some(({ ladder }) => ladder.some(({ status }) => status === 'fail'));
      switch (row.expect) {
        case 'limit':
        case 'partial':
          tellsWhere(inspected);
          break;
        case 'error':
          if (!contradicted) tellsWhere(inspected);
          break;
        case 'warn':
          expect(model.diagnostics).not.toEqual([]);
          break;
        case 'inert':
        case 'valid':
          expect(contradicted).toBe(false);
      }
      // Even then the report is whole.
      expect(JSON.parse(JSON.stringify(inspected.report(true))).sources.length).toBeGreaterThan(0);
    },
    60_000,
  );
});

describeCorpus('other projects’ archive test data', () => {
  const folders = [
    'go-tar',
    'go-zip',
    'go-compress/gzip',
    'go-compress/bzip2',
    'jszip',
    'pako',
    'cpython',
    'tar-split',
    'zstd',
  ];
  const files = hasCorpus
    ? folders.flatMap((folder) =>
        readdirSync(corpusPath('hostile', ...folder.split('/')), { withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map(({ name }) => ({ folder, name })),
      )
    : [];
  it.each(files)(
    '$folder/$name ends, with every error in its place',
    async ({ folder, name }) => {
      const bytes = corpusBytes('hostile', ...folder.split('/'), name);
      const { case: loupe, model } = await inspectFiles([{ name, bytes }]);
      expect(loupe.state.phase).toBe('done');
      for (const found of model.diagnostics) {
        expect(found.code).not.toBe('job.interrupted');
        if (found.severity === 'error') expect(found.entry ?? found.offset, found.message).toBeDefined();
      }
    },
    60_000,
  );
});

describe('input that is nothing', () => {
  it('an empty file is named, and nothing else happens', async () => {
    const { model } = await inspectFiles([{ name: 'empty.tar', bytes: new Uint8Array(0) }]);
    expect(model.diagnostics.map(({ message }) => message)).toEqual(['"empty.tar" is empty: 0 bytes.']);
    expect(model.sources[0]?.digests.sha256).toMatch(/^e3b0c442/);
  });
});
