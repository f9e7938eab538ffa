import { importZip } from '../../src/core/advisory/import.ts';
import { openIndex } from '../../src/core/advisory/index-format.ts';
import { lookUp } from '../../src/core/advisory/lookup.ts';
import { BlobSource } from '../../src/core/base/byte-source.ts';
import { Budget } from '../../src/core/base/limits.ts';

/** What the bench of advisories measures inside the browser. */
export interface AdvisoryFigures {
  readonly importSeconds: number;
  readonly indexBytes: number;
  readonly records: number;
  readonly complete: boolean;
  readonly openMs: number;
  readonly lookUpMs: number;
  readonly hits: number;
}

let index: Blob | undefined;

/** Reads the archive into an index, which is kept as a `Blob`. */
async function importFile(file: File): Promise<number> {
  const began = performance.now();
  const source = new BlobSource(file);
  const made = await importZip(source, 'all.zip', {
    budget: new Budget(),
    signal: new AbortController().signal,
  });
  if (made.faults.length > 0) throw new Error(made.faults[0]?.message);
  index = made.index;
  return (performance.now() - began) / 1000;
}

async function search(names: readonly string[], importSeconds: number): Promise<AdvisoryFigures> {
  if (index === undefined) throw new Error('nothing was imported');
  const source = new BlobSource(index);
  const began = performance.now();
  const opened = await openIndex(source);
  const openMs = performance.now() - began;
  if (!opened.ok) throw new Error(opened.error.message);
  const coordinates = names.map((name) => ({ ecosystem: 'npm', name, version: '1.3.0' }));
  const asked = performance.now();
  const { answers, faults } = await lookUp(source, coordinates, opened.value);
  const lookUpMs = performance.now() - asked;
  if (faults.length > 0) throw new Error(faults[0]?.message);
  return {
    importSeconds,
    indexBytes: index.size,
    records: opened.value.header.records,
    complete: opened.value.header.ecosystems[0]?.complete === true,
    openMs,
    lookUpMs,
    hits: answers.reduce((sum, { hits }) => sum + hits.length, 0),
  };
}

Reflect.set(globalThis, 'advisoryBench', { importFile, search });
